import { Ajv2020 } from 'ajv/dist/2020.js';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { simulatorTarget } from '../../../adapters/simulator.ts';
import { linesOf } from '../../../reports/model/lines.ts';
import { baselineFormat } from '../../../reports/regression/baseline.ts';
import { nightlyFormat } from '../../../reports/regression/nightly-report.ts';
import { readBaseline } from '../../../reports/regression/read-baseline.ts';
import { readNightLine } from '../../../reports/regression/history.ts';
import { projectFolder } from '../../../runner/suites.ts';
import { familiesNamed, faultyDevice } from '../model/recorded-run.ts';
import { startNights, type Nights } from '../../runner/nightly/nights.ts';
import { eventfulNight } from './nights.ts';

const schemaOf = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(projectFolder, 'docs', 'schema', `${name}.schema.json`), 'utf8')) as Record<
    string,
    unknown
  >;
const ajv = new Ajv2020({ strict: true, strictRequired: false, formats: { date: true }, allErrors: false });
for (const name of [
  'definitions',
  'coverage',
  'case-file',
  'report',
  'waivers',
  'history',
  'baseline',
  'nightly',
]) {
  ajv.addSchema(schemaOf(name), name);
}
const complaint = (name: 'history' | 'baseline' | 'nightly', value: unknown): string => {
  const validate = ajv.getSchema(name);
  return validate?.(value) === true ? '' : ajv.errorsText(validate?.errors);
};

let nights: Nights;
let device = '';
beforeAll(async () => {
  nights = startNights(familiesNamed('protocol/R-DM-08'));
  await nights.night(simulatorTarget());
  await nights.night(faultyDevice('atomic-without-rollback'), { accept: true });
  await nights.night(faultyDevice('atomic-without-rollback'));
  device = join(nights.history, readdirSync(nights.history)[0] ?? '');
});
afterAll(() => {
  nights.remove();
});

const parsed = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;

describe('the published schemas describe what nights leave', () => {
  test('nightly.json, of a real night and of one with everything in it', () => {
    expect(complaint('nightly', parsed(join(nights.out, 'nightly.json')))).toBe('');
    expect(complaint('nightly', JSON.parse(JSON.stringify(eventfulNight())))).toBe('');
  });

  test('baseline.json, which is read again as it was written', () => {
    const path = join(device, 'baseline.json');
    expect(complaint('baseline', parsed(path))).toBe('');
    expect(readBaseline(readFileSync(path, 'utf8'), path)).toEqual(parsed(path));
  });

  test('each line of history.jsonl, which is read again as it was written', () => {
    const lines = [...linesOf(join(device, 'history.jsonl'))];
    expect(lines).toHaveLength(3);
    for (const { text } of lines) {
      expect(complaint('history', JSON.parse(text))).toBe('');
      expect(readNightLine(text, 'history.jsonl')).toEqual(JSON.parse(text));
    }
  });
});

test('they refuse a member too many', () => {
  expect(complaint('nightly', { ...parsed(join(nights.out, 'nightly.json')), more: 1 })).not.toBe('');
  expect(complaint('baseline', { ...parsed(join(device, 'baseline.json')), more: 1 })).not.toBe('');
});

test('each schema names the version of its format', () => {
  expect(schemaOf('nightly')['$id']).toBe(`urn:cci-conformance:nightly:${nightlyFormat}`);
  expect(schemaOf('baseline')['$id']).toBe(`urn:cci-conformance:baseline:${baselineFormat}`);
});
