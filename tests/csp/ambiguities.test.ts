import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ambiguities, ambiguityOf, answerKeys, answersTo } from '../../csp/ambiguities.ts';
import { requirements } from '../../csp/requirements.ts';
import { nodes } from '../../csp/tree.ts';
import { specification } from './specification.ts';

const list = specification('ambiguities.md');
const idsOfList = [...(list ?? '').matchAll(/^\| (A-\d\d) \|/gm)].map(([, id = '']) => id);
const documentation = readFileSync(new URL('../../docs/specification.md', import.meta.url), 'utf8');

describe('ambiguities', () => {
  it('have ids and aspects that are given once, and at least two answers to each aspect', () => {
    const ids = ambiguities.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(new Set(answerKeys).size).toBe(answerKeys.length);
    expect(answerKeys.filter((key) => answersTo(key).length < 2)).toEqual([]);
  });

  it('have aspects whose keys begin with their id', () => {
    for (const { id, aspects } of ambiguities) {
      for (const key of Object.keys(aspects)) expect(key === id || key.startsWith(`${id}/`)).toBe(true);
    }
    expect(answerKeys.map(ambiguityOf).every((id) => ambiguities.some((entry) => entry.id === id))).toBe(
      true,
    );
  });

  it('each bear on a requirement', () => {
    const named = new Set<string>(requirements.flatMap((entry) => entry.ambiguities));
    expect(ambiguities.filter(({ id }) => !named.has(id))).toEqual([]);
  });

  it('that decide about verbs are those that the tree names', () => {
    const keys = nodes.flatMap(({ verbsByDdf }) => (verbsByDdf ? [verbsByDdf.key] : []));
    expect([...new Set(keys)].sort()).toEqual(answerKeys.filter((key) => /^A-1[01]/.test(key)).sort());
  });

  it('are answered by docs/specification.md where they go beyond the first list, which ends with A-35', () => {
    const added = ambiguities.map(({ id }) => id).filter((id) => id > 'A-35');
    const documented = [...documentation.matchAll(/^\| (A-\d\d) +\|/gm)].map(([, id = '']) => id);
    expect(documented).toEqual([...added].sort());
  });

  it.skipIf(list === undefined)('contain every one of ambiguities.md', () => {
    expect(idsOfList).toHaveLength(35);
    expect(idsOfList.filter((id) => !ambiguities.some((entry) => entry.id === id))).toEqual([]);
  });
});
