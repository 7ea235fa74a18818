import { pfxAmbiguities } from './ambiguities/pfx.ts';
import { protocolAmbiguities } from './ambiguities/protocol.ts';
import { scepAmbiguities } from './ambiguities/scep.ts';
import type { Ambiguity } from './ambiguities/entry.ts';

/**
 * Questions that the documents leave open or answer in two ways. Each is a fork of the oracle and a line of a
 * device's fingerprint; an answer outside the list is a violation. One ambiguity has one aspect for each thing
 * about which a device may decide separately, keyed `A-14/chr`, or `A-08` where there is only one.
 *
 * To add one: an entry in one of the files of csp/ambiguities/, the rule that asks it, the simulator's answer, a probe in
 * generators/probes/ that shows the answer, and an entry in csp/moot.ts for each device on which nobody could see it.
 */
export const ambiguities = [...protocolAmbiguities, ...pfxAmbiguities, ...scepAmbiguities] as const;

type Entry = (typeof ambiguities)[number];
type KeysOf<E> = E extends { readonly aspects: infer Aspects } ? keyof Aspects & string : never;

export type AmbiguityId = Entry['id'];

/** Key of one aspect, such as `A-14/chr`. */
export type AnswerKey = KeysOf<Entry>;

/** The answers that aspect `K` admits. */
export type AnswerTo<K extends AnswerKey> = AnswerWithin<Entry, K>;
type AnswerWithin<E, K extends AnswerKey> = E extends { readonly aspects: infer Aspects }
  ? K extends keyof Aspects
    ? keyof Aspects[K] & string
    : never
  : never;

const answersByKey = new Map<string, readonly string[]>(
  ambiguities.flatMap((ambiguity: Ambiguity) =>
    Object.entries(ambiguity.aspects).map(([key, answers]) => [key, Object.keys(answers)] as const),
  ),
);

/** Every aspect's key, in the order of the catalogue. */
export const answerKeys = [...answersByKey.keys()] as readonly AnswerKey[];

/** The answers that an aspect admits, in the order of the catalogue. */
export function answersTo<K extends AnswerKey>(key: K): readonly AnswerTo<K>[] {
  const answers = answersByKey.get(key);
  if (answers === undefined) throw new RangeError(`no ambiguity has the aspect ${key}`);
  return answers as readonly AnswerTo<K>[];
}

/** The ambiguity that a key belongs to: `A-14/chr` to `A-14`. */
export function ambiguityOf(key: AnswerKey): AmbiguityId {
  return key.slice(0, 4) as AmbiguityId;
}
