import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { resultFormat } from '../../../cases/result.ts';
import { coverageFormat } from '../../../reports/coverage/coverage.ts';
import { linesOf } from '../../../reports/model/lines.ts';
import { readRun } from '../../../reports/model/read-run.ts';
import { runFormat } from '../../../reports/model/run-record.ts';
import { reportFormat } from '../../../reports/model/run-report.ts';
import { projectFolder } from '../../../runner/suites.ts';
import { familiesNamed, faultyDevice, recordRun } from './recorded-run.ts';

const folder = join(projectFolder, 'docs', 'schema');
const versions = {
  results: resultFormat,
  observations: resultFormat,
  'case-file': resultFormat,
  coverage: coverageFormat,
  run: runFormat,
  report: reportFormat,
} as const;
type Name = keyof typeof versions;

const schemaOf = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, `${name}.schema.json`), 'utf8')) as Record<string, unknown>;

const ajv = new Ajv2020({ strict: true, allErrors: false });
ajv.addSchema(schemaOf('definitions'));
const compiled = new Map<Name, ValidateFunction>();
const validatorOf = (name: Name): ValidateFunction => {
  const known = compiled.get(name) ?? ajv.compile(schemaOf(name));
  compiled.set(name, known);
  return known;
};

/** What a schema has against a value; '' where it has nothing. */
const complaint = (name: Name, value: unknown): string => {
  const validate = validatorOf(name);
  return validate(value) ? '' : ajv.errorsText(validate.errors);
};

let out = '';
beforeAll(async () => {
  out = mkdtempSync(join(tmpdir(), 'conform-schemas-'));
  // Every kind of step and of observation: replies, stores, time, SCEP servers, deleted keys; and some differences.
  const names = [
    'protocol/R-DM-08',
    'pfx/R-PFX-04/matrix',
    'scep/R-SCEP-33',
    'scep/R-SCEP-17',
    'protocol/R-DM-01/wire',
  ];
  await recordRun(out, faultyDevice('atomic-without-rollback'), familiesNamed(...names));
});
afterAll(() => {
  rmSync(out, { recursive: true, force: true });
});

const valuesOf = function* (kind: 'results' | 'observations'): Generator {
  for (const name of readdirSync(join(out, kind))) {
    for (const { text } of linesOf(join(out, kind, name))) yield JSON.parse(text);
  }
};
const parsed = (...path: readonly string[]): unknown =>
  JSON.parse(readFileSync(join(out, ...path), 'utf8')) as unknown;

describe('the published schemas describe what a real run leaves', () => {
  test.each(['results', 'observations'] as const)('each line of out/%s', (kind) => {
    let lines = 0;
    for (const value of valuesOf(kind)) {
      expect(complaint(kind, value)).toBe('');
      lines++;
    }
    expect(lines).toBeGreaterThan(200);
  });

  test('each case file', () => {
    const names = readdirSync(join(out, 'cases'));
    expect(names.length).toBeGreaterThan(3);
    for (const name of names) expect(complaint('case-file', parsed('cases', name))).toBe('');
  });

  test('run.json, coverage.json and report.json', () => {
    expect(complaint('run', parsed('run.json'))).toBe('');
    expect(complaint('coverage', parsed('coverage.json'))).toBe('');
    expect(complaint('report', JSON.parse(JSON.stringify(readRun(out))))).toBe('');
  });
});

describe('the published schemas refuse what is something else', () => {
  test('a line with a member too many, or one too few', () => {
    for (const value of valuesOf('results')) {
      const line = value as Record<string, unknown>;
      expect(complaint('results', { ...line, more: 1 })).not.toBe('');
      for (const key of Object.keys(line).filter((each) => each !== 'unseen')) {
        expect(
          complaint('results', Object.fromEntries(Object.entries(line).filter(([name]) => name !== key))),
        ).not.toBe('');
      }
    }
  });

  test('a report of another version', () => {
    const report = JSON.parse(JSON.stringify(readRun(out))) as object;
    expect(complaint('report', { ...report, version: reportFormat + 1 })).not.toBe('');
  });
});

test('each schema names the version of its format', () => {
  for (const [name, version] of Object.entries(versions)) {
    expect(schemaOf(name)['$id']).toBe(`urn:cci-conformance:${name}:${version}`);
  }
});
