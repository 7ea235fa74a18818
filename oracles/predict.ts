import type { Answers, Step } from '../cases/case.ts';
import type { RequirementId } from '../csp/requirements.ts';
import { explore, lasting, TooManyWorlds, type Asking, type Assumptions } from './asking.ts';
import { carryOut } from './carry-out.ts';
import { copyAcrossScopes } from './copies.ts';
import type { Expectation } from './expectation.ts';
import { readRequest, type Request } from './request.ts';
import { reasonOf } from './rule.ts';
import { messageRules } from './rules/messages.ts';
import { disagreement, expect, type Run, type Watcher } from './run.ts';
import { expectedLog, exercisedByLog } from './expected-log.ts';
import type { State } from './state.ts';
import { expectedStores } from './stores.ts';
import { firstOf } from './trigger.ts';
import type { World } from './world.ts';

export { TooManyWorlds } from './asking.ts';

/** One way in which a step may go, and what is seen then. */
export interface Outcome {
  /** After the step; what the reply decides beside it is written into it by narrowing. */
  readonly world: World;
  readonly expectations: readonly Expectation[];
  readonly exercised: readonly RequirementId[];
  /** The message that was sent, shared by all outcomes of a step; absent for other steps. */
  readonly request?: Request;
  /** All that was assumed on the way through a message, and what the world does not remember too. */
  readonly assumptions?: Assumptions;
}

/**
 * Ways through one step, over all worlds. The suite's own messages need a tenth of it; random ones that ask a dozen open
 * questions at once may need more.
 */
export const worldLimit = 8192;

/**
 * Says in which ways a step may go on any of these worlds.
 *
 * @throws TooManyWorlds where there are more than `worldLimit`
 */
export function predict(worlds: readonly World[], step: Step): readonly Outcome[] {
  switch (step.kind) {
    case 'wait':
      return worlds.map((world) => changed(world, { now: world.state.now + step.seconds }));
    case 'remove-keys': {
      const { scope } = step;
      return worlds.map((world) =>
        changed(world, { keysRemoved: { ...world.state.keysRemoved, [scope]: world.state.now } }),
      );
    }
    case 'read-scep-log':
      return worlds.map((world) => {
        const expectation = expectedLog(world);
        return { world, expectations: [expectation], exercised: exercisedByLog(expectation) };
      });
    case 'read-stores':
      return worlds.map((world) => {
        const expectation = expectedStores(world);
        const exercised = expectation.entries.map(({ reason }) => reason.requirement);
        return { world, expectations: [expectation], exercised: [...new Set(exercised), 'R-GEN-05'] };
      });
    case 'send':
      return predictReply(worlds, readRequest(step.payload));
  }
}

function changed(world: World, change: Partial<State>): Outcome {
  return { world: { ...world, state: { ...world.state, ...change } }, expectations: [], exercised: [] };
}

/** Follows the ways with the reply at hand, so that few of them are followed to their end. */
export interface Following {
  /** Makes the watcher of one way, which starts with the answers of its world. */
  readonly watch: (answers: Answers) => Watcher;
  /** Where there are more ways than `worldLimit`: give up, or be content with those found. */
  readonly atLimit: 'throw' | 'stop';
}

/**
 * The ways in which a message may be answered.
 *
 * @throws TooManyWorlds
 */
export function predictReply(
  worlds: readonly World[],
  request: Request,
  following?: Following,
): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  for (const world of worlds) {
    const follow = (asking: Asking): Outcome | undefined => {
      const watcher = following?.watch(world.answers);
      return followMessage(world, { request, asking, watcher });
    };
    const found = explore(world, follow, worldLimit, following?.atLimit);
    for (const outcome of found) outcomes.push(outcome);
    if (outcomes.length > worldLimit) throw new TooManyWorlds(worldLimit);
  }
  return outcomes;
}

/** One way through a message; undefined where it was given up. */
function followMessage(
  { device, state }: World,
  circumstances: Pick<Run, 'request' | 'asking' | 'watcher'>,
): Outcome | undefined {
  const run: Run = { ...circumstances, device, before: state, state, expectations: [], exercised: new Set() };
  try {
    carryOutMessage(run);
  } catch (error) {
    if (error === disagreement) return undefined;
    throw error;
  }
  const { request, asking, watcher, expectations, exercised } = run;
  const answers = watcher === undefined ? asking.answers : watcher.complete(asking.answers);
  if (answers === undefined) return undefined;
  const { assumptions } = asking;
  const world = { device, answers, assumptions: lasting(assumptions), state: run.state };
  return { world, expectations, exercised: [...exercised], request, assumptions };
}

function carryOutMessage(run: Run): void {
  const { request, state } = run;
  const { rule, decision } = firstOf(messageRules, request, run.asking);
  const reason = reasonOf(rule);
  switch (decision) {
    case 'refused':
      expect(run, { kind: 'reply', reply: 'refused', reason });
      break;
    case 'lost':
      run.state = { ...state, lost: true };
      break;
    case 'executed':
      expect(run, { kind: 'reply', reply: 'answered', reason });
      for (const command of request.commands) carryOut(run, command);
      copyAcrossScopes(run);
      noteBothScopes(run, state);
      run.state = { ...run.state, lastReply: run.state.now };
      break;
  }
}

function noteBothScopes(run: Run, before: State): void {
  const begun = run.state.enrollments.slice(before.enrollments.length);
  if (new Set(begun.map(({ scope }) => scope)).size < 2) return;
  run.state = { ...run.state, bothScopesAtOnce: run.asking.answer('A-62') === 'both' };
}
