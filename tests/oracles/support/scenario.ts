import type { Answers, Case, Preparation, Step } from '../../../cases/case.ts';
import type { Observation, StepObservation, StoreEntry } from '../../../cases/observation.ts';
import type { RequirementId } from '../../../csp/requirements.ts';
import { predict } from '../../../oracles/predict.ts';
import { initialWorlds, type World } from '../../../oracles/world.ts';
import { device } from './laboratory.ts';
import { replyOf, storesOf, type Shown } from './reply.ts';

/** A device that keeps a rule, and how it would look if it broke it. */
export interface Scenario {
  readonly rule: string;
  readonly preparation?: Preparation;
  /** Messages as text; the word `stores` for reading the stores. */
  readonly steps: readonly string[];
  /** How the device answers open questions; what is not given is the first of the catalogue. */
  readonly answers?: Answers;
  readonly assumptions?: Readonly<Record<string, string>>;
  /** What the device that breaks the rule shows in the step of this number. */
  readonly broken: Broken;
  readonly blamed: RequirementId;
}

export interface Broken {
  readonly step: number;
  readonly reply?: (shown: Shown) => Shown;
  readonly stores?: (entries: readonly StoreEntry[]) => readonly StoreEntry[];
  readonly instead?: StepObservation;
}

export interface Played {
  readonly case: Case;
  readonly kept: Observation;
  readonly broken: Observation;
}

/** Plays a scenario: what its device shows, and what the one shows that breaks the rule. */
export function play(scenario: Scenario): Played {
  const { preparation = device, answers = {}, assumptions = {}, broken } = scenario;
  const steps = scenario.steps.map(stepOf);
  let worlds: readonly World[] = initialWorlds(preparation).map((world) => ({
    ...world,
    answers,
    assumptions,
  }));
  const kept: StepObservation[] = [];
  const wrong: StepObservation[] = [];
  for (const [place, step] of steps.entries()) {
    const [outcome] = predict(worlds, step);
    if (outcome === undefined) throw new Error(`no world has an outcome of step ${place}`);
    const change = place === broken.step ? broken : undefined;
    if (step.kind === 'read-stores') {
      const entries = storesOf(outcome);
      kept.push({ kind: 'stores', entries });
      wrong.push({ kind: 'stores', entries: change?.stores?.(entries) ?? entries });
    } else {
      kept.push(replyOf(outcome));
      wrong.push(change?.instead ?? replyOf(outcome, change?.reply));
    }
    worlds = [outcome.world];
  }
  return { case: caseOf(preparation, steps), kept: { steps: kept }, broken: { steps: wrong } };
}

export function caseOf(preparation: Preparation, steps: readonly Step[]): Case {
  return { id: 'test/1', level: 'example', aims: [], faults: [], title: 'a test', preparation, steps };
}

export function stepOf(step: string): Step {
  return step === 'stores' ? { kind: 'read-stores' } : { kind: 'send', payload: { text: step } };
}

/** The Status of a command is another one. */
export function status(cmdRef: string | number, code: string): (shown: Shown) => Shown {
  return ({ statuses, results }) => ({
    results,
    statuses: statuses.map((line) => (line.cmdRef === String(cmdRef) ? { ...line, code } : line)),
  });
}

/** The Get brings another value. */
export function value(cmdRef: string | number, text: string): (shown: Shown) => Shown {
  return ({ statuses, results }) => ({
    statuses,
    results: results.map((line) => (line.cmdRef === String(cmdRef) ? { ...line, text } : line)),
  });
}

/** The Get succeeds and brings this value, though it was to fail. */
export function brings(
  cmdRef: string | number,
  locUri: string,
  text: string,
  format?: string,
): (shown: Shown) => Shown {
  return (shown) => {
    const { statuses, results } = status(cmdRef, '200')(shown);
    const line = { cmdRef: String(cmdRef), locUri, text, ...(format === undefined ? {} : { format }) };
    return { statuses, results: [...results, line] };
  };
}

export function both(...changes: readonly ((shown: Shown) => Shown)[]): (shown: Shown) => Shown {
  return (shown) => changes.reduce((changed, change) => change(changed), shown);
}

/** Entries of the stores, changed, or taken away where the change gives undefined. */
export function entries(
  change: (entry: StoreEntry) => StoreEntry | undefined,
): (entries: readonly StoreEntry[]) => readonly StoreEntry[] {
  return (all) => all.flatMap((entry) => change(entry) ?? []);
}

/** An entry that was not to be there. */
export function surplus(
  entry: Partial<StoreEntry>,
): (entries: readonly StoreEntry[]) => readonly StoreEntry[] {
  return (all) => [
    ...all,
    {
      scope: 'device',
      store: 'My',
      thumbprint: 'AB'.repeat(20),
      subject: 'CN=test',
      provider: 'software',
      exportable: false,
      keyAlgorithm: 'RSA',
      keyBits: 2048,
      ...entry,
    },
  ];
}
