import { describe, expect, it } from 'vitest';
import { answerKeys } from '../../csp/ambiguities.ts';
import { families } from '../../generators/families.ts';
import { probeCases, probes } from '../../generators/probes/catalogue.ts';
import { casesOf, laboratory } from './laboratory.ts';

describe('the probes', () => {
  it('ask every open question', () => {
    const asked = new Set(probes.flatMap(({ asks }) => asks));
    expect(answerKeys.filter((key) => !asked.has(key))).toEqual([]);
  });

  it('are each a case of the family of its requirement, once', () => {
    const ids = families.flatMap((family) =>
      family.cases.kind === 'list'
        ? casesOf(family).flatMap(({ id }) => (id.includes('/probe/') ? [id] : []))
        : [],
    );
    const own = probeCases(laboratory).map(({ id }) => id);
    expect(new Set(own).size).toBe(own.length);
    expect(ids.sort()).toEqual([...own].sort());
  });
});
