import fc from 'fast-check';
import assert from 'node:assert/strict';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulatorTarget } from '../../../adapters/simulator.ts';
import type { Comparison } from '../../../reports/comparison/comparison.ts';
import { readRun } from '../../../reports/model/read-run.ts';
import { main } from '../../../runner/main.ts';
import { familiesNamed, faultyDevice, recordRun } from '../../reports/model/recorded-run.ts';

let folder = '';
const at = (...path: readonly string[]): string => join(folder, ...path);

async function compare(...argv: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  const out: string[] = [];
  const error: string[] = [];
  const code = await main(['compare', `--out=${at('compared')}`, ...argv], {
    out: (text) => out.push(text),
    error: (text) => error.push(text),
  });
  return { code, out: out.join('\n'), error: error.join('\n') };
}

const written = (): Comparison =>
  JSON.parse(readFileSync(at('compared', 'compare.json'), 'utf8')) as Comparison;

/** A file report.json in a folder of its own. */
function reportFile(name: string, content: unknown): string {
  mkdirSync(at(name), { recursive: true });
  const path = at(name, 'report.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

const json = (value: unknown): Record<string, unknown> =>
  JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'conform-compare-'));
  const families = familiesNamed('protocol/R-DM-08');
  await recordRun(at('right'), simulatorTarget(), families);
  await recordRun(at('wrong'), faultyDevice('atomic-without-rollback'), families);
  await recordRun(at('other'), faultyDevice('rollback-forgets-adds'), families);
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('conform compare', () => {
  test('names the right requirement first, and writes page and data', async () => {
    const { code, out, error } = await compare(at('right'), at('wrong'));
    expect(error).toBe('');
    expect(code).toBe(0);
    expect(out).toContain(
      '1. R-DM-08 is violated on virtual device with the seeded fault atomic-without-rollback',
    );
    expect(out).toContain(at('compared', 'compare.html'));
    const { outcome, lookAtFirst, runs, requirements } = written();
    expect(outcome.kind).toBe('verdicts-differ');
    expect(lookAtFirst[0]).toMatchObject({ kind: 'requirement', key: 'R-DM-08' });
    expect(runs.map(({ result }) => result.verdict)).toEqual(['conform', 'violation']);
    const [right, wrong] = requirements.find(({ id }) => id === 'R-DM-08')?.cells ?? [];
    expect([right?.verdict, wrong?.verdict]).toEqual(['kept', 'violated']);
    expect(wrong?.smallest?.file?.verdict).toMatchObject({ kind: 'violation', requirement: 'R-DM-08' });
    expect(readFileSync(at('compared', 'compare.html'), 'utf8')).toMatch(/^<!doctype html>/);
  });

  test('reads folders of runs, reports and certificates, and files report.json, and finds the same in them', async () => {
    await compare(`one=${at('right')}`, `two=${at('wrong')}`);
    const { runs: fromRuns, ...fromRunsRest } = written();
    const report = reportFile('of-a-report', readRun(at('right')));
    reportFile('of-a-certificate', {
      format: 'client-certificate-install-certificate',
      version: 1,
      programme: { version: '7', digest: 'f'.repeat(64), seed: 1, runs: 1 },
      run: readRun(at('wrong')),
    });
    const { code, error } = await compare(`one=${report}`, `two=${at('of-a-certificate')}`);
    expect([error, code]).toEqual(['', 0]);
    const { runs, conditions, ...rest } = written();
    expect(runs[1]?.programme).toEqual({ version: '7', digest: 'f'.repeat(64) });
    expect(conditions.map(({ kind }) => kind)).toEqual(['programme']);
    expect({ ...rest, conditions: [] }).toEqual(fromRunsRest);
    expect(runs.map(({ name }) => name)).toEqual(fromRuns.map(({ name }) => name));
  });

  test('ends with 1 where something differs and that was asked, and with 0 where nothing does', async () => {
    expect((await compare(at('right'), at('wrong'), at('other'), '--fail-on-difference')).code).toBe(1);
    expect(written().runs.length).toBe(3);
    const twin = { ...readRun(at('right')) };
    const later = { ...twin, run: { ...twin.run, started: '2026-01-02T12:00:00.000Z' } };
    expect((await compare(at('right'), reportFile('later', later), '--fail-on-difference')).code).toBe(0);
    // Where only one of them decided anything, nobody knows.
    const none = {
      ...later,
      requirements: later.requirements.map((row) => ({ ...row, verdict: 'not-tested' })),
      fingerprint: [],
    };
    expect((await compare(at('right'), reportFile('none', none), '--fail-on-difference')).code).toBe(3);
  });

  test('takes a folder whose name has a "=" for a folder', async () => {
    cpSync(at('right'), at('a=b'), { recursive: true });
    expect((await compare(at('a=b'), at('wrong'))).code).toBe(0);
    expect(written().runs[0]?.from).toBe(at('a=b'));
  });
});

