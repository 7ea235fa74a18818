import type { VerdictKind } from '../../../cases/verdict.ts';
import type { RequirementVerdict } from '../../model/run-report.ts';

/** A whole number as people read it. */
export function number(value: number): string {
  return value.toLocaleString('en');
}

/** `1 case`, `2 cases`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** A time as people say it. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 120) return `${seconds.toFixed(1)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A moment in UTC, to the second: `2026-01-01 12:00:00 UTC`. */
export function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}

/** How a verdict looks, beside its colour: nobody has to tell colours apart. */
export interface Look {
  /** The class that colours it. */
  readonly tone: 'good' | 'bad' | 'doubt' | 'none';
  readonly sign: string;
  readonly word: string;
}

export const runLooks: Readonly<Record<'conform' | 'violation' | 'inconclusive', Look>> = {
  conform: { tone: 'good', sign: '✓', word: 'Conforms' },
  violation: { tone: 'bad', sign: '✕', word: 'Violation' },
  inconclusive: { tone: 'doubt', sign: '?', word: 'Inconclusive' },
};

export const caseLooks: Readonly<Record<VerdictKind | 'none', Look>> = {
  conform: { tone: 'good', sign: '✓', word: 'conform' },
  violation: { tone: 'bad', sign: '✕', word: 'violation' },
  inconsistent: { tone: 'bad', sign: '≠', word: 'inconsistent' },
  drift: { tone: 'bad', sign: '≈', word: 'drift' },
  'suite-error': { tone: 'doubt', sign: '!', word: 'error of the suite' },
  inconclusive: { tone: 'doubt', sign: '?', word: 'inconclusive' },
  'not-tested': { tone: 'none', sign: '–', word: 'not tested' },
  none: { tone: 'none', sign: '', word: 'no case' },
};

export const requirementLooks: Readonly<Record<RequirementVerdict, Look>> = {
  violated: { tone: 'bad', sign: '✕', word: 'violated' },
  kept: { tone: 'good', sign: '✓', word: 'kept' },
  undecided: { tone: 'doubt', sign: '?', word: 'undecided' },
  'not-tested': { tone: 'none', sign: '–', word: 'not tested' },
};
