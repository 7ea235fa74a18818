import type { FingerprintLine, Planned, ResultLine } from '../cases/result.ts';
import type { VerdictKind } from '../cases/verdict.ts';
import { answerKeys, type AnswerKey } from '../csp/ambiguities.ts';
import type { RequirementId } from '../csp/requirements.ts';

/** Numbers of one run. Grows with the number of requirements, never with the number of cases. */
export interface Tally {
  readonly planned: number;
  readonly executed: number;
  readonly verdicts: Readonly<Record<VerdictKind, number>>;
  /** Reasons for cases that were not carried out or came to nothing, with their number. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** Reasons for which cases were judged without what they would have looked at, with their number. */
  readonly unseen: ReadonlyMap<string, number>;
  /** The requirements that the planned families were built to test. */
  readonly aims: readonly RequirementId[];
  readonly requirements: ReadonlyMap<RequirementId, RequirementTally>;
  readonly fingerprint: readonly FingerprintLine[];
  readonly milliseconds: number;
}

export interface RequirementTally {
  /** Cases in which the requirement decided something that was observed. */
  readonly exercised: number;
  readonly violations: number;
}

export interface TallyKeeper {
  readonly add: (entry: ResultLine | Planned) => void;
  readonly tally: () => Tally;
}

/** Counts results as they come. */
export function keepTally(): TallyKeeper {
  let planned = 0;
  let executed = 0;
  let milliseconds = 0;
  const verdicts: Record<VerdictKind, number> = {
    conform: 0,
    violation: 0,
    inconsistent: 0,
    drift: 0,
    'suite-error': 0,
    inconclusive: 0,
    'not-tested': 0,
  };
  const leftOut = new Map<string, number>();
  const unseen = new Map<string, number>();
  const aims = new Set<RequirementId>();
  const requirements = new Map<RequirementId, { exercised: number; violations: number }>();
  const answers = new Map<AnswerKey, Map<string, string>>();

  const leaveOut = (reason: string, cases: number): void => {
    leftOut.set(reason, (leftOut.get(reason) ?? 0) + cases);
  };
  const of = (id: RequirementId): { exercised: number; violations: number } => {
    const known = requirements.get(id) ?? { exercised: 0, violations: 0 };
    requirements.set(id, known);
    return known;
  };
  const addCase = (entry: Extract<ResultLine, { kind: 'case' }>): void => {
    const { verdict } = entry;
    executed++;
    milliseconds += entry.milliseconds;
    verdicts[verdict.kind]++;
    for (const reason of entry.unseen ?? []) unseen.set(reason, (unseen.get(reason) ?? 0) + 1);
    switch (verdict.kind) {
      case 'conform':
        for (const id of verdict.exercised) of(id).exercised++;
        for (const [key, answer] of Object.entries(verdict.answers)) {
          const seen = answers.get(key as AnswerKey) ?? new Map<string, string>();
          if (!seen.has(answer)) seen.set(answer, entry.id);
          answers.set(key as AnswerKey, seen);
        }
        break;
      case 'violation':
        of(verdict.requirement).violations++;
        break;
      case 'suite-error':
      case 'inconclusive':
      case 'not-tested':
        leaveOut(verdict.reason, 1);
        break;
      case 'inconsistent':
      case 'drift':
        break;
    }
  };
  return {
    add: (entry) => {
      switch (entry.kind) {
        case 'planned':
          planned += entry.cases;
          for (const id of entry.aims) aims.add(id);
          break;
        case 'not-run':
          leaveOut(entry.reason, entry.cases);
          break;
        case 'case':
          addCase(entry);
          break;
      }
    },
    tally: () => ({
      planned,
      executed,
      verdicts,
      leftOut,
      unseen,
      aims: [...aims],
      requirements,
      milliseconds,
      fingerprint: answerKeys.flatMap((key) => {
        const seen = answers.get(key);
        if (seen === undefined) return [];
        return [{ key, answers: [...seen].map(([answer, firstSeen]) => ({ answer, firstSeen })) }];
      }),
    }),
  };
}

/** Aspects to which the device gave two different answers within the run. */
export function inconsistencies(tally: Tally): readonly FingerprintLine[] {
  return tally.fingerprint.filter((line) => line.answers.length > 1);
}

/**
 * The judgement on a whole run. Nothing is green by absence: an empty run, or one whose numbers do not add up,
 * is inconclusive.
 */
export function judgeRun(tally: Tally): 'conform' | 'violation' | 'inconclusive' {
  const { verdicts } = tally;
  if (verdicts.violation + verdicts.inconsistent + verdicts.drift > 0 || inconsistencies(tally).length > 0) {
    return 'violation';
  }
  if (verdicts['suite-error'] + verdicts.inconclusive > 0 || verdicts.conform === 0) return 'inconclusive';
  const notRun = tally.planned - tally.executed;
  const accounted = [...tally.leftOut.values()].reduce((sum, cases) => sum + cases, 0);
  return notRun === accounted - verdicts['not-tested'] ? 'conform' : 'inconclusive';
}
