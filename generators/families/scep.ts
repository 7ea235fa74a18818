import type { Family } from '../family.ts';
import { scepKeyFamilies } from './scep-keys.ts';
import { scepLifecycleFamilies } from './scep-lifecycle.ts';
import { scepRequestFamilies } from './scep-request.ts';
import { scepServerFamilies } from './scep-server.ts';
import { scepSettingFamilies } from './scep-settings.ts';

/** The matrix of the SCEP half. Its covering arrays and sessions are in files of their own. */
export const scepFamilies: readonly Family[] = [
  ...scepRequestFamilies,
  ...scepSettingFamilies,
  ...scepKeyFamilies,
  ...scepServerFamilies,
  ...scepLifecycleFamilies,
];