describe('wrong usage ends with one line and exit code 2', () => {
  const mistakes: readonly (readonly [string, () => readonly string[], RegExp])[] = [
    ['no run', () => [], /missing required argument/],
    ['one run', () => [at('right')], /takes 2 to 20 runs, not 1/],
    ['21 runs', () => Array.from({ length: 21 }, () => at('right')), /takes 2 to 20 runs, not 21/],
    [
      'a folder that there is not',
      () => [at('right'), at('gone')],
      /gone does not exist: name the output folder/,
    ],
    ['a folder without a run', () => [at('right'), folder], /holds neither run\.json nor report\.json/],
    [
      'the same folder twice',
      () => [at('right'), join(at('right'), '.')],
      /is the same run as .*right: name each run once/,
    ],
    ['a copy of a run', () => [at('right'), reportFile('copy', readRun(at('right')))], /is the same run as/],
    ['one name for two', () => [`a=${at('right')}`, `a=${at('wrong')}`], /two runs are named "a"/],
    ['an empty name', () => [`=${at('right')}`, at('wrong')], /has no name of 1 to 60 visible characters/],
    [
      'a name that steers the terminal',
      () => [`\u001B[2J=${at('right')}`, at('wrong')],
      /has no name of 1 to 60/,
    ],
    ['a name without a folder', () => ['a=', at('wrong')], /has no folder after the "="/],
    ['a file that is no JSON', () => [at('right'), reportFile('text', 'report')], /report\.json is no JSON/],
    [
      'a file that is something else',
      () => [at('right'), reportFile('else', { format: 'client-certificate-install-case' })],
      /report\.json: format has to be client-certificate-install-report or/,
    ],
    [
      'a report of another version',
      () => [at('right'), reportFile('old', { ...json(readRun(at('wrong'))), version: 99 })],
      /version is of another version of the suite, which writes 1: repeat the run, not 99/,
    ],
    [
      'an output folder that is a file',
      () => [at('right'), at('wrong'), `--out=${at('right', 'run.json')}`],
      /--out .*run\.json can not be used/,
    ],
  ];
  test.each(mistakes)('%s', async (_, argv, message) => {
    const { code, out, error } = await compare(...argv());
    expect(error).toMatch(message);
    expect(error.trim().split('\n')).toHaveLength(1);
    expect(out).toBe('');
    expect(code).toBe(2);
  });

  test('whatever is missing from a report, or is not what it should be', async () => {
    const whole = json(readRun(at('wrong')));
    const read = new Set([
      'suite',
      'target',
      'run',
      'result',
      'counts',
      'requirements',
      'differences',
      'fingerprint',
    ]);
    const other = fc.constantFrom<unknown>(undefined, null, 7, 'text', [null], [{}], {});
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...read), other, async (name, value) => {
        const path = reportFile('spoilt', { ...whole, [name]: value });
        const { code, error } = await compare(at('right'), path);
        assert.equal(code, 2);
        assert.match(error, new RegExp(`report\\.json: ${name}`));
        assert.equal(error.trim().split('\n').length, 1);
      }),
      { numRuns: 60 },
    );
    expect(existsSync(at('compared'))).toBe(true);
  });
});
