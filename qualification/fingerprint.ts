import { simulatorTarget } from '../adapters/simulator.ts';
import type { Target } from '../adapters/target.ts';
import type { Answers, Case } from '../cases/case.ts';
import type { Verdict } from '../cases/verdict.ts';
import { answerKeys, type AnswerKey } from '../csp/ambiguities.ts';
import type { EditionId } from '../csp/editions.ts';
import { whyMoot } from '../csp/moot.ts';
import { probeCases } from '../generators/probes/catalogue.ts';
import type { Pool } from '../pki/pool.ts';
import { tryCase } from '../runner/trial.ts';
import { wholeLaboratory } from './programme.ts';

/** A device whose answers are known, so that it can be seen whether a run reads them right. */
export interface KnownDevice {
  readonly edition: EditionId;
  /** To every question. */
  readonly answers: Answers;
}

/** An answer that was reported and that the device does not give: a fault of this suite, every time. */
export interface WrongAnswer {
  readonly key: AnswerKey;
  readonly reported: string;
  readonly given: string | undefined;
  /** Id of the case that reported it. */
  readonly case: string;
}

/** A question that nobody could see answered, by the device's other answers (csp/moot.ts). */
export interface MootQuestion {
  readonly key: AnswerKey;
  readonly because: string;
}

/** What a run reports of the answers of a device, and what it does not. */
export interface Fingerprint {
  readonly cases: number;
  /** Reported, and as the device gives them. */
  readonly observed: readonly AnswerKey[];
  readonly wrong: readonly WrongAnswer[];
  /** Not reported, though somebody could see them. */
  readonly unseen: readonly AnswerKey[];
  readonly moot: readonly MootQuestion[];
  /** Cases that did not conform, each with its verdict: of them nothing is read. */
  readonly accusing: readonly {
    readonly case: string;
    readonly verdict: Exclude<Verdict['kind'], 'conform'>;
  }[];
}

/**
 * What a run of these cases reports of the answers of a device.
 * @param target that the cases are carried out on, where it is not the virtual device with these answers
 */
export async function measureFingerprint(
  { edition, answers }: KnownDevice,
  cases: Iterable<Case>,
  target: Target = simulatorTarget({ answers }),
): Promise<Fingerprint> {
  const bench = { target, capabilities: await target.capabilities(), patience: 60_000, now: () => 0 };
  const reported = new Set<string>();
  const wrong: WrongAnswer[] = [];
  const accusing: Fingerprint['accusing'][number][] = [];
  let count = 0;
  for (const testCase of cases) {
    const { verdict } = await tryCase(bench, testCase);
    count++;
    if (verdict.kind !== 'conform') {
      accusing.push({ case: testCase.id, verdict: verdict.kind });
      continue;
    }
    for (const key of answerKeys) {
      const answer = verdict.answers[key];
      if (answer === undefined) continue;
      reported.add(key);
      if (answer !== answers[key])
        wrong.push({ key, reported: answer, given: answers[key], case: testCase.id });
    }
  }
  const misread = new Set(wrong.map(({ key }) => key));
  const moot = answerKeys.flatMap((key): readonly MootQuestion[] => {
    const because = reported.has(key) ? undefined : whyMoot(key, answers, edition);
    return because === undefined ? [] : [{ key, because }];
  });
  return {
    cases: count,
    observed: answerKeys.filter((key) => reported.has(key) && !misread.has(key)),
    wrong,
    unseen: answerKeys.filter((key) => !reported.has(key) && !moot.some((one) => one.key === key)),
    moot,
    accusing,
  };
}

/** Of the questions that could be seen answered, the share that was, and rightly. */
export function shareObserved({ observed, moot }: Fingerprint): number {
  return observed.length / (answerKeys.length - moot.length);
}

/** The probes alone, which are enough for almost every answer. */
export function casesOfProbes(edition: EditionId, pool: Pool): readonly Case[] {
  return probeCases(wholeLaboratory(edition, pool));
}
