import { addressFaults } from './addresses.ts';
import { atomicFaults } from './atomic.ts';
import type { Fault } from './fault.ts';
import { pfxDeletionFaults } from './pfx-deletion.ts';
import { pfxImportFaults } from './pfx-lifecycle.ts';
import { pfxOutcomeFaults } from './pfx-outcomes.ts';
import { pfxPasswordFaults } from './pfx-password.ts';
import { pfxExportableFaults } from './pfx-exportable.ts';
import { pfxPlacementFaults } from './pfx-placement.ts';
import { readingFaults } from './reading.ts';
import { replyFaults } from './replies.ts';
import { scepFaults } from './scep.ts';
import { statusFaults } from './statuses.ts';
import { userScopeFaults } from './user-scope.ts';
import { valueFaults } from './values.ts';
import { verbFaults } from './verbs.ts';

/** Every seeded fault. To add one: an entry in the file of its subject. */
export const faults: readonly Fault[] = [
  ...verbFaults,
  ...atomicFaults,
  ...statusFaults,
  ...replyFaults,
  ...addressFaults,
  ...readingFaults,
  ...valueFaults,
  ...pfxPlacementFaults,
  ...pfxExportableFaults,
  ...pfxPasswordFaults,
  ...pfxImportFaults,
  ...pfxDeletionFaults,
  ...pfxOutcomeFaults,
  ...userScopeFaults,
  ...scepFaults,
];

/**
 * The fault with this id.
 * @throws RangeError where there is none
 */
export function faultNamed(id: string): Fault {
  const found = faults.find((fault) => fault.id === id);
  if (found === undefined) throw new RangeError(`no seeded fault has the id ${id}`);
  return found;
}
