import type { Case, Preparation } from '../../cases/case.ts';
import { install } from '../oracles/scenarios/installs.ts';
import { pfxFile, pool } from '../oracles/support/laboratory.ts';
import { add, atomic, get, leaf, message, pfx, remove, replace } from '../oracles/support/payload.ts';
import { caseOf, stepOf } from '../oracles/support/scenario.ts';

/** One thing done to one UniqueID, of those that put certificates into a store or may take them out. */
export interface Operation {
  readonly scope: 'device' | 'user';
  readonly id: string;
  readonly what: 'install' | 'replace' | 'failing-replace' | 'delete' | 'undone-replace' | 'undone-delete';
  /** Of an install or a Replace. */
  readonly certificate?: keyof typeof files;
}

/** Operations, each inner list in one message. */
export type Session = readonly (readonly Operation[])[];

const identities = [0, 1].map((index) => pool.identity('ec-p256', index));
const files = {
  first: pfxFile({ identities: identities.slice(0, 1) }),
  second: pfxFile({ identities: identities.slice(1) }),
  both: pfxFile({ identities }),
  /** The first without its key. */
  keyless: pfxFile({ identities: identities.slice(0, 1), content: 'certificates-only' }),
};

/** Sends a session, and looks at the stores after each message and at all UniqueIDs after the last. */
export function caseOfSession(session: Session, preparation: Preparation): Case {
  const operations = session.flat();
  const touched = new Map(operations.map((operation) => [`${operation.scope}/${operation.id}`, operation]));
  const reads = [...touched.values()].flatMap(({ scope, id }, place) => [
    get(2 * place + 1, pfx(id, 'Status', scope)),
    get(2 * place + 2, pfx(id, 'Thumbprint', scope)),
  ]);
  return caseOf(preparation, [
    ...session.flatMap((part, number) => [
      stepOf(message(part.map((operation, place) => commandOf(operation, 20 * place + 1)), String(number + 1))),
      stepOf('stores'),
    ]),
    stepOf(message(reads, String(session.length + 1))),
  ]);
}

function commandOf({ scope, id, what, certificate = 'first' }: Operation, first: number): string {
  const blob = pfx(id, 'PFXCertBlob', scope);
  // There is no such UniqueID, so that the Atomic fails.
  const failing = add(first + 2, pfx('nowhere', 'KeyLocation/deeper', scope), leaf.int(3));
  switch (what) {
    case 'install':
      return install(id, { KeyLocation: leaf.int(id === 'a' ? 3 : 1), PFXCertBlob: leaf.blob(files[certificate]) }, scope, first);
    case 'replace':
      return replace(first, blob, leaf.blob(files[certificate]));
    case 'failing-replace':
      return replace(first, blob, leaf.blob('AAAA'));
    case 'delete':
      return remove(first, pfx(id, undefined, scope));
    case 'undone-replace':
      return atomic(first, replace(first + 1, blob, leaf.blob(files[certificate])), failing);
    case 'undone-delete':
      return atomic(first, remove(first + 1, pfx(id, undefined, scope)), failing);
  }
}
