import { requirements, type RequirementId } from '../csp/requirements.ts';
import type { Fault } from '../faults/fault.ts';
import type { Detection } from './detection.ts';
import type { FaultOutcome } from './job.ts';

/** `right`: blamed on a sentence that the fault breaks. `wrong`: on others only, which is worth half. */
export type Catch = 'right' | 'wrong' | 'missed';

/** One seeded fault and what the suite made of it; plain data, a line of faults.json. */
export interface FaultLine {
  readonly fault: string;
  readonly breaks: readonly RequirementId[];
  readonly caught: Catch;
  /** The requirement, of those that the fault breaks, that most cases blame. */
  readonly by?: RequirementId;
  /** Requirements with the number of cases that blame them, most first. */
  readonly blamed: Readonly<Partial<Record<RequirementId, number>>>;
  /** Cases tried until the first that blames what the fault breaks. */
  readonly after?: number;
  /** Found in a list, and so with every seed. */
  readonly everySeed: boolean;
  /** Of the further seeds, those that find it, and how many there are. */
  readonly seeds: { readonly found: number; readonly tried: number };
  readonly smallest?: { readonly case: string; readonly commands: number; readonly messages: number };
  readonly troubles: readonly string[];
}

export function lineOf(fault: Fault, { run, furtherSeeds }: FaultOutcome): FaultLine {
  const blamed = blameIn(run);
  const right = run.discoveries.filter(
    (one) => one.blamed !== undefined && fault.breaks.includes(one.blamed),
  );
  const by = blamed.map(([id]) => id).find((id) => fault.breaks.includes(id));
  return {
    fault: fault.id,
    breaks: fault.breaks,
    caught: right.length > 0 ? 'right' : run.discoveries.length > 0 ? 'wrong' : 'missed',
    ...(by === undefined ? {} : { by }),
    blamed: Object.fromEntries(blamed),
    ...(right[0] === undefined ? {} : { after: right[0].after }),
    everySeed: right.some(({ kind }) => kind === 'list'),
    seeds: { found: furtherSeeds.filter(Boolean).length, tried: furtherSeeds.length },
    ...(run.smallest === undefined
      ? {}
      : {
          smallest: {
            case: run.smallest.case.id,
            commands: run.smallest.commands,
            messages: run.smallest.messages,
          },
        }),
    troubles: run.troubles,
  };
}

function blameIn({ discoveries }: Detection): readonly (readonly [RequirementId, number])[] {
  const counts = new Map<RequirementId, number>();
  for (const { blamed } of discoveries)
    if (blamed !== undefined) counts.set(blamed, (counts.get(blamed) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}

const marks: Readonly<Record<Catch, string>> = { right: 'caught', wrong: 'half  ', missed: 'MISSED' };

/** One line for people. */
export function describeLine(line: FaultLine): string {
  const { fault, breaks, caught, by, blamed, after, smallest, seeds, everySeed, troubles } = line;
  const others = Object.entries(blamed)
    .filter(([id]) => !breaks.some((broken) => broken === id))
    .slice(0, 3)
    .map(([id, cases]) => `${id} ${cases}`);
  const told = [
    by === undefined ? `should blame ${breaks.join(' or ')}` : `by ${by} after ${after} cases`,
    ...(smallest === undefined ? [] : [`${smallest.commands} commands`]),
    ...(others.length === 0 ? [] : [`also ${others.join(', ')}`]),
    ...(seeds.tried === 0 || everySeed ? [] : [`${seeds.found} of ${seeds.tried} further seeds`]),
    ...(troubles.length === 0 ? [] : [`ERROR OF THE SUITE: ${troubles[0]}`]),
  ];
  return `${marks[caught]} ${fault}: ${told.join(', ')}`;
}

export interface FaultSummary {
  readonly faults: number;
  readonly right: number;
  readonly wrong: number;
  readonly missed: readonly string[];
  /** A fault that is blamed on the wrong sentence counts half. */
  readonly ratio: number;
  /** Found with fewer than nine of ten seeds, the first among them. */
  readonly seldom: readonly string[];
  readonly medianCommands: number;
  readonly medianAfter: number;
  readonly troubles: number;
  /** Requirements of level must that no caught fault has shown to be watched. */
  readonly neverProven: readonly RequirementId[];
}

export function summariseFaults(lines: readonly FaultLine[]): FaultSummary {
  const right = lines.filter(({ caught }) => caught === 'right');
  const wrong = lines.filter(({ caught }) => caught === 'wrong');
  const proven = new Set(
    right.flatMap(({ breaks, blamed }) => breaks.filter((id) => blamed[id] !== undefined)),
  );
  return {
    faults: lines.length,
    right: right.length,
    wrong: wrong.length,
    missed: lines.filter(({ caught }) => caught === 'missed').map(({ fault }) => fault),
    ratio: lines.length === 0 ? 0 : (right.length + wrong.length / 2) / lines.length,
    seldom: right.filter(isSeldom).map(({ fault }) => fault),
    medianCommands: median(right.flatMap(({ smallest }) => smallest?.commands ?? [])),
    medianAfter: median(right.flatMap(({ after }) => after ?? [])),
    troubles: lines.reduce((sum, { troubles }) => sum + troubles.length, 0),
    neverProven: requirements
      .filter(({ id, level }) => level === 'must' && !proven.has(id))
      .map(({ id }) => id),
  };
}

function isSeldom({ everySeed, seeds: { found, tried } }: FaultLine): boolean {
  return !everySeed && tried > 0 && (1 + found) / (1 + tried) < 0.9;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? 0;
}

/** The end of `npm run faults`. */
export function describeSummary(summary: FaultSummary, whole: boolean): string {
  const { faults, right, wrong, missed, ratio, seldom, medianCommands, medianAfter, troubles, neverProven } =
    summary;
  return [
    `${right} of ${faults} wrong devices caught and blamed on what they break, ${wrong} blamed on other sentences only (half), ${missed.length} missed: ratio ${ratio.toFixed(3)}`,
    `Median: found after ${medianAfter} cases, the smallest payload has ${medianCommands} commands`,
    ...(missed.length === 0 ? [] : [`Missed: ${missed.join(', ')}`]),
    ...(seldom.length === 0 ? [] : [`Found with fewer than nine of ten seeds: ${seldom.join(', ')}`]),
    ...(troubles === 0 ? [] : [`Errors of the suite itself: ${troubles}`]),
    ...(whole && neverProven.length > 0 ? [`Watched, never proven: ${neverProven.join(', ')}`] : []),
  ].join('\n');
}
