import fc from 'fast-check';
import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulatorTarget } from '../../../adapters/simulator.ts';
import { requirements, type RequirementId } from '../../../csp/requirements.ts';
import { readRun, UnreadableRun } from '../../../reports/model/read-run.ts';
import type { RunReport } from '../../../reports/model/run-report.ts';
import { familiesNamed, faultyDevice, recordRun } from './recorded-run.ts';

const folders: string[] = [];
const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'conform-report-'));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe('the report of a device whose Atomic does not roll back', () => {
  let out = '';
  let report: RunReport;
  beforeAll(async () => {
    out = newFolder();
    const names = ['protocol/R-DM-08', 'protocol/R-DM-03', 'pfx/R-PFX-04', 'pfx/R-PFX-01'];
    await recordRun(out, faultyDevice('atomic-without-rollback'), familiesNamed(...names));
    report = readRun(out);
  });

  test('names the right requirement first, with its smallest case in full', () => {
    const [first] = report.differences;
    expect(report.result).toMatchObject({ verdict: 'violation', rule: 'a-case-differs' });
    expect(report.lookAtFirst[0]).toMatchObject({ kind: 'difference', key: 'R-DM-08' });
    expect(first?.key).toBe('R-DM-08');
    expect(first?.smallest?.file?.verdict).toMatchObject({ kind: 'violation', requirement: 'R-DM-08' });
    expect(first?.listed.map(({ name }) => name)).toContain(first?.smallest?.name);
  });

  test('counts every case once, in whichever way it is counted', () => {
    const { counts, timing, differences, notTested } = report;
    const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);
    expect(sum(Object.values(counts.verdicts))).toBe(counts.executed);
    expect(sum(Object.values(counts.levels))).toBe(counts.executed);
    expect(sum(timing.families.map(({ executed }) => executed))).toBe(counts.executed);
    expect(sum(timing.histogram.map(({ cases }) => cases))).toBe(counts.executed);
    expect(sum(differences.map(({ cases }) => cases))).toBe(counts.verdicts.violation);
    expect(sum(report.requirements.map(({ violations }) => violations))).toBe(counts.verdicts.violation);
    expect(notTested.unaccounted).toBe(0);
  });

  test('has a row for each requirement, by what the cases showed', () => {
    expect(report.requirements.map(({ id }) => id)).toEqual(requirements.map(({ id }) => id));
    const verdictOf = (id: RequirementId) => report.requirements.find((row) => row.id === id)?.verdict;
    expect(verdictOf('R-DM-08')).toBe('violated');
    expect(verdictOf('R-PFX-01')).toBe('kept');
    expect(verdictOf('R-SCEP-01')).toBe('not-tested');
    expect(report.notTested.notAimedAt).toContain('R-SCEP-01');
  });

  test('finds as many cases in each cell as coverage does, which reads the ids by itself', () => {
    const section = report.coverage?.sections.find(({ id }) => id === 'matrix');
    const counted = section?.rows.flatMap(({ group, name, cells }) =>
      cells.map(({ count }, index) => [`${group} ${name} ${section.columns[index] ?? ''}`, count] as const),
    );
    expect(
      report.cells.map((cell) => [`${cell.node} ${cell.verb} ${cell.scope}, ${cell.state}`, cell.cases]),
    ).toEqual(counted);
    expect(report.cells.filter(({ cases }) => cases > 0).length).toBeGreaterThan(20);
  });

  test('shows on which nodes the differences are', () => {
    expect(report.troubles.length).toBeGreaterThan(0);
    expect(report.troubles.find(({ verb }) => verb === 'Get')?.node).toMatch(/^PFXCertInstall|^SCEP/);
  });

  test('is the same from a run whose last line was cut off', () => {
    const path = join(out, 'results', '1.jsonl');
    const whole = readFileSync(path, 'utf8');
    appendFileSync(path, '{"kind":"case","id":"cut o');
    expect(readRun(out)).toEqual(report);
    writeFileSync(path, whole);
  });
});

test('the report of the right device conforms and points at nothing', async () => {
  const out = newFolder();
  await recordRun(out, simulatorTarget(), familiesNamed('protocol/R-DM-08'));
  const report = readRun(out);
  expect(report.result).toMatchObject({ verdict: 'conform', rule: 'all-judged-conform' });
  expect(report.lookAtFirst).toEqual([]);
  expect(report.differences).toEqual([]);
});

describe('a folder that holds no run is refused in one line that says what to do', () => {
  const refusal = (out: string): string => {
    try {
      readRun(out);
      return '';
    } catch (error) {
      assert(error instanceof UnreadableRun);
      return error.message;
    }
  };

  test('no run.json', () => {
    expect(refusal(newFolder())).toMatch(/run\.json does not exist: run npm test first/);
  });

  test('a run.json of an older suite', () => {
    const out = newFolder();
    writeFileSync(join(out, 'run.json'), '{"target":"simulator"}');
    expect(refusal(out)).toMatch(/not written by this version of the suite/);
  });

  test('whatever the file holds', () => {
    const out = newFolder();
    fc.assert(
      fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
        writeFileSync(join(out, 'run.json'), text);
        const message = refusal(out);
        assert.match(message, /run\.json/);
        assert.equal(message.split('\n').length, 1);
      }),
      { numRuns: 50 },
    );
  });
});
