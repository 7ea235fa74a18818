/**
 * What a laboratory device can be told beside its management protocol: the operations by which a test puts it into the
 * state that a case wants and looks where the protocol does not reach. docs/mdm.md describes them for makers of other
 * devices. All are POST with JSON.
 * - `open`: a fresh device in the state of a Preparation
 * - `read-stores`, `read-scep-log`, `remove-keys`, `wait`: as in adapters/target.ts
 * - `sync`: begins a DM session, if none is open
 * - `identity`: who it is, and what it can do
 */
export const laboratoryOperations = [
  'identity',
  'open',
  'read-stores',
  'read-scep-log',
  'remove-keys',
  'wait',
  'sync',
] as const;

export type LaboratoryOperation = (typeof laboratoryOperations)[number];
