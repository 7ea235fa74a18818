import { isSuccess } from '../../csp/statuses.ts';
import type { StatusSet } from '../expectation.ts';

/**
 * The statuses to be expected for one command, over all readings: codes, the word `failure` for every status of
 * failure and `none` for no Status at all. A single word stands alone, without a list.
 */
export type ExpectedStatus = readonly string[] | 'failure' | 'any' | 'none';

/** Joins the statuses that several readings admit for the same command. */
export function joinStatuses(sets: readonly StatusSet[]): ExpectedStatus {
  if (sets.length === 0 || sets.some(({ kind }) => kind === 'any')) return 'any';
  const anyFailure = sets.some(({ kind }) => kind === 'failure');
  const codes = sets.flatMap((set) => (set.kind === 'codes' ? set.codes : []));
  const named = [...new Set(codes)].filter((code) => !anyFailure || isSuccess(code)).sort();
  const words = [
    ...(anyFailure ? (['failure'] as const) : []),
    ...(sets.some(({ kind }) => kind === 'none') ? (['none'] as const) : []),
  ];
  const [word, ...others] = words;
  if (named.length === 0 && word !== undefined && others.length === 0) return word;
  return [...named, ...words];
}
