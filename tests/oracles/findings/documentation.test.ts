import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findingRules } from '../../../oracles/findings/rules.ts';

/** The rows of the tables of findings: id, severity and requirement. */
function documented(): readonly string[] {
  const page = readFileSync('docs/explain.md', 'utf8');
  const rows = page.matchAll(
    /^\| `([a-z0-9-]+)` \| (error|warning|information) \| (R-[A-Z]+-\d+) \| .+ \|$/gm,
  );
  return [...rows].map(
    ([, id, severity, requirement]) => `${id ?? ''} ${severity ?? ''} ${requirement ?? ''}`,
  );
}

describe('docs/explain.md', () => {
  it('has each finding once, with its severity and requirement', () => {
    const rules = findingRules.map(({ id, severity, requirement }) => `${id} ${severity} ${requirement}`);
    expect(documented().toSorted()).toEqual(rules.toSorted());
  });

  it.each(['not-well-formed', 'encoding', 'dtd', 'not-syncml', 'size', 'depth', 'not-followed'])(
    'names %s, which is no rule',
    (id) => {
      expect(readFileSync('docs/explain.md', 'utf8')).toContain(`\`${id}\``);
    },
  );
});

describe('rules of findings', () => {
  it('have ids of their own', () => {
    const ids = findingRules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
