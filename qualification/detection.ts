import { simulatorTarget } from '../adapters/simulator.ts';
import type { Case } from '../cases/case.ts';
import { defaultEdition } from '../csp/editions.ts';
import type { RequirementId } from '../csp/requirements.ts';
import type { Fault } from '../faults/fault.ts';
import { judge } from '../oracles/judge.ts';
import type { Pool } from '../pki/pool.ts';
import { execute } from '../runner/execute.ts';
import { commandCounts } from '../runner/reduce/commands.ts';
import { reduceCase, usualLimits } from '../runner/reduce/reduce.ts';
import { sizeOf } from '../runner/reduce/size.ts';
import { speaksAgainst, tryCase, type Trial } from '../runner/trial.ts';
import { modelFor } from '../simulator/model.ts';
import { digestOf, patience, type KnownCase, type KnownFamily } from './baseline.ts';
import { changedRules, type RulePaths } from './consulted.ts';

/** A case in which the wrong device was found out. */
export interface Discovery {
  readonly case: string;
  /** How many cases the run had tried by then. */
  readonly after: number;
  readonly kind: KnownFamily['kind'];
  /** The requirement that is blamed; absent for an inconsistency. */
  readonly blamed?: RequirementId;
}

/** What the suite makes of one wrong device in one run. */
export interface Detection {
  readonly fault: string;
  readonly cases: number;
  readonly discoveries: readonly Discovery[];
  /** Errors of the suite itself and failures of the laboratory: none is expected. */
  readonly troubles: readonly string[];
  /** The smallest case that blames a requirement which the fault breaks, made smaller. */
  readonly smallest?: SmallCase;
}

export interface SmallCase {
  readonly case: Case;
  /** Commands in the largest of its messages, containers among them. */
  readonly commands: number;
  readonly messages: number;
}

/** How many of the smallest cases are made smaller: the shortest one is not always the one that can become shortest. */
const reduced = 3;

/**
 * Runs cases against a wrong device.
 * @param families known cases, in the order of the run
 * @param pool that the cases were built from, where the smallest case is wanted too
 */
export async function detect(
  fault: Fault,
  families: readonly KnownFamily[],
  pool?: Pool,
): Promise<Detection> {
  const changed = rulesChangedBy(fault);
  const discoveries: Discovery[] = [];
  const troubles: string[] = [];
  const small: Trial[] = [];
  let cases = 0;
  for (const { kind, cases: known } of families) {
    for (const one of known) {
      cases++;
      const trial = await tryWrong(fault, one, changed);
      if (trial === undefined) continue;
      const { verdict } = trial;
      if (verdict.kind === 'suite-error' || verdict.kind === 'inconclusive') {
        troubles.push(`${trial.case.id}: ${verdict.reason}`);
      }
      if (!speaksAgainst(verdict)) continue;
      const blamed = verdict.kind === 'violation' ? verdict.requirement : undefined;
      discoveries.push({
        case: trial.case.id,
        after: cases,
        kind,
        ...(blamed === undefined ? {} : { blamed }),
      });
      if (blamed !== undefined && fault.breaks.includes(blamed)) keepSmallest(small, trial);
      // A random family ends at its first difference, as in a run.
      if (kind === 'property') break;
    }
  }
  const smallest = pool === undefined ? undefined : await smallestOf(small, fault, pool);
  return { fault: fault.id, cases, discoveries, troubles, ...(smallest === undefined ? {} : { smallest }) };
}

/** undefined where the wrong device does what the right one does. */
async function tryWrong(fault: Fault, known: KnownCase, changed: RulePaths): Promise<Trial | undefined> {
  if (![...changed].some((rule) => known.asked.has(rule))) return undefined;
  const { case: testCase, digest } = known;
  const observation = await execute(simulatorTarget({ adjustRules: fault.adjust }), testCase, patience);
  if (digestOf(observation) === digest) return undefined;
  return { case: testCase, observation, verdict: judge(testCase, observation), milliseconds: 0 };
}

function keepSmallest(small: Trial[], trial: Trial): void {
  small.push(trial);
  small.sort((one, other) => sizeOf(one.case) - sizeOf(other.case));
  if (small.length > reduced) small.pop();
}

async function smallestOf(small: readonly Trial[], fault: Fault, pool: Pool): Promise<SmallCase | undefined> {
  const target = simulatorTarget({ adjustRules: fault.adjust });
  const bench = { target, capabilities: await target.capabilities(), patience, now: () => performance.now() };
  const again = (candidate: Case): Promise<Trial> => tryCase(bench, candidate);
  const found: SmallCase[] = [];
  for (const trial of small) {
    const { trial: least } = await reduceCase(trial, again, { ...usualLimits, now: bench.now }, pool);
    found.push(smallCaseOf(least.case));
  }
  return found.sort((one, other) => one.commands - other.commands || one.messages - other.messages)[0];
}

function smallCaseOf(testCase: Case): SmallCase {
  const counts = commandCounts(testCase);
  return { case: testCase, commands: Math.max(0, ...counts), messages: counts.length };
}

function rulesChangedBy(fault: Fault): RulePaths {
  const { rules } = modelFor({}, defaultEdition);
  return changedRules(rules, fault.adjust(rules));
}
