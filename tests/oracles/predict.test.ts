import assert from 'node:assert/strict';
import { serialize } from 'node:v8';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Step } from '../../cases/case.ts';
import type { StepObservation } from '../../cases/observation.ts';
import { narrow, nearestOf, seenIn, type Narrowed } from '../../oracles/narrow.ts';
import { predict, TooManyWorlds, type Outcome } from '../../oracles/predict.ts';
import { readRequest } from '../../oracles/request.ts';
import { nearOutcomes, survivors } from '../../oracles/survivors.ts';
import { initialWorlds, mergeWorlds, type World } from '../../oracles/world.ts';
import { device, pfxFile } from './support/laboratory.ts';
import { add, atomic, get, leaf, message, pfx, replace } from './support/payload.ts';
import { messages, sessions } from './support/random-messages.ts';
import { replyOf, storesOf } from './support/reply.ts';

const numRuns = 100;
const send = (text: string) => ({ kind: 'send', payload: { text } }) as const satisfies Step;
const worlds = initialWorlds(device);

/** What of an outcome counts: its world and what it expects. */
function essence({ world, expectations }: Outcome): unknown {
  return { answers: world.answers, assumptions: world.assumptions, state: world.state, expectations };
}

function differencesIn(narrowed: Narrowed): string {
  return narrowed.kind === 'differ' ? JSON.stringify(narrowed.differences, undefined, 1) : '';
}

/** The outcomes that are left when the reply is followed from the start. */
function follow(text: string, observation: StepObservation): readonly Outcome[] {
  const request = readRequest({ text });
  return survivors(worlds, request, seenIn(request, observation));
}

/** The outcomes of a message; one that asks so much at once that the test would take long is not taken. */
function outcomesOf(known: readonly World[], text: string): readonly Outcome[] {
  try {
    const outcomes = predict(known, send(text));
    fc.pre(outcomes.length <= 1000);
    return outcomes;
  } catch (error) {
    fc.pre(!(error instanceof TooManyWorlds));
    throw error;
  }
}

describe('predict', () => {
  it('gives the same outcomes for the same input, and leaves the input alone', () => {
    fc.assert(
      fc.property(messages, (text) => {
        const before = serialize(worlds);
        const first = outcomesOf(worlds, text);
        assert.deepEqual(outcomesOf(worlds, text).map(essence), first.map(essence));
        assert.deepEqual(serialize(worlds), before);
      }),
      { numRuns },
    );
  });

  it('keeps every answer that a world has given', () => {
    fc.assert(
      fc.property(sessions, (texts) => {
        let known: readonly World[] = worlds;
        for (const text of texts) {
          const [world] = known;
          assert.ok(world);
          const outcomes = outcomesOf([world], text);
          for (const outcome of outcomes) {
            for (const [key, answer] of Object.entries(world.answers)) {
              assert.equal(
                Object.entries(outcome.world.answers).find(([other]) => other === key)?.[1],
                answer,
              );
            }
          }
          known = outcomes.slice(-1).map((outcome) => outcome.world);
        }
      }),
      { numRuns },
    );
  });

  it('throws TooManyWorlds for a message that asks more at once than it follows', () => {
    const odd = [leaf.int('03'), leaf.int('+3'), leaf.int(' 3 '), leaf.int(7), leaf.int('x'), { data: '3' }];
    const commands = odd.map((value, place) => add(place + 1, pfx(`a${place}`, 'KeyLocation'), value));
    const formats = ['bin', 'b64', 'chr'].map((format) =>
      add(7, pfx(`b-${format}`, 'PFXCertBlob'), leaf.blob('AAAA', format)),
    );
    const text = message([
      ...commands,
      ...formats,
      get(0, pfx('c')),
      get('x', pfx('C')),
      replace(9, pfx('d'), leaf.node),
    ]);
    expect(() => predict(worlds, send(text))).toThrow(TooManyWorlds);
  });

  it('says nothing about a wait, and changes nothing but the time', () => {
    const [world] = worlds;
    assert.ok(world);
    const later = { ...world, state: { ...world.state, now: 60 } };
    expect(predict(worlds, { kind: 'wait', seconds: 60 })).toEqual([
      { world: later, expectations: [], exercised: [] },
    ]);
    const [hour] = predict([later], { kind: 'wait', seconds: 3540 });
    expect(hour?.world.state.now).toBe(3600);
  });

  it('says nothing when keys are removed, and notes of whom and when', () => {
    const [world] = worlds;
    assert.ok(world);
    const later = { ...world, state: { ...world.state, now: 60 } };
    const [outcome] = predict([later], { kind: 'remove-keys', scope: 'user' });
    expect(outcome).toMatchObject({ expectations: [], exercised: [] });
    expect(outcome?.world.state).toEqual({ ...later.state, keysRemoved: { user: 60 } });
  });
});

