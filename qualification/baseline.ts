import { createHash } from 'node:crypto';
import { simulatorTarget } from '../adapters/simulator.ts';
import type { Case } from '../cases/case.ts';
import type { Observation } from '../cases/observation.ts';
import { execute } from '../runner/execute.ts';
import { notingRules, type RulePaths } from './consulted.ts';
import type { FamilyCases } from './programme.ts';

/** Milliseconds for one answer of a device in this process. */
export const patience = 60_000;

/** A case, and what the right device shows of it. */
export interface KnownCase {
  readonly case: Case;
  /** Digest of the observation: what looks the same is judged the same. */
  readonly digest: string;
  /** The rules that the device asked. */
  readonly asked: RulePaths;
}

export interface KnownFamily extends Omit<FamilyCases, 'cases'> {
  readonly cases: readonly KnownCase[];
}

/**
 * Tries cases on the right device. A wrong device has only to be tried with the cases in which it can differ, and only
 * to be judged where it does: devices in this process always do the same.
 */
export async function baselineOf(families: readonly FamilyCases[]): Promise<readonly KnownFamily[]> {
  const known: KnownFamily[] = [];
  for (const { cases, ...family } of families) {
    const tried: KnownCase[] = [];
    for (const testCase of cases) tried.push(await tryRight(testCase));
    known.push({ ...family, cases: tried });
  }
  return known;
}

async function tryRight(testCase: Case): Promise<KnownCase> {
  const asked = new Set<string>();
  const target = simulatorTarget({ adjustRules: (rules) => notingRules(rules, asked) });
  const observation = await execute(target, testCase, patience);
  return { case: testCase, digest: digestOf(observation), asked };
}

export function digestOf(observation: Observation): string {
  return createHash('sha256').update(JSON.stringify(observation)).digest('base64');
}
