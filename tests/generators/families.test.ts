import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { requirements } from '../../csp/requirements.ts';
import { families } from '../../generators/families.ts';
import { readSyncML } from '../../syncml/read.ts';
import { nameOf } from '../../generators/family.ts';
import { casesOf, documentsOf } from './laboratory.ts';

const lists = families.filter(({ cases }) => cases.kind === 'list');

describe('the list of families', () => {
  it('gives every family a name of its own', () => {
    const names = families.map(nameOf);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('has a family for every requirement', () => {
    const tested = new Set(families.flatMap((family) => family.requirements));
    const open = requirements.filter(({ id }) => !tested.has(id));
    expect(open.map(({ id }) => id)).toEqual([]);
  });

  it('has every level of the design', () => {
    expect([...new Set(families.map(({ level }) => level))].sort()).toEqual([
      'combinations',
      'example',
      'matrix',
      'sessions',
      'wire',
    ]);
  });

  it('keeps the lists short enough for a run of a minute', () => {
    const cases = lists.reduce((sum, family) => sum + casesOf(family).length, 0);
    expect(cases).toBeGreaterThan(3000);
    // 2,350 for PFX and the protocol, 2,050 for SCEP, where a case with an enrollment takes 10 to 15 ms, others 5.
    expect(cases).toBeLessThanOrEqual(4500);
  });
});

describe('the cases of lists', () => {
  it('have ids that no other case has', () => {
    const ids = lists.flatMap((family) => casesOf(family).map(({ id }) => id));
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it('aim at the requirement of their family', () => {
    for (const family of lists) {
      for (const testCase of casesOf(family)) expect(testCase.aims).toContain(family.requirements[0]);
    }
  });

  it('have a twin in the same family with a fault less, wherever something is wrong', () => {
    const lonely = lists.flatMap((family) => {
      const cases = casesOf(family);
      const byId = new Map(cases.map((testCase) => [testCase.id, testCase]));
      return cases.filter(({ faults, twin }) => {
        if (faults.length === 0) return false;
        const other = twin === undefined ? undefined : byId.get(twin);
        return other === undefined || other.faults.length >= faults.length;
      });
    });
    expect(lonely.map(({ id }) => id)).toEqual([]);
  });

  it('differ from their twins', () => {
    for (const family of lists) {
      const cases = casesOf(family);
      const byId = new Map(cases.map((testCase) => [testCase.id, testCase]));
      for (const testCase of cases) {
        const other = testCase.twin === undefined ? undefined : byId.get(testCase.twin);
        if (other === undefined) continue;
        const content = ({ steps, preparation }: typeof testCase): string =>
          JSON.stringify({ steps, preparation });
        expect(content(testCase), testCase.id).not.toBe(content(other));
      }
    }
  });
});

describe.each(families.map((family) => [nameOf(family), family] as const))('%s', (_, family) => {
  it('makes the same cases for the same seed', () => {
    expect(casesOf(family, 20)).toEqual(casesOf(family, 20));
  });

  it('ends every case with a look at the stores', () => {
    for (const { steps } of casesOf(family)) expect(steps.at(-1)).toEqual({ kind: 'read-stores' });
  });

  it('sends regular SyncML wherever no fault is in the document', () => {
    if (family.level === 'wire') return;
    for (const testCase of casesOf(family)) {
      if (/\/wire\/|^examples\//.test(testCase.id)) continue;
      for (const document of documentsOf(testCase)) {
        const read = readSyncML(document);
        expect(read.ok && read.irregularities, testCase.id).toEqual([]);
      }
    }
  });

  it('makes the cases that it made before', () => {
    const digest = createHash('sha256')
      .update(JSON.stringify(casesOf(family, 20)))
      .digest('hex');
    expect(digest.slice(0, 16)).toMatchSnapshot();
  });
});