describe('narrow', () => {
  it('agrees with every outcome that is shown just as it is expected', () => {
    fc.assert(
      fc.property(messages, (text) => {
        const outcomes = outcomesOf(worlds, text);
        // A few of them, spread over all: narrowing looks at each outcome for each.
        const every = Math.ceil(outcomes.length / 8);
        for (const outcome of outcomes.filter((_, place) => place % every === 0)) {
          const narrowed = narrow(outcomes, replyOf(outcome), 0);
          assert.equal(narrowed.kind, 'agree', differencesIn(narrowed));
        }
      }),
      { numRuns },
    );
  });

  it('agrees along a session, and on the stores at its end', () => {
    fc.assert(
      fc.property(sessions, fc.nat(1000), (texts, pick) => {
        let known: readonly World[] = worlds;
        for (const [step, text] of texts.entries()) {
          const outcomes = outcomesOf(known, text);
          const outcome = outcomes[pick % outcomes.length];
          assert.ok(outcome);
          const narrowed = narrow(outcomes, replyOf(outcome), step);
          assert.equal(narrowed.kind, 'agree', differencesIn(narrowed));
          known = narrowed.worlds;
        }
        const outcomes = predict(known, { kind: 'read-stores' });
        const outcome = outcomes[pick % outcomes.length];
        assert.ok(outcome);
        const narrowed = narrow(outcomes, { kind: 'stores', entries: storesOf(outcome) }, texts.length);
        assert.equal(narrowed.kind, 'agree', differencesIn(narrowed));
      }),
      { numRuns },
    );
  });

  it('leaves the worlds that following the reply from the start leaves', () => {
    fc.assert(
      fc.property(messages, fc.nat(1000), (text, pick) => {
        const outcomes = outcomesOf(worlds, text);
        const outcome = outcomes[pick % outcomes.length];
        assert.ok(outcome);
        const observation = replyOf(outcome);
        const narrowed = narrow(outcomes, observation, 0);
        assert.equal(narrowed.kind, 'agree');
        const followed = follow(text, observation);
        assert.deepEqual(followed.map(essence), narrowed.outcomes.map(essence));
      }),
      { numRuns },
    );
  });

  it('leaves none of them for a reply that no outcome of the whole list agrees with', () => {
    fc.assert(
      fc.property(messages, messages, (text, strange) => {
        const [outcome] = outcomesOf(worlds, strange);
        assert.ok(outcome);
        const observation = replyOf(outcome);
        const narrowed = narrow(outcomesOf(worlds, text), observation, 0);
        const followed = follow(text, observation);
        assert.equal(followed.length > 0, narrowed.kind === 'agree');
      }),
      { numRuns },
    );
  });

  it('finds a world as near as the nearest of the whole list when it follows a wrong reply from the start', () => {
    fc.assert(
      fc.property(messages, fc.nat(1000), fc.nat(1000), (text, pick, spoilt) => {
        const outcomes = outcomesOf(worlds, text);
        const outcome = outcomes[pick % outcomes.length];
        assert.ok(outcome);
        const observation = replyOf(outcome, ({ statuses, results }) => ({
          results,
          statuses: statuses.map((line, place) =>
            place === spoilt % statuses.length
              ? { ...line, code: line.code === '200' ? '403' : '200' }
              : line,
          ),
        }));
        const request = readRequest({ text });
        const seen = seenIn(request, observation);
        const narrowed = narrow(outcomes, observation, 0);
        fc.pre(narrowed.kind === 'differ');
        const near = nearestOf(nearOutcomes(worlds, request, seen), seen, 0);
        assert.equal(near.kind, 'differ');
        assert.deepEqual(
          near.differences.map(({ layer }) => layer),
          narrowed.differences.map(({ layer }) => layer),
        );
      }),
      { numRuns },
    );
  });
});

describe('merging', () => {
  it('makes one world of those that nothing tells apart', () => {
    const text = message([
      atomic(
        1,
        add(2, pfx('a', 'PFXCertBlob'), leaf.blob(pfxFile())),
        add(3, pfx('a', 'KeyLocation'), leaf.int(3)),
      ),
    ]);
    const outcomes = predict(worlds, send(text));
    const twice = [...outcomes, ...predict(worlds, send(text))].map(({ world }) => world);
    expect(mergeWorlds(twice)).toHaveLength(mergeWorlds(outcomes.map(({ world }) => world)).length);
  });

  it('keeps worlds apart that differ in one answer, one node or one certificate', () => {
    const outcomes = predict(worlds, send(message([add(1, pfx('a'), leaf.node), get(2, pfx('a'))])));
    const [accepted, refused] = outcomes.map(({ world }) => world);
    expect(outcomes).toHaveLength(2);
    expect(mergeWorlds([accepted, refused, accepted].filter((world) => world !== undefined))).toHaveLength(2);
    const known = { ...accepted, answers: { 'A-23': 'upper' } } as World;
    expect(mergeWorlds([known, { ...known, answers: { 'A-23': 'lower' } }])).toHaveLength(2);
  });
});
