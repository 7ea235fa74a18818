import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { families } from '../../generators/families.ts';
import { chooseSuites, pathOfSuite, suiteFiles } from '../../runner/suites.ts';
import { UsageError } from '../../runner/usage-error.ts';

const files = ['examples/documents', 'pfx/install', 'pfx/nodes', 'protocol/atomic'];

describe('choosing suites', () => {
  test('no name means all', () => {
    expect(chooseSuites([], files)).toEqual(files);
  });

  test('an area means its files', () => {
    expect(chooseSuites(['pfx'], files)).toEqual(['pfx/install', 'pfx/nodes']);
  });

  test('areas and files can be named together', () => {
    expect(chooseSuites(['protocol/atomic', 'examples'], files)).toEqual([
      'examples/documents',
      'protocol/atomic',
    ]);
  });

  test('an unknown name is refused with the nearest one', () => {
    expect(() => chooseSuites(['pfy'], files)).toThrow(UsageError);
    expect(() => chooseSuites(['pfy'], files)).toThrow(/Did you mean pfx\?/);
  });
});

test('every family of cases is run by exactly one suite', () => {
  const responsible = suiteFiles().flatMap(
    (file) => readFileSync(pathOfSuite(file), 'utf8').match(/R-[A-Z]+-\d+/g) ?? [],
  );
  expect(new Set(responsible).size).toBe(responsible.length);
  const orphans = families.filter((family) => !responsible.includes(family.requirements[0]));
  expect(orphans.map((family) => family.requirements)).toEqual([]);
  const idle = responsible.filter((id) => !families.some((family) => family.requirements[0] === id));
  expect(idle).toEqual([]);
});
