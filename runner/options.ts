import { resolve } from 'node:path';
import { targetKinds } from '../adapters/targets.ts';
import { editions, type EditionId } from '../csp/editions.ts';
import { faults } from '../faults/catalogue.ts';
import { readCaseFolder } from './corpus.ts';
import { oneOf, UsageError } from './usage-error.ts';

/**
 * Readers of option values, for commander's `argParser`.
 * Each throws a UsageError that names the option, what was given and what is possible.
 */
export const readOption = {
  target: (value: string): string =>
    oneOf(
      '--target',
      value,
      targetKinds.map(({ name }) => name),
    ),

  edition: (value: string): EditionId =>
    oneOf(
      '--edition',
      value,
      editions.map(({ id }) => id),
    ),

  runs: (value: string): number => wholeNumber('--runs', value, 1, 10_000_000),

  strength: (value: string): number => wholeNumber('--strength', value, 2, 3),

  /** Absolute path of a folder of case files. */
  corpus: (value: string): string => {
    const folder = resolve(value);
    readCaseFolder(folder);
    return folder;
  },

  /** Id of a seeded fault. */
  fault: (value: string): string =>
    oneOf(
      '--fault',
      value,
      faults.map(({ id }) => id),
    ),

  seed: (value: string): number => wholeNumber('--seed', value, 0, 0xffffffff),

  /** A whole number, for the option with this name. */
  count:
    (option: string) =>
    (value: string): number =>
      wholeNumber(option, value, 0, 1_000_000_000),

  workers: (value: string): number => wholeNumber('--workers', value, 1, 256),

  /** A time such as 30s, for the option with this name; in milliseconds. */
  duration:
    (option: string) =>
    (value: string): number =>
      duration(option, value),

  budget: (value: string): number => duration('--budget', value),

  patience: (value: string): number => duration('--patience', value),
};

function wholeNumber(option: string, value: string, least: number, most: number): number {
  const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  throw new UsageError(`${option} takes a whole number from ${least} to ${most}, not "${value}".`);
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

function duration(option: string, value: string): number {
  const [, amount, unit] = /^(\d{1,9})(ms|s|m|h)$/.exec(value) ?? [];
  const factor = unit === undefined ? undefined : units[unit];
  if (factor === undefined || Number(amount) === 0) {
    throw new UsageError(`${option} takes a time such as 500ms, 30s, 5m or 2h, not "${value}".`);
  }
  return Number(amount) * factor;
}
