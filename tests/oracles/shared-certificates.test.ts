import { describe, expect, it } from 'vitest';
import type { StepObservation, StoreEntry } from '../../cases/observation.ts';
import type { Verdict } from '../../cases/verdict.ts';
import { judge } from '../../oracles/judge.ts';
import { install } from './scenarios/installs.ts';
import { device, pfxFile, pool, thumbprint } from './support/laboratory.ts';
import { add, atomic, leaf, message, pfx, remove, replace } from './support/payload.ts';
import { reply } from './support/reply.ts';
import { caseOf, stepOf } from './support/scenario.ts';

type Scope = StoreEntry['scope'];

const blobOf = (index: number) => leaf.blob(pfxFile({ identities: [pool.identity('rsa-2048', index)] }));

/** An install of the certificate with this index. */
const holds = (id: string, index: number, scope: Scope = 'device', first = 10): string =>
  install(id, { PFXCertBlob: blobOf(index) }, scope, first);

const replaces = (id: string, index: number, scope: Scope = 'device'): string =>
  replace(1, pfx(id, 'PFXCertBlob', scope), blobOf(index));

function entry(index: number, scope: Scope = 'device'): StoreEntry {
  return {
    scope,
    store: 'My',
    thumbprint: thumbprint(index),
    subject: 'CN=test',
    provider: 'software',
    exportable: false,
    keyAlgorithm: 'RSA',
    keyBits: 2048,
  };
}

/** A message, and what the stores show after it. */
interface Chapter {
  readonly text: string;
  readonly stores: readonly StoreEntry[];
  /** CmdIDs of the commands that fail. */
  readonly refused?: readonly string[];
}

function verdictOn(story: readonly Chapter[]): Verdict {
  const steps = story.flatMap(({ text }) => [stepOf(text), stepOf('stores')]);
  const seen = story.flatMap(({ text, stores, refused = [] }): readonly StepObservation[] => {
    const commands = [...text.matchAll(/<(Atomic|Add|Replace|Delete)><CmdID>(\d+)/g)];
    const statuses = commands.map(([, cmd = '', cmdRef = '']) => {
      const code = !refused.includes(cmdRef) ? '200' : cmd === 'Atomic' ? '507' : '500';
      return { cmd, cmdRef, code };
    });
    return [reply(statuses), { kind: 'stores', entries: stores }];
  });
  return judge(caseOf(device, steps), { steps: seen });
}

/** Two UniqueIDs c and d share a certificate of their own, so that the device shows its answer. */
function answering(
  key: 'A-27' | 'A-71',
  answer: 'stays' | 'goes',
): { story: readonly Chapter[]; rest: readonly StoreEntry[] } {
  const event = key === 'A-27' ? remove(1, pfx('c')) : replaces('c', 3);
  const others = key === 'A-27' ? [] : [entry(3)];
  const rest = answer === 'stays' ? [entry(2), ...others] : others;
  const both = message([holds('c', 2), holds('d', 2, 'device', 30)]);
  return {
    rest,
    story: [
      { text: both, stores: [entry(2)] },
      { text: message([event]), stores: rest },
    ],
  };
}

interface Row {
  readonly when: string;
  readonly answers: readonly ['A-27' | 'A-71', 'stays' | 'goes'];
  readonly held: string;
  /** What is in the stores then. */
  readonly before: readonly StoreEntry[];
  readonly event: string;
  readonly refused?: readonly string[];
  /** What is in the stores after it in any case. */
  readonly beside?: readonly StoreEntry[];
  /** The certificate in question. */
  readonly asked: StoreEntry;
  readonly then: 'there' | 'gone' | 'in doubt';
}

const twoIds = message([holds('a', 0), holds('b', 0, 'device', 30)]);
const copied = message([holds('a', 0), holds('b', 0, 'user', 30), holds('e', 1, 'user', 50)]);
const withCopy = [entry(0), entry(0, 'user'), entry(1, 'user')];
const withoutDevice = { before: withCopy, beside: [entry(1, 'user')], asked: entry(0, 'user') };
const shared = { held: twoIds, before: [entry(0)], asked: entry(0) };
const keyless = leaf.blob(pfxFile({ content: 'certificates-only' }));
const sharedWithKeyless = {
  ...shared,
  held: message([holds('a', 0), install('b', { PFXCertBlob: keyless }, 'device', 30)]),
};
const failedAtomic = atomic(1, remove(2, pfx('a')), add(3, pfx('a', 'KeyLocation/deeper'), leaf.int(3)));

