import type { AnswerKey, AnswerTo } from '../csp/ambiguities.ts';
import { isFailure } from '../csp/statuses.ts';
import type { Asking } from './asking.ts';
import type { Settlement, StatusSet } from './expectation.ts';

/** The statuses that are admitted, and what the one that comes tells about the device. */
export interface Admitted {
  readonly statuses: StatusSet;
  readonly settles?: readonly Settlement[];
}

export const anyStatus: StatusSet = { kind: 'any' };
export const anyFailure: StatusSet = { kind: 'failure' };

/** Exactly these codes. */
export function codes(...list: readonly string[]): StatusSet {
  return { kind: 'codes', codes: list };
}

/** Whether a status of a reply is one of the admitted. */
export function admits(set: StatusSet, code: string): boolean {
  switch (set.kind) {
    case 'codes':
      return set.codes.includes(code);
    case 'failure':
      return isFailure(code);
    case 'any':
      return true;
    case 'none':
      return false;
  }
}

/** What is admitted where several rules refuse one command: which of them a device finds first is not specified. */
export function either(all: readonly Admitted[]): Admitted {
  const [first, ...others] = all;
  if (first === undefined) throw new RangeError('nothing is admitted');
  if (others.length === 0) return first;
  const sets = all.map(({ statuses }) => statuses);
  if (sets.some((set) => set.kind === 'any')) return { statuses: anyStatus };
  if (sets.some((set) => set.kind === 'failure')) return { statuses: anyFailure };
  const union = new Set(sets.flatMap((set) => (set.kind === 'codes' ? set.codes : [])));
  return { statuses: codes(...union) };
}

/**
 * The statuses of an ambiguity that shows in the status alone, and so needs no fork.
 *
 * @param table what each answer's device sends
 */
export function decidedByStatus<Key extends AnswerKey>(
  key: Key,
  table: Readonly<Record<AnswerTo<Key>, string>>,
  asking: Asking,
): Admitted {
  const known = asking.known(key);
  if (known !== undefined) return { statuses: codes(table[known]) };
  const entries = Object.entries<string>(table);
  return {
    statuses: codes(...entries.map(([, code]) => code)),
    settles: [{ key, answers: Object.fromEntries(entries.map(([answer, code]) => [code, answer])) }],
  };
}

const refusalCodes = ['400', '405', '406', '415', '425', '500'] as const;

/** The status of a refused value or trigger: any failure, and always the same one. */
export function refusalStatus(key: 'A-05/format' | 'A-05/value' | 'A-05/trigger', asking: Asking): Admitted {
  const known = asking.known(key);
  if (known !== undefined && known !== 'other') return { statuses: codes(known) };
  // Where the answer is known to be another code, the settlement stays: one of the six then contradicts it.
  const answers = Object.fromEntries(refusalCodes.map((code) => [code, code]));
  return { statuses: anyFailure, settles: [{ key, answers, otherwise: 'other' }] };
}

/** What statuses tell that nothing else admits: of the others nobody knows which of the two they stand for. */
export function toldApart({ settles = [] }: Admitted, from: StatusSet): readonly Settlement[] {
  return settles.map(({ key, answers }) => ({
    key,
    answers: Object.fromEntries(Object.entries(answers).filter(([code]) => !admits(from, code))),
  }));
}
