import { beforeAll, describe, expect, test } from 'vitest';
import { simulatorTarget } from '../../adapters/simulator.ts';
import type { Case } from '../../cases/case.ts';
import type { Verdict } from '../../cases/verdict.ts';
import { enrollmentTransitions, statusOfState } from '../../csp/enrollment-states.ts';
import { nodeById } from '../../csp/tree.ts';
import type { RequirementId } from '../../csp/requirements.ts';
import { families } from '../../generators/families.ts';
import { messagesOf } from '../../generators/statistics.ts';
import { requestTracker, type SeenTransition } from '../../reports/coverage/request-tracker.ts';
import { serverCounter } from '../../reports/coverage/servers.ts';
import { transitionCounter } from '../../reports/coverage/transitions.ts';
import { execute } from '../../runner/execute.ts';
import { casesOf } from '../generators/laboratory.ts';

/** The lists that are about what becomes of an enrollment, and about its server. */
const about: readonly RequirementId[] = [
  'R-SCEP-04',
  'R-SCEP-16',
  'R-SCEP-23',
  'R-SCEP-29',
  'R-SCEP-32',
  'R-SCEP-33',
  'R-SCEP-34',
  'R-SCEP-38',
  'R-SCEP-39',
];
const cases = families
  .filter(({ requirements, level }) => level === 'matrix' && about.includes(requirements[0]))
  .flatMap((family) => casesOf(family));
const conform: Verdict = { kind: 'conform', answers: {}, exercised: [] };

const transitions = transitionCounter();
const servers = serverCounter();
const reported = new Map<string, readonly SeenTransition[]>();

async function carryOut(testCase: Case): Promise<void> {
  const observation = await execute(simulatorTarget(), testCase, 10_000);
  const seen = { case: testCase, messages: messagesOf(testCase), observation, verdict: conform };
  transitions.count(seen);
  servers.count(seen);
  const found: SeenTransition[] = [];
  requestTracker((transition) => found.push(transition)).follow(seen);
  reported.set(testCase.id, found);
}

beforeAll(async () => {
  for (const testCase of cases) await carryOut(testCase);
}, 120_000);

const storyOf = (end: string): readonly string[] => {
  const [, found = []] = [...reported].find(([id]) => id.endsWith(end)) ?? [];
  return found.map(({ from, event, to }) => [from, event, ...(to === undefined ? [] : [to])].join(', '));
};

describe('the life of an enrollment', () => {
  test('has only states that Status can show', () => {
    const values = nodeById('SCEP/{UniqueID}/Status').values ?? [];
    const shown = Object.values(statusOfState).filter((status) => status !== undefined);
    expect([...new Set(shown)].sort()).toEqual([...values].sort());
  });

  test('is seen in every transition that can be seen', () => {
    expect(transitions.result().missing).toEqual([]);
  });

  test('shows no transition that is not declared', () => {
    const strange = [...reported].flatMap(([id, found]) =>
      found
        .filter(
          ({ from, event, to }) =>
            !enrollmentTransitions.some(
              (one) => one.from === from && one.event === event && (to === undefined || one.to.includes(to)),
            ),
        )
        .map(({ from, event, to }) => `${id}: ${from} ${event} ${to ?? ''}`),
    );
    expect(strange).toEqual([]);
  });

  test('is followed step by step', () => {
    const story = storyOf('R-SCEP-34/matrix/pending-then-finished/device');
    expect(story.slice(0, 2)).toEqual(['absent, Add', 'ready, change of a setting']);
    expect(story.slice(-3)).toEqual(['ready, Exec', 'under way, time, pending', 'pending, time, finished']);
  });

  test('ends with a loss of the key, or with time', () => {
    expect(storyOf('R-SCEP-33/matrix/key-gone/device')).toContain('finished, loss of the key, invalid');
    expect(storyOf('R-SCEP-33/matrix/expired/device')).toContain('finished, time, invalid');
    expect(storyOf('R-SCEP-33/matrix/key-gone/in-the-other-scope/device')).toContain(
      'finished, time, finished',
    );
  });

  test('is not known in a state that nobody has looked at since', () => {
    // A Delete in the message of the Exec meets an enrollment that is under way, and nothing else.
    const story = storyOf('R-SCEP-38/matrix/same-message');
    expect(story.at(-1)).toBe('under way, Delete');
  });
});

describe('answers of SCEP servers', () => {
  test('come in every form that a server of the suite has', () => {
    expect(servers.result().missing).toEqual([]);
  });

  test('are not counted where none was asked', () => {
    expect(serverCounter().result().covered).toBe(0);
  });
});
