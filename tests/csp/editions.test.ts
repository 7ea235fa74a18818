import { describe, expect, it } from 'vitest';
import { defaultEdition, editions, isAtLeast } from '../../csp/editions.ts';
import { nodes } from '../../csp/tree.ts';

describe('editions', () => {
  it('stand in the order of their builds, so that each is at least all that stand before it', () => {
    const builds = editions.map(({ id }) => Number(id.split('.')[2]));
    expect(builds).toEqual([...builds].sort((one, other) => one - other));
    for (const [index, { id }] of editions.entries()) {
      for (const [before, { id: since }] of editions.entries()) {
        expect(isAtLeast(id, since)).toBe(index >= before);
      }
    }
  });

  it('have a default that has every node of the tree', () => {
    expect(nodes.filter(({ since }) => since !== undefined && !isAtLeast(defaultEdition, since))).toEqual([]);
  });
});
