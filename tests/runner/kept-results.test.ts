import fc from 'fast-check';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Case } from '../../cases/case.ts';
import type { Verdict } from '../../cases/verdict.ts';
import { openResults, readResults, recordTrial, type ResultsEntry } from '../../runner/results.ts';
import { keepConcluded } from '../../runner/resume/kept-results.ts';

let out = '';
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'conform-kept-'));
});
afterEach(() => {
  rmSync(out, { recursive: true });
});

const verdicts: readonly Verdict[] = [
  { kind: 'conform', answers: {}, exercised: [] },
  { kind: 'inconclusive', layer: 'transport', reason: 'cut' },
  { kind: 'violation', requirement: 'R-DM-03', differences: [] },
  { kind: 'not-tested', reason: 'no TPM' },
];

const caseNamed = (id: string): Case => ({
  id,
  level: 'matrix',
  aims: [],
  faults: [],
  title: '',
  preparation: { edition: '10.0.26100', tpm: false, certificates: [], helloContainers: [] },
  steps: [],
});

/** Writes what a worker leaves. */
function record(worker: string, trials: readonly (readonly [number, Verdict])[]): void {
  const results = openResults(out, worker);
  results.write({ kind: 'planned', family: 'f', aims: [], cases: 100 });
  for (const [number, verdict] of trials) {
    const trial = { case: caseNamed(`c${number}`), observation: { steps: [] }, verdict, milliseconds: 1 };
    recordTrial(results, 'f', trial);
  }
  results.write({ kind: 'not-run', family: 'f', aims: [], cases: 1, reason: 'time' });
  results.close();
}

function entries(): readonly ResultsEntry[] {
  const found: ResultsEntry[] = [];
  readResults(out, (entry) => found.push(entry));
  return found;
}

test('cases with a conclusion stay, once each and with what was seen, in the same order, and nothing else does', () => {
  const trials = fc.uniqueArray(fc.tuple(fc.nat(30), fc.constantFrom(...verdicts)), {
    selector: ([number]) => number,
  });
  fc.assert(
    fc.property(trials, trials, (first, second) => {
      for (const name of ['results', 'observations', 'cases'])
        rmSync(join(out, name), { recursive: true, force: true });
      record('1-10', first);
      record('1-11', second);
      const concluded = new Set(
        [...first, ...second]
          .filter(([, { kind }]) => kind !== 'inconclusive')
          .map(([number]) => `c${number}`),
      );
      for (let time = 0; time < 2; time++) {
        expect(keepConcluded(out)).toBe(concluded.size);
        const ids = entries().map((entry) => (entry.kind === 'case' ? entry.id : entry.kind));
        expect([...ids].sort()).toEqual([...concluded].sort());
        const seen = readdirSync(join(out, 'observations'))
          .sort()
          .flatMap((name) => readFileSync(join(out, 'observations', name), 'utf8').split('\n'))
          .filter((line) => line !== '')
          .map((line) => (JSON.parse(line) as { case: Case }).case.id);
        expect(seen).toEqual(ids);
      }
    }),
    { numRuns: 60 },
  );
});

test('what a power failure leaves is dropped: half a line, noise, a result without what was seen, half a case file', () => {
  const [conform] = verdicts;
  if (conform === undefined) throw new Error('there is no verdict');
  record(
    '1-10',
    [1, 2, 3].map((number) => [number, conform] as const),
  );
  const observations = join(out, 'observations', '1-10.jsonl');
  const [first = '', , third = ''] = readFileSync(observations, 'utf8').split('\n');
  writeFileSync(observations, `${first}\n\0\0\0\n${third}\n${third.slice(0, 20)}`);
  appendFileSync(join(out, 'results', '1-10.jsonl'), '{"kind":"case","id":"c4"');
  mkdirSync(join(out, 'cases'), { recursive: true });
  writeFileSync(join(out, 'cases', 'c1.json'), '{"format": "client-cert');
  expect(keepConcluded(out)).toBe(2);
  expect(entries().map((entry) => entry.kind === 'case' && entry.id)).toEqual(['c1', 'c3']);
  expect(readdirSync(join(out, 'cases'))).toEqual([]);
  expect(readdirSync(out).sort()).toEqual(['cases', 'observations', 'results']);
});
