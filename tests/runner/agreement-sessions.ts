import type { Answers, Case, Preparation } from '../../cases/case.ts';
import { answersTo, type AnswerKey } from '../../csp/ambiguities.ts';
import { install } from '../oracles/scenarios/installs.ts';
import { pfxFile, pool } from '../oracles/support/laboratory.ts';
import { add, atomic, get, leaf, message, pfx, remove, replace } from '../oracles/support/payload.ts';
import { caseOf, stepOf } from '../oracles/support/scenario.ts';

/** A UniqueID, the scope before its name. */
type Target = `${'device' | 'user'} ${'a' | 'b'}`;

type Content = keyof typeof files;

/** One thing done to one UniqueID, of those that put certificates into a store or may take them out. */
export type Operation =
  | { readonly what: 'install' | 'replace'; readonly target: Target; readonly content: Content }
  /** The blob is no PFX. */
  | { readonly what: 'failing-replace'; readonly target: Target }
  | { readonly what: 'delete'; readonly target: Target }
  /** In an Atomic that fails behind it. */
  | { readonly what: 'undone-replace' | 'undone-delete'; readonly target: Target };

/** Operations, each inner list in one message. */
export type Session = readonly (readonly Operation[])[];

const identities = [0, 1].map((index) => pool.identity('ec-p256', index));
const files = {
  first: pfxFile({ identities: identities.slice(0, 1) }),
  second: pfxFile({ identities: identities.slice(1) }),
  /** The first without its key. */
  keyless: pfxFile({ identities: identities.slice(0, 1), content: 'certificates-only' }),
};

type Setup = Readonly<Partial<Record<Target, Content>>>;

/** Who holds the first certificate at the beginning. */
const setups: readonly Setup[] = [
  { 'device a': 'first', 'user a': 'first' },
  { 'device a': 'first', 'user a': 'first', 'user b': 'first' },
  { 'device a': 'first', 'device b': 'first', 'user a': 'first' },
  { 'device a': 'first', 'device b': 'first' },
  { 'device a': 'first', 'device b': 'keyless', 'user a': 'first' },
];

/** Sessions in which one UniqueID after the other lets go of a certificate that others hold too. */
export function* sharingSessions(): Iterable<Session> {
  for (const setup of setups) {
    const installs = targetsOf(setup).map((target) => installOf(target, setup[target] ?? 'first'));
    for (const first of firstOperations(setup)) {
      yield [installs, [first]];
      yield [...installs.map((one) => [one]), [first]];
      yield [[...installs, first]];
      for (const second of secondOperations(setup, first)) yield [installs, [first], [second]];
    }
  }
}

function firstOperations(setup: Setup): readonly Operation[] {
  return targetsOf(setup).flatMap((target): readonly Operation[] => [
    { what: 'delete', target },
    { what: 'replace', target, content: 'first' },
    { what: 'replace', target, content: 'second' },
    { what: 'replace', target, content: 'keyless' },
    { what: 'failing-replace', target },
    { what: 'undone-replace', target },
    { what: 'undone-delete', target },
  ]);
}

/** What shows whether the certificate of those that have let go, or of the others, is still shared. */
function secondOperations(setup: Setup, { what, target }: Operation): readonly Operation[] {
  const others = targetsOf(setup).filter((other) => other !== target);
  const again: Operation =
    what === 'delete' ? installOf(target, 'first') : { what: 'replace', target, content: 'first' };
  return [again, ...others.map((other): Operation => ({ what: 'delete', target: other }))];
}

function installOf(target: Target, content: Content): Operation {
  return { what: 'install', target, content };
}

function targetsOf(setup: Setup): readonly Target[] {
  return Object.keys(setup) as Target[];
}

/** All answers that a device may give to what a session asks about shared certificates. */
export function answersFor(session: Session): readonly Answers[] {
  const operations = session.flat();
  const does = (...whats: readonly Operation['what'][]): boolean =>
    operations.some(({ what }) => whats.includes(what));
  const scopes = session.map((part) => new Set(part.map(({ target }) => target.split(' ')[0])));
  const asked: readonly (AnswerKey | false)[] = [
    does('delete') && 'A-27',
    does('replace', 'failing-replace') && 'A-71',
    does('failing-replace') && 'A-28/import',
    does('failing-replace') && 'A-48',
    scopes.some(({ size }) => size === 2) && 'A-62',
  ];
  return asked
    .filter((key) => key !== false)
    .reduce<readonly Answers[]>(
      (all, key) => all.flatMap((answers) => answersTo(key).map((answer) => ({ ...answers, [key]: answer }))),
      [{}],
    );
}

/** Sends a session, and looks at the stores after each message and at all UniqueIDs after the last. */
export function caseOfSession(session: Session, preparation: Preparation): Case {
  const targets = [...new Set(session.flat().map(({ target }) => target))];
  const reads = targets.flatMap((target, place) => [
    get(2 * place + 1, nodeOf(target, 'Status')),
    get(2 * place + 2, nodeOf(target, 'Thumbprint')),
  ]);
  return caseOf(preparation, [
    ...session.flatMap((part, number) => [
      stepOf(message(part.map(commandOf), String(number + 1))),
      stepOf('stores'),
    ]),
    stepOf(message(reads, String(session.length + 1))),
  ]);
}

function commandOf(operation: Operation, place: number): string {
  const { what, target } = operation;
  const first = 20 * place + 1;
  const blob = nodeOf(target, 'PFXCertBlob');
  // No such node can be there.
  const failing = add(first + 2, nodeOf(target, 'KeyLocation/deeper'), leaf.int(3));
  switch (what) {
    case 'install': {
      const { scope, id } = partsOf(target);
      const KeyLocation = leaf.int(id === 'a' ? 3 : 1);
      return install(id, { KeyLocation, PFXCertBlob: leaf.blob(files[operation.content]) }, scope, first);
    }
    case 'replace':
      return replace(first, blob, leaf.blob(files[operation.content]));
    case 'failing-replace':
      return replace(first, blob, leaf.blob('AAAA'));
    case 'delete':
      return remove(first, nodeOf(target));
    case 'undone-replace':
      return atomic(first, replace(first + 1, blob, leaf.blob(files.second)), failing);
    case 'undone-delete':
      return atomic(first, remove(first + 1, nodeOf(target)), failing);
  }
}

function nodeOf(target: Target, name?: string): string {
  const { scope, id } = partsOf(target);
  return pfx(id, name, scope);
}

function partsOf(target: Target): { readonly scope: 'device' | 'user'; readonly id: string } {
  return { scope: target.startsWith('device') ? 'device' : 'user', id: target.endsWith('a') ? 'a' : 'b' };
}
