import { readdirSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { ambiguities } from '../../csp/ambiguities.ts';
import { requirements } from '../../csp/requirements.ts';
import { judge } from '../../oracles/judge.ts';
import type { AnyRule } from '../../oracles/rule.ts';
import { rules } from '../../oracles/rules.ts';
import { enrollmentScenarios } from './scenarios/enrollment.ts';
import { installScenarios } from './scenarios/installs.ts';
import { messageScenarios } from './scenarios/messages.ts';
import { storeScenarios } from './scenarios/stores.ts';
import { treeScenarios } from './scenarios/tree.ts';
import { valueScenarios } from './scenarios/values.ts';
import { play } from './support/scenario.ts';

const scenarios = [
  ...messageScenarios,
  ...treeScenarios,
  ...valueScenarios,
  ...installScenarios,
  ...storeScenarios,
  ...enrollmentScenarios,
];

/** Rules that nothing can break, because all they do is admit. */
const admitOnly = ['message-beyond-limits', 'prepared-certificate'];

describe('the list of rules', () => {
  it('names each rule once', () => {
    const ids = rules.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('holds every rule of every file in oracles/rules, and nothing else', async () => {
    const folder = new URL('../../oracles/rules/', import.meta.url);
    const inFolder: AnyRule[] = [];
    for (const file of readdirSync(folder)) {
      const content: unknown = await import(new URL(file, folder).href);
      inFolder.push(
        ...membersOf(content).flatMap((list) => (isRule(list) ? [] : membersOf(list).filter(isRule))),
      );
    }
    expect(new Set(rules)).toEqual(new Set(inFolder));
  });

  it('says why in words, and names only ambiguities that there are', () => {
    const known = new Set<string>(ambiguities.map(({ id }) => id));
    for (const rule of rules) {
      expect(rule.because, rule.id).not.toBe('');
      expect(
        rule.ambiguities.filter((id) => !known.has(id)),
        rule.id,
      ).toEqual([]);
    }
  });

  it('names every requirement on PFX, the protocol and both halves that a device must keep', () => {
    const named = new Set(rules.flatMap((rule) => rule.requirements));
    const needed = requirements.filter(
      ({ level, area }) => level === 'must' && ['general', 'pfx', 'protocol'].includes(area),
    );
    expect(needed.filter(({ id }) => !named.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it('has a scenario for each rule that can be broken', () => {
    const shown = new Set([...scenarios.map(({ rule }) => rule), ...admitOnly]);
    expect(rules.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
  });
});

describe.each(scenarios)('$rule', (scenario) => {
  const played = play(scenario);

  it('lets pass a device that keeps it', () => {
    expect(judge(played.case, played.kept)).toMatchObject({ kind: 'conform' });
  });

  it(`blames a device that breaks it on ${scenario.blamed}`, () => {
    const verdict = judge(played.case, played.broken);
    expect(verdict).toMatchObject({ kind: 'violation', requirement: scenario.blamed });
  });

  it('is the rule that decides', () => {
    const rule = rules.find(({ id }) => id === scenario.rule);
    const spy = vi.spyOn(rule as { decide: (...all: never[]) => unknown }, 'decide');
    const verdict = judge(played.case, played.broken);
    const decided = spy.mock.results.some(({ value }) => value !== undefined);
    spy.mockRestore();
    expect(decided || JSON.stringify(verdict).includes(rule?.because ?? '?')).toBe(true);
  });
});

function membersOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function isRule(value: unknown): value is AnyRule {
  return typeof value === 'object' && value !== null && 'decide' in value;
}
