import { expect, test } from 'vitest';
import { families } from '../../generators/families.ts';
import { nameOf } from '../../generators/family.ts';
import { inOrderOfValue } from '../../runner/order-of-value.ts';

test('what tells most comes first, and no family is lost', () => {
  const ordered = inOrderOfValue(families);
  expect([...new Set(ordered.map(({ level }) => level))]).toEqual([
    'matrix',
    'example',
    'combinations',
    'wire',
    'sessions',
  ]);
  expect(ordered.map(nameOf).sort()).toEqual(families.map(nameOf).sort());
  for (const level of ['matrix', 'sessions'] as const) {
    const ofLevel = (all: typeof families): readonly string[] =>
      all.filter((family) => family.level === level).map(nameOf);
    expect(ofLevel(ordered)).toEqual(ofLevel(families));
  }
});
