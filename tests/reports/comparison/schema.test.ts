import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { comparisonFormat } from '../../../reports/comparison/comparison.ts';
import { compareRuns } from '../../../reports/comparison/compare.ts';
import { projectFolder } from '../../../runner/suites.ts';
import { differing } from '../model/synthetic.ts';
import { compared, named } from './reports.ts';

const schemaOf = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(projectFolder, 'docs', 'schema', `${name}.schema.json`), 'utf8')) as Record<
    string,
    unknown
  >;
const ajv = new Ajv2020({ strict: true, allErrors: false }).addSchema(schemaOf('definitions'));
const validate = ajv.compile(schemaOf('comparison'));
const complaint = (value: unknown): string =>
  validate(JSON.parse(JSON.stringify(value))) ? '' : ajv.errorsText(validate.errors);

/** One with everything in it that a comparison can hold. */
const full = compared(
  { violates: ['R-DM-08', 'R-GEN-02'], answers: { 'A-02': '404' } },
  {
    keeps: ['R-DM-08'],
    answers: { 'A-02': 'parents-created' },
    record: { seed: 2, runs: 4 },
    more: {
      ours: { kind: 'suite-error', reason: 'ours' },
      'pfx/R-PFX-04/matrix/KeyLocation/Get/device/present': differing('R-PFX-04'),
    },
    missing: 1,
  },
  {
    more: {
      'pfx/R-PFX-04/matrix/KeyLocation/Get/device/present': { kind: 'conform', answers: {}, exercised: [] },
    },
  },
);

describe('the published schema of compare.json', () => {
  test('describes a comparison with everything in it, one of equal runs, and one of certificates', () => {
    expect(full.others.length * full.fields.length * full.conditions.length).toBeGreaterThan(0);
    expect(complaint(full)).toBe('');
    expect(complaint(compared({}, {}))).toBe('');
    const certified = named({}, {}).map((run) => ({
      ...run,
      programme: { version: '1', digest: 'f'.repeat(64) },
    }));
    expect(complaint(compareRuns(certified))).toBe('');
  });

  test('refuses another version, a member too many and one too few', () => {
    expect(complaint({ ...full, version: comparisonFormat + 1 })).not.toBe('');
    expect(complaint({ ...full, more: 1 })).not.toBe('');
    for (const name of Object.keys(full)) {
      expect(complaint(Object.fromEntries(Object.entries(full).filter(([key]) => key !== name)))).not.toBe(
        '',
      );
    }
  });

  test('names the version of the format', () => {
    expect(schemaOf('comparison')['$id']).toBe(`urn:cci-conformance:comparison:${comparisonFormat}`);
  });
});
