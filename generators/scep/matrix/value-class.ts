import { intTexts, nameOf } from '../../matrix/values.ts';
import type { EnrollmentChange } from '../combinations/change.ts';
import type { Enrollment } from '../enrollment.ts';

/** One text that is tried as the value of a setting. */
export interface ValueEntry {
  /** Part of a case's id. */
  readonly id: string;
  readonly text: string;
  /** Whether it is a value that csp-source.txt names, in the spelling that it names. */
  readonly right: boolean;
}

/** The texts that are tried as the value of a setting, the plainest one first: the twin of all that is wrong. */
export interface ValueClass {
  readonly choice: keyof Enrollment;
  readonly entries: readonly [ValueEntry, ...ValueEntry[]];
  /** What the enrollment with such a value has beside it, so that nothing but the value can be at fault. */
  readonly around?: (text: string) => EnrollmentChange;
}

/** Numbers that are right, the plainest first, others, and the spellings of the plainest. */
export function numbers(
  right: readonly [number, ...number[]],
  wrong: readonly number[],
  spellings: readonly string[] = fewSpellings(right[0]),
): ValueClass['entries'] {
  const [first, ...others] = right.map((number) => entryOf(String(number), true));
  return [
    first ?? entryOf(String(right[0]), true),
    ...others,
    ...[...wrong.map(String), ...spellings].map((text) => entryOf(text, false)),
  ];
}

/** Words of an enumeration: those that are right, the plainest first, and others. */
export function words(
  right: readonly [string, ...string[]],
  wrong: readonly string[],
): ValueClass['entries'] {
  const [first, ...others] = right;
  return [
    entryOf(first, true),
    ...others.map((text) => entryOf(text, true)),
    ...wrong.map((text) => entryOf(text, false)),
  ];
}

/** Texts with names: the plainest one, further ones that are right, and others. */
export function texts(
  plainest: string,
  right: Readonly<Record<string, string>>,
  wrong: Readonly<Record<string, string>>,
): ValueClass['entries'] {
  const named = (record: Readonly<Record<string, string>>, isRight: boolean): readonly ValueEntry[] =>
    Object.entries(record).map(([id, text]) => ({ id, text, right: isRight }));
  return [{ id: 'plain', text: plainest, right: true }, ...named(right, true), ...named(wrong, false)];
}

/** All spellings of a number, and what is none: for the one setting that stands for every int. */
export const allSpellings = intTexts;

/** The few of them that readers of numbers differ in most. */
export function fewSpellings(digit: number): readonly string[] {
  const all = intTexts(digit);
  return ['-1', '', 'three', `0${digit}`, ` ${digit} `, ...all.slice(-1)];
}

function entryOf(text: string, right: boolean): ValueEntry {
  return { id: nameOf(text), text, right };
}