const rows: readonly Row[] = [
  {
    when: 'nobody else holds it',
    answers: ['A-27', 'stays'],
    held: message([holds('a', 0)]),
    before: [entry(0)],
    event: remove(1, pfx('a')),
    asked: entry(0),
    then: 'gone',
  },
  {
    when: 'Delete, A-27 stays',
    answers: ['A-27', 'stays'],
    ...shared,
    event: remove(1, pfx('a')),
    then: 'there',
  },
  {
    when: 'Delete, A-27 goes',
    answers: ['A-27', 'goes'],
    ...shared,
    event: remove(1, pfx('a')),
    then: 'gone',
  },
  {
    when: 'Replace by another, A-71 stays',
    answers: ['A-71', 'stays'],
    ...shared,
    event: replaces('a', 1),
    beside: [entry(1)],
    then: 'there',
  },
  {
    when: 'Replace by another, A-71 goes',
    answers: ['A-71', 'goes'],
    ...shared,
    event: replaces('a', 1),
    beside: [entry(1)],
    then: 'gone',
  },
  {
    when: 'Replace by the same',
    answers: ['A-71', 'goes'],
    ...shared,
    event: replaces('a', 0),
    then: 'there',
  },
  {
    when: 'a refused Replace, A-71 stays',
    answers: ['A-71', 'stays'],
    ...shared,
    event: replace(1, pfx('a', 'PFXCertBlob'), leaf.blob('AAAA')),
    refused: ['1'],
    then: 'there',
  },
  {
    when: 'a refused Replace, A-71 goes',
    answers: ['A-71', 'goes'],
    ...shared,
    event: replace(1, pfx('a', 'PFXCertBlob'), leaf.blob('AAAA')),
    refused: ['1'],
    then: 'in doubt',
  },
  {
    when: 'a failed Atomic',
    answers: ['A-27', 'goes'],
    ...shared,
    event: failedAtomic,
    refused: ['1', '2', '3'],
    then: 'there',
  },
  {
    when: 'Delete beside one that brought it without key',
    answers: ['A-27', 'goes'],
    ...sharedWithKeyless,
    event: remove(1, pfx('a')),
    then: 'in doubt',
  },
  {
    when: 'Delete of one that brought it without key, A-27 stays',
    answers: ['A-27', 'stays'],
    ...sharedWithKeyless,
    event: remove(1, pfx('b')),
    then: 'there',
  },
  {
    when: 'Delete of one that brought it without key, A-27 goes',
    answers: ['A-27', 'goes'],
    ...sharedWithKeyless,
    event: remove(1, pfx('b')),
    then: 'in doubt',
  },
  {
    when: "Delete of the device's beside a user's UniqueID, A-27 stays",
    answers: ['A-27', 'stays'],
    held: copied,
    ...withoutDevice,
    event: remove(1, pfx('a')),
    then: 'there',
  },
  {
    when: "Delete of the device's beside a user's UniqueID, A-27 goes",
    answers: ['A-27', 'goes'],
    held: copied,
    ...withoutDevice,
    event: remove(1, pfx('a')),
    then: 'in doubt',
  },
  {
    when: "Delete of the user's beside a copy",
    answers: ['A-27', 'stays'],
    held: copied,
    before: withCopy,
    event: remove(1, pfx('b', undefined, 'user')),
    beside: [entry(0), entry(1, 'user')],
    asked: entry(0, 'user'),
    then: 'in doubt',
  },
  {
    when: "Replace of the device's by another beside a user's UniqueID, A-71 stays",
    answers: ['A-71', 'stays'],
    held: copied,
    before: withCopy,
    event: replaces('a', 1),
    beside: [entry(1), entry(1, 'user')],
    asked: entry(0, 'user'),
    then: 'there',
  },
];

// The table in oracles/removal.ts.
describe('a certificate that several may hold in a store', () => {
  it.each(rows)(
    'after $when is $then',
    ({ answers, held, before, event, refused = [], beside = [], asked, then }) => {
      const { story, rest } = answering(...answers);
      const verdictWith = (after: readonly StoreEntry[]): Verdict['kind'] =>
        verdictOn([
          ...story,
          { text: held, stores: [...rest, ...before] },
          { text: message([event]), stores: [...rest, ...beside, ...after], refused },
        ]).kind;
      expect({ there: verdictWith([asked]), gone: verdictWith([]) }).toEqual({
        there: then === 'gone' ? 'violation' : 'conform',
        gone: then === 'there' ? 'violation' : 'conform',
      });
    },
  );
});
