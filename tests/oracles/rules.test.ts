import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { ambiguities } from '../../csp/ambiguities.ts';
import { requirements } from '../../csp/requirements.ts';
import { nodes } from '../../csp/tree.ts';
import { judge } from '../../oracles/judge.ts';
import { requirementOfNode } from '../../oracles/node-requirements.ts';
import type { AnyRule } from '../../oracles/rule.ts';
import { rules } from '../../oracles/rules.ts';
import { scenarios, type Performed } from './scenarios/all.ts';
import { message } from './support/payload.ts';
import { play, type Played } from './support/scenario.ts';

/** Rules that nothing can break, because all they do is admit. */
const admitOnly = [
  'message-beyond-limits',
  'prepared-certificate',
  // Whether it is decoded is open, and what a device that decodes makes of it too.
  'enrollment-challenge-not-base64',
  // What no document speaks of can end in any way.
  'enrollment-setting-unclear',
  'scep-server-odd',
  'enrollment-without-server',
  // No Get reaches a node of SCEP that the rules before it pass over: those of Enroll are refused by its verbs.
  'get-of-enroll',
];

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

  it('names every requirement that a device must keep', () => {
    const named = new Set([
      ...rules.flatMap((rule) => rule.requirements),
      // A permitted command that is refused is blamed on what the tree says of its node.
      ...nodes.map((node) => requirementOfNode(node, 'Get')),
    ]);
    const needed = requirements.filter(({ level, area }) => level === 'must' && area !== 'examples');
    expect(needed.filter(({ id }) => !named.has(id)).map(({ id }) => id)).toEqual([]);
  });

  it('leaves the examples to what all rules say of their commands', () => {
    const named = new Set<string>(rules.flatMap((rule) => rule.requirements));
    const examples = requirements.filter(({ area }) => area === 'examples');
    expect(examples.filter(({ id }) => named.has(id))).toEqual([]);
    for (const { id } of examples) {
      const played = play({
        rule: 'get-of-missing-leaf',
        steps: [message([])],
        broken: { step: 0 },
        blamed: id,
      });
      const verdict = judge({ ...played.case, level: 'example', aims: [id] }, played.kept);
      expect(verdict).toMatchObject({ kind: 'conform', exercised: expect.arrayContaining([id]) as unknown });
    }
  });

  it('has a scenario for each rule that can be broken', () => {
    const shown = new Set([...scenarios.map(({ rule }) => rule), ...admitOnly]);
    expect(rules.map(({ id }) => id).filter((id) => !shown.has(id))).toEqual([]);
  });
});

describe.each(scenarios.map((scenario) => ({ ...scenario, name: nameOf(scenario) })))('$name', (scenario) => {
  let played: Played;
  beforeAll(async () => {
    played = await scenario.play();
  });

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

function nameOf({ rule, title }: Performed): string {
  return title === undefined ? rule : `${rule}: a device that ${title}`;
}

function membersOf(value: unknown): readonly unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : [];
}

function isRule(value: unknown): value is AnyRule {
  return typeof value === 'object' && value !== null && 'decide' in value;
}
