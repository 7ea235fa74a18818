import { journalMemory, type Journal } from '../../../adapters/device/journal.ts';
import { powershellConnection } from '../../../adapters/device/powershell/connection.ts';
import { powershellOver, type Carrier } from '../../../adapters/device/powershell/powershell.ts';
import { deviceTarget } from '../../../adapters/device/target.ts';
import type { Target } from '../../../adapters/target.ts';
import type { Case } from '../../../cases/case.ts';
import { execute } from '../../../runner/execute.ts';

/** The target device over a carrier. */
export function targetOver(carrier: Carrier, journal: Journal): Target {
  const connection = powershellConnection(powershellOver(carrier), journalMemory(journal));
  return deviceTarget(connection, { journal, address: carrier.machine, run: 'test' });
}

/** A whole run, as the runner carries it out, without judging anything. */
export async function runCases(carrier: Carrier, journal: Journal, cases: readonly Case[]): Promise<void> {
  const target = targetOver(carrier, journal);
  await target.capabilities();
  for (const testCase of cases) {
    if (target.refusal?.(testCase) === undefined) await execute(target, testCase, 30_000);
  }
  await target.close();
}
