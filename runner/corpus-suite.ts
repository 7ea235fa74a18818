import { afterAll, beforeAll, describe, test } from 'vitest';
import { describeVerdict } from '../reports/case-report.ts';
import { writeCaseFile } from './case-file.ts';
import { corpusFolder, readCaseFolder } from './corpus.ts';
import { commandFor } from './plan.ts';
import { recordTrial } from './results.ts';
import { isFinding, tryCase } from './trial.ts';
import { openWorker, type Worker } from './worker.ts';

/** Name of the family that corpus cases count under. */
const family = 'corpus';

/** Declares one test for each case file of corpus/: what was found once is tried first, in every run. */
export function corpusSuite(): void {
  const files = readCaseFolder(corpusFolder);
  describe('corpus: what was ever found', () => {
    let worker: Worker;
    beforeAll(async () => {
      worker = await openWorker();
      const aims = [...new Set(files.flatMap(({ content }) => content.case.aims))];
      worker.results.write({ kind: 'planned', family, aims, cases: files.length });
    });
    afterAll(async () => {
      worker.results.close();
      await worker.target.close();
    });
    for (const { path, content } of files) {
      test(`${content.case.id} ${content.case.title}`, async () => {
        const trial = await tryCase(worker.bench, content.case);
        recordTrial(worker.results, family, trial);
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
              command: `npx conform replay ${path}`,
              run: commandFor(plan),
            },
          });
          throw new Error(`${describeVerdict(verdict)}\nRepeat: npx conform replay ${path}`);
        }
      });
    }
  });
}
