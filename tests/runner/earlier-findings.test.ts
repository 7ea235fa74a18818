import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Case } from '../../cases/case.ts';
import { resultFormat } from '../../cases/result.ts';
import type { Verdict } from '../../cases/verdict.ts';
import { writeCaseFile } from '../../runner/case-file.ts';
import { fileOfPart } from '../../runner/plan.ts';
import { openResults, recordTrial } from '../../runner/results.ts';
import { readEarlierCases } from '../../runner/resume/earlier-cases.ts';
import { earlierFindings } from '../../runner/resume/earlier-findings.ts';

const out = mkdtempSync(join(tmpdir(), 'conform-findings-'));
afterAll(() => {
  rmSync(out, { recursive: true });
});

const violation: Verdict = { kind: 'violation', requirement: 'R-DM-03', differences: [] };
const conform: Verdict = { kind: 'conform', answers: {}, exercised: [] };

const caseNamed = (id: string): Case => ({
  id,
  level: 'matrix',
  aims: [],
  faults: [],
  title: '',
  preparation: { edition: '10.0.26100', tpm: false, certificates: [], helloContainers: [] },
  steps: [],
});

function record(part: number, family: string, trials: readonly (readonly [string, Verdict])[]): void {
  const results = openResults(out, fileOfPart(part, '10'));
  for (const [id, verdict] of trials) {
    recordTrial(results, family, {
      case: caseNamed(id),
      observation: { steps: [] },
      verdict,
      milliseconds: 1,
    });
  }
  results.close();
}

test('findings of earlier parts come back: from their case files, and from what was seen where there is none', () => {
  record(1, 'f', [
    ['f/1', violation],
    ['f/2', conform],
    ['f/3#7', violation],
  ]);
  record(2, 'g', [['g/1', violation]]);
  record(3, 'f', [['f/4', violation]]);
  const content = { case: caseNamed('f/1'), observation: { steps: [] }, verdict: violation };
  const found = { target: 'simulator', seed: 1, command: '', run: '' };
  writeCaseFile(out, { format: 'client-certificate-install-case', version: resultFormat, ...content, found });

  const place = { out, part: 3 };
  const earlier = readEarlierCases(place, ['f']);
  expect([...earlier.keys()]).toEqual(['f']);
  const { done, findings } = earlier.get('f') ?? expect.fail('nothing was found');
  expect([...done]).toEqual(['f/1', 'f/2', 'f/3#7']);
  const { total, kept, lost } = earlierFindings(place, findings, 5);
  expect(total).toBe(2);
  expect(kept.map((file) => file.case.id)).toEqual(['f/1']);
  expect(lost).toMatchObject([{ trial: { case: { id: 'f/3#7' }, verdict: violation }, path: '7' }]);
  expect(earlierFindings(place, findings, 1).lost).toEqual([]);
  expect(readEarlierCases({ out, part: 1 }, ['f']).get('f')?.done.size).toBe(0);
});
