import { describe, expect, it } from 'vitest';
import { defaultEdition } from '../../csp/editions.ts';
import { requirements, type RequirementId } from '../../csp/requirements.ts';
import { faults } from '../../faults/catalogue.ts';
import { modelFor } from '../../simulator/model.ts';
import type { Rules } from '../../simulator/rules.ts';

const { rules: right } = modelFor({}, defaultEdition);

/** A device's rules, each table of them in a copy that nobody can change. */
function frozen({ engine, csp }: Rules): Rules {
  return Object.freeze({
    engine: Object.freeze({ ...engine, statuses: Object.freeze({ ...engine.statuses }) }),
    csp: Object.freeze({ ...csp }),
  });
}

function isChanged(before: object, after: object): boolean {
  const values = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after).some(([name, value]) => values.get(name) !== value);
}

describe('the catalogue of seeded faults', () => {
  it('has at least 120 of them, each with an id of its own in words', () => {
    const ids = faults.map(({ id }) => id);
    expect(ids.length).toBeGreaterThanOrEqual(120);
    expect(ids).toEqual([...new Set(ids)]);
    for (const id of ids) expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
  });

  it('breaks every requirement that is a must', () => {
    const broken = new Set<RequirementId>(faults.flatMap(({ breaks }) => breaks));
    const unbroken = requirements.filter(({ id, level }) => level === 'must' && !broken.has(id));
    expect(unbroken.map(({ id }) => id)).toEqual([]);
  });

  it.each(faults)('$id: tells what it breaks, each requirement once', ({ mistake, breaks }) => {
    expect(mistake).toMatch(/^[^\n]+\.$/);
    expect(breaks).toEqual([...new Set(breaks)]);
  });

  it.each(faults)(
    '$id: changes a rule of the right device, and leaves the right rules alone',
    ({ adjust }) => {
      const before = frozen(right);
      const after = adjust(before);
      expect(isChanged(before.engine, after.engine) || isChanged(before.csp, after.csp)).toBe(true);
      expect(before).toEqual(frozen(right));
    },
  );

  it.each(faults)('$id: has the rules that every device has, and no others', ({ adjust }) => {
    const { engine, csp } = adjust(right);
    expect(Object.keys(engine)).toEqual(Object.keys(right.engine));
    expect(Object.keys(csp)).toEqual(Object.keys(right.csp));
  });
});
