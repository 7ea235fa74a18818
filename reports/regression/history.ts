import { readDocument } from '../strict-reader.ts';
import type { NightlyReport, ViolationStatus } from './nightly-report.ts';
import { perCase } from './timing-change.ts';
import type { FamilyTime } from './baseline.ts';

/** One night in history.jsonl: numbers only, so that a year is some hundred kilobytes. */
export interface NightLine {
  /** When it began, ISO 8601 in UTC. */
  readonly night: string;
  readonly seed: number;
  /** Version and commit of the suite. */
  readonly suite: string;
  readonly edition: string;
  readonly verdict: NightlyReport['result']['verdict'];
  readonly cases: number;
  readonly seconds: number;
  readonly violated: number;
  readonly kept: number;
  /** Forms of difference by what they are. */
  readonly forms: Readonly<Record<ViolationStatus | 'fixed', number>>;
  readonly drift: number;
  readonly flaky: number;
  readonly answered: number;
  /** Milliseconds for a case, by area. */
  readonly perCase: Readonly<Record<string, number>>;
}

/** The line of a night. */
export function nightLineOf(
  night: Omit<NightlyReport, 'nights'>,
  families: Readonly<Record<string, FamilyTime>>,
  answered: number,
): NightLine {
  const { run, suite, device, result, counts, requirements, violations, fixed, drift, flaky } = night;
  const of = (status: ViolationStatus): number => violations.filter((one) => one.status === status).length;
  return {
    night: run.started,
    seed: run.seed,
    suite: [suite.version, suite.commit?.slice(0, 8)].filter((part) => part !== undefined).join(' '),
    edition: device.edition,
    verdict: result.verdict,
    cases: counts.executed,
    seconds: run.seconds ?? 0,
    violated: requirements.filter(({ verdict }) => verdict === 'violated').length,
    kept: requirements.filter(({ verdict }) => verdict === 'kept').length,
    forms: {
      new: of('new'),
      flaky: of('flaky'),
      further: of('further'),
      known: of('known'),
      waived: of('waived'),
      fixed: fixed.length,
    },
    drift: drift.filter(({ waiver }) => waiver === undefined).length,
    flaky: flaky.length,
    answered,
    perCase: byArea(families),
  };
}

/**
 * Reads one line of history.jsonl.
 * @param name of the file with the number of the line, for messages
 * @throws InvalidFile
 */
export function readNightLine(text: string, name: string): NightLine {
  const line = readDocument(text, name);
  const number = (field: string): number => line.field(field).number();
  const forms = line.field('forms');
  const times = line.field('perCase');
  return {
    night: line.field('night').text(),
    seed: number('seed'),
    suite: line.field('suite').text(),
    edition: line.field('edition').text(),
    verdict: line.field('verdict').oneOf(['passed', 'failed', 'inconclusive'] as const),
    cases: number('cases'),
    seconds: number('seconds'),
    violated: number('violated'),
    kept: number('kept'),
    forms: {
      new: forms.field('new').number(),
      flaky: forms.field('flaky').number(),
      further: forms.field('further').number(),
      known: forms.field('known').number(),
      waived: forms.field('waived').number(),
      fixed: forms.field('fixed').number(),
    },
    drift: number('drift'),
    flaky: number('flaky'),
    answered: number('answered'),
    perCase: Object.fromEntries(times.names().map((area) => [area, times.field(area).number()])),
  };
}

/** What a case takes in each area, to a hundredth of a millisecond. */
function byArea(families: Readonly<Record<string, FamilyTime>>): Readonly<Record<string, number>> {
  const areas = new Map<string, FamilyTime>();
  for (const [family, time] of Object.entries(families)) {
    const [area] = family.split('/');
    // What was found is different cases from night to night, so that their time says nothing.
    if (area === undefined || area === 'corpus') continue;
    const known = areas.get(area);
    areas.set(area, {
      cases: (known?.cases ?? 0) + time.cases,
      milliseconds: (known?.milliseconds ?? 0) + time.milliseconds,
      complete: time.complete && known?.complete !== false,
    });
  }
  return Object.fromEntries(
    [...areas]
      .filter(([, { cases }]) => cases > 0)
      .map(([area, time]) => [area, Math.round(100 * perCase(time)) / 100]),
  );
}
