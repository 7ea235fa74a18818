import type { RunResult } from '../model/run-result.ts';
import type { NightlyReport, NightlyResult, ViolationStatus } from './nightly-report.ts';

/**
 * The judgement on a night: the first of these rules that applies (docs/nightly.md has them as a table).
 * @param beyond cases that differ in ways that were not told apart
 */
export function resultOfNight(
  { violations, drift, flaky, failOn }: Pick<NightlyReport, 'violations' | 'drift' | 'flaky' | 'failOn'>,
  run: RunResult,
  beyond: number,
): NightlyResult {
  const subjects = (...statuses: readonly ViolationStatus[]): readonly string[] => [
    ...new Set(violations.filter(({ status }) => statuses.includes(status)).map(({ subject }) => subject)),
  ];
  const fresh = subjects('new');
  if (fresh.length > 0) {
    return failed(
      'new-violation',
      `The device does something new that the specification forbids: ${named(fresh)}.`,
    );
  }
  if (beyond > 0) {
    return failed('new-violation', `${beyond} cases differ in more ways than a night can tell apart.`);
  }
  if (flaky.length > 0) {
    const cases = flaky.map(({ case: id }) => id);
    return failed('flaky', `The same case did not always come out alike: ${named(cases)}.`);
  }
  const changed = drift.filter(({ waiver }) => waiver === undefined).map(({ key }) => key);
  if (changed.length > 0) {
    return failed(
      'drift',
      `The device answers open questions otherwise than in the baseline: ${named(changed)}.`,
    );
  }
  const old = subjects('known', 'further');
  if (old.length > 0 && failOn === 'any') {
    return failed('known-violation', `Known violations that no waiver accepts: ${named(old)}.`);
  }
  if (run.verdict === 'inconclusive') {
    return { verdict: 'inconclusive', rule: 'run-inconclusive', because: run.because };
  }
  if (old.length > 0) {
    return passed('nothing-new', `Nothing is new since the baseline; it has violations of ${named(old)}.`);
  }
  return passed('nothing-against-it', 'Nothing speaks against the device that nobody has waived.');
}

function failed(rule: NightlyResult['rule'], because: string): NightlyResult {
  return { verdict: 'failed', rule, because };
}

function passed(rule: NightlyResult['rule'], because: string): NightlyResult {
  return { verdict: 'passed', rule, because };
}

/** So many are named in a sentence. */
const namedAtMost = 5;

function named(names: readonly string[]): string {
  const more = names.length - namedAtMost;
  return `${names.slice(0, namedAtMost).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
