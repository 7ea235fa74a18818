import { addressFindings } from './addresses.ts';
import { atomicFindings } from './atomic.ts';
import { cmdIdFindings } from './cmdid.ts';
import type { FindingRule } from './finding.ts';
import { formatFindings } from './formats.ts';
import { orderFindings } from './order.ts';
import { pfxFileFindings } from './pfx-file.ts';
import { pfxPasswordFindings } from './pfx-password.ts';
import { pfxSettingFindings } from './pfx-settings.ts';
import { placeholderFindings } from './placeholders.ts';
import { scepKeyFindings } from './scep-key.ts';
import { scepSettingFindings } from './scep-settings.ts';
import { scepValueFindings } from './scep-values.ts';
import { valueFindings } from './values.ts';
import { wireFindings } from './wire.ts';

/** Every rule, from the form of the document to the meaning of its values. */
export const findingRules: readonly FindingRule[] = [
  ...wireFindings,
  ...cmdIdFindings,
  ...placeholderFindings,
  ...addressFindings,
  ...formatFindings,
  ...valueFindings,
  ...atomicFindings,
  ...orderFindings,
  ...pfxSettingFindings,
  ...pfxPasswordFindings,
  ...pfxFileFindings,
  ...scepSettingFindings,
  ...scepKeyFindings,
  ...scepValueFindings,
];
