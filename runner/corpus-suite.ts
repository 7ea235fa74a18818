import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Verdict } from '../cases/verdict.ts';
import { describeVerdict } from '../reports/case-report.ts';
import { writeCaseFile } from './case-file.ts';
import { corpusFolder, readCaseFolder } from './corpus.ts';
import { commandFor, deadlineFor } from './plan.ts';
import { lastingOutage, tryThroughOutage } from './outage.ts';
import { nothingEarlier, readEarlierCases, type EarlierCases } from './resume/earlier-cases.ts';
import { recordTrial } from './results.ts';
import { replayOf } from './shell-word.ts';
import { isFinding } from './trial.ts';
import { openWorker, readPlan, type Worker } from './worker.ts';

/** Name of the family that corpus cases count under. */
const family = 'corpus';

/** Declares one test for each case file of corpus/: what was found once is tried first, in every run. */
export function corpusSuite(): void {
  const { corpus } = readPlan();
  const files = [...readCaseFolder(corpusFolder), ...(corpus === undefined ? [] : readCaseFolder(corpus))];
  describe('corpus: what was ever found', () => {
    let worker: Worker;
    let earlier: EarlierCases;
    let deadline = Number.POSITIVE_INFINITY;
    beforeAll(async () => {
      worker = await openWorker();
      deadline = deadlineFor(worker.plan, Date.now());
      earlier = readEarlierCases(worker.plan, [family]).get(family) ?? nothingEarlier;
      const aims = [...new Set(files.flatMap(({ content }) => content.case.aims))];
      worker.results.write({ kind: 'planned', family, aims, cases: files.length });
    });
    afterAll(async () => {
      worker.results.close();
      await worker.target.close();
    });
    for (const { path, content } of files) {
      test(`${content.case.id} ${content.case.title}`, async () => {
        const { id, aims } = content.case;
        const foundEarlier = earlier.findings.get(id);
        if (foundEarlier !== undefined) throw difference(foundEarlier, path);
        if (earlier.done.has(id)) return;
        const { bench, outage, results } = worker;
        if (outage.isLasting) {
          results.write({ kind: 'not-run', family, aims, cases: 1, reason: lastingOutage });
          return;
        }
        const trial = await tryThroughOutage(bench, content.case, deadline, outage);
        recordTrial(results, family, trial);
        if (isFinding(trial)) {
          const { observation, verdict } = trial;
          const { plan } = worker;
          writeCaseFile(plan.out, {
            ...content,
            observation,
            verdict,
            found: {
              target: plan.target,
              seed: plan.seed,
              command: replayOf(path),
              run: commandFor(plan),
            },
          });
          throw difference(verdict, path);
        }
      });
    }
  });
}

function difference(verdict: Verdict, path: string): Error {
  return new Error(`${describeVerdict(verdict)}\nRepeat: ${replayOf(path)}`);
}
