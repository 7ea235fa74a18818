import type { Fault } from './fault.ts';
import { scepCombinedFaults } from './scep-combined.ts';
import { scepExecFaults } from './scep-exec.ts';
import { scepHelloFaults } from './scep-hello.ts';
import { scepKeyFaults } from './scep-keys.ts';
import { scepLifecycleFaults } from './scep-lifecycle.ts';
import { scepNameFaults } from './scep-names.ts';
import { scepPollingFaults } from './scep-polling.ts';
import { scepRequestFaults } from './scep-request.ts';
import { scepSecondTimeFaults } from './scep-second-time.ts';
import { scepServerFaults } from './scep-servers.ts';
import { scepSettingFaults } from './scep-settings.ts';

/** Seeded faults of the SCEP half. To add one: an entry in the file of its subject. */
export const scepFaults: readonly Fault[] = [
  ...scepSettingFaults,
  ...scepRequestFaults,
  ...scepNameFaults,
  ...scepKeyFaults,
  ...scepHelloFaults,
  ...scepServerFaults,
  ...scepPollingFaults,
  ...scepExecFaults,
  ...scepLifecycleFaults,
  ...scepCombinedFaults,
  ...scepSecondTimeFaults,
];
