import { simulatorTarget, type SimulatorOptions } from '../../../adapters/simulator.ts';
import type { Answers, Case, Preparation } from '../../../cases/case.ts';
import type { Observation } from '../../../cases/observation.ts';
import type { RequirementId } from '../../../csp/requirements.ts';
import { caseOf, type Part } from '../../../generators/draft.ts';
import { scepDeviceFor } from '../../../generators/scep/enrollment.ts';
import type { Laboratory } from '../../../generators/family.ts';
import { execute } from '../../../runner/execute.ts';
import type { CspRules } from '../../../simulator/csp/rules.ts';
import type { Edit } from './edits.ts';
import { enrollmentOf, type Changes } from './enrolling.ts';
import { pool } from './laboratory.ts';
import type { Played } from './scenario.ts';

/**
 * A rule whose device is the virtual one: what it shows is what comes of really carrying out the case. The oracle and
 * the virtual device know nothing of each other, so that this is a comparison of two readings of the specification.
 */
export interface ExecutedScenario {
  readonly rule: string;
  /** Beside the rule, where one has several scenarios: what is wrong with the device. */
  readonly title?: string;
  /** What the device is prepared for; the usual enrollment where nothing is given. */
  readonly enrollments?: readonly Changes[];
  /** What differs from the device that the enrollments need. */
  readonly device?: Partial<Preparation>;
  readonly parts: readonly Part[];
  readonly answers?: Answers;
  readonly broken: Wrong;
  readonly blamed: RequirementId;
}

/** `edits`: what is seen of the right device, changed. `rules`: a device that is wrong does it all again. */
export type Wrong = { readonly edits: readonly Edit[] } | { readonly rules: FaultyRules };

export type FaultyRules = (right: CspRules) => Partial<CspRules>;

/** Milliseconds; the virtual device needs a few. */
const patience = 20_000;

const laboratory: Laboratory = {
  edition: '10.0.26100',
  scopes: ['device', 'user'],
  tpm: [true, false],
  pool,
};

export async function playExecuted(scenario: ExecutedScenario): Promise<Played> {
  const { answers = {}, broken } = scenario;
  const testCase = caseOfScenario(scenario);
  const kept = await seenOn(testCase, { answers });
  if ('edits' in broken) {
    return { case: testCase, kept, broken: broken.edits.reduce((seen, edit) => edit(seen), kept) };
  }
  return { case: testCase, kept, broken: await seenOn(testCase, { answers, ...faulty(broken.rules) }) };
}

/** The case of a scenario, with no more steps than are given. */
export function caseOfScenario({
  enrollments = [{}],
  device,
  parts,
}: Pick<ExecutedScenario, 'enrollments' | 'device' | 'parts'>): Case {
  const needed = scepDeviceFor(enrollments.map(enrollmentOf), pool);
  const testCase = caseOf(laboratory, 'scep', ['R-SCEP-29'], 'matrix', {
    id: 'test',
    title: 'a test',
    device: { ...needed, ...device },
    parts,
    watched: [],
  });
  // A draft ends with a look at the stores, which would be one more chance to find a fault.
  return { ...testCase, steps: testCase.steps.slice(0, -1) };
}

export async function seenOn(testCase: Case, options: SimulatorOptions): Promise<Observation> {
  return execute(simulatorTarget(options), testCase, patience);
}

function faulty(rules: FaultyRules): Pick<SimulatorOptions, 'adjustRules'> {
  return { adjustRules: (right) => ({ ...right, csp: { ...right.csp, ...rules(right.csp) } }) };
}
