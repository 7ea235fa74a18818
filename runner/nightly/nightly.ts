import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Target, TargetIdentity } from '../../adapters/target.ts';
import type { TargetSettings } from '../../adapters/targets.ts';
import type { EditionId } from '../../csp/editions.ts';
import type { RunReport } from '../../reports/model/run-report.ts';
import { isUnloadable, suiteFilesOf } from '../../reports/model/suite-files.ts';
import type { Baseline, NightlyDevice } from '../../reports/regression/baseline.ts';
import { compareNight } from '../../reports/regression/compare-night.ts';
import type { Night } from '../../reports/regression/night.ts';
import { junitOf } from '../../reports/regression/junit.ts';
import type { FailOn, NightlyReport } from '../../reports/regression/nightly-report.ts';
import { proposedWaivers } from '../../reports/regression/proposed-waivers.ts';
import { baselineFrom, tightened } from '../../reports/regression/renew-baseline.ts';
import type { Repetition } from '../../reports/regression/repetition.ts';
import { markdownOf } from '../../reports/regression/summary-markdown.ts';
import { keepWaivers } from '../../reports/waivers/match.ts';
import type { Waiver } from '../../reports/waivers/waiver.ts';
import type { Console } from '../command.ts';
import type { PlanOfPhase } from '../phases.ts';
import type { RunRequest } from '../run.ts';
import { exitCodes } from '../usage-error.ts';
import { doubtsOf } from './doubts.ts';
import { keepCases } from './keep-cases.ts';
import { phasesOfNight } from './phases-of-night.ts';
import { readNight, type ReadNight } from './read-night.ts';
import { repeatCases, type Doubt } from './repeat.ts';
import { appendNight, readState, writeBaseline, type DeviceState } from './state.ts';

/** A night as it was asked for. */
export interface NightlyRequest {
  readonly target: string;
  readonly settings: TargetSettings;
  readonly edition: EditionId;
  readonly patience: number;
  readonly workers: number;
  readonly suites: readonly string[];
  readonly files: readonly string[];
  readonly seed: number;
  /** Cases of each random family; absent: as the time allows. */
  readonly runs?: number;
  /** Of the covering arrays. */
  readonly strength: number;
  /** Milliseconds for the whole night; absent: as long as it takes. */
  readonly budget?: number;
  /** Where results and reports of the night go. */
  readonly out: string;
  /** Where is kept what later nights are compared with. */
  readonly history: string;
  /** What the device is called over all nights; absent: what it calls itself. */
  readonly deviceName?: string;
  readonly waivers: readonly Waiver[];
  readonly failOn: FailOn;
  /** The night becomes the new baseline. */
  readonly accept: boolean;
}

/** Where pages go, and what else they are made with. */
export interface NightPlaces {
  readonly out: string;
  /** Folder of the device. */
  readonly state: string;
  readonly waivers: readonly Waiver[];
}

/** What a night reaches outside for; tests put something smaller in its place. */
export interface NightlyMeans {
  /** Gives a target to work with, and closes it again. */
  readonly withTarget: <T>(request: NightlyRequest, use: (target: Target) => Promise<T>) => Promise<T>;
  readonly run: (request: RunRequest, console: Console, phases: readonly PlanOfPhase[]) => Promise<number>;
  /** Writes the pages of the night into a folder, and says what was written. */
  readonly writePages: (
    night: NightlyReport,
    report: RunReport,
    about: NightPlaces,
  ) => Promise<readonly string[]>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** So much of a budget goes to the cases; the rest is for repeating those that are in doubt. */
const shareOfCases = 0.95;

/** The suite that tries case files. */
const corpusFile = 'corpus/found';

/**
 * Carries out a night and holds it against the baseline of the device.
 * @returns the exit code: 0 passed, 1 failed, 3 inconclusive
 * @throws UsageError where folders or files can not be used
 */
export async function nightly(
  request: NightlyRequest,
  means: NightlyMeans,
  console: Console,
): Promise<number> {
  const begun = means.now();
  const { out, seed, files } = request;
  removeReports(out);
  const identity = await means.withTarget(request, (target) => target.identity());
  const device = deviceOf(identity, request);
  const state = readState(request.history, device);
  console.out(`Night ${state.nights.length + 1} of ${device.name}, seed ${seed}.`);
  const ended = await means.run(
    runRequest(request, state),
    console,
    phasesOfNight({
      // What was found on this device is tried whatever was chosen.
      files: state.cases === undefined || files.includes(corpusFile) ? files : [corpusFile, ...files],
      seed,
      ...(request.runs === undefined ? {} : { runs: request.runs }),
      ...(request.budget === undefined ? {} : { budget: request.budget * shareOfCases }),
    }),
  );
  const waivers = keepWaivers(request.waivers, new Date(begun).toISOString().slice(0, 10));
  const read = readNight(out, waivers, state.baseline);
  const unrepeated: Night = {
    ...read,
    device,
    kept: keepCases(state, read.files, conformIn(read)),
    waivers,
    repetitions: [],
    doubts: 0,
    isBroken: ended === exitCodes.inconclusive || [...suiteFilesOf(out, begun)].some(isUnloadable),
  };
  const doubts = doubtsOf(unrepeated, state.baseline);
  const repetitions = await repeated(request, doubts, means, console);
  const night: Night = { ...unrepeated, repetitions, doubts: doubts.length };
  const compared = compareNight(night, state.baseline, state.nights, request.failOn);
  renewState(state, compared, night, request.accept);
  const places = { out, state: state.folder, waivers: request.waivers };
  const written = await writeNight(compared, read.report, places, means);
  console.out(told(compared, request));
  console.out(written.join('\n'));
  return exitCodeFor(compared.result.verdict);
}

/** Those of an earlier night must not be taken for tonight's, wherever this one ends. */
const reports = ['nightly.json', 'nightly.html', 'summary.md', 'junit.xml', 'waivers-proposed.json'];

function removeReports(out: string): void {
  for (const name of reports) rmSync(join(out, name), { force: true });
}

/** A device is the same from build to build; each edition of a virtual one is another device. */
function deviceOf(identity: TargetIdentity, { deviceName, edition }: NightlyRequest): NightlyDevice {
  const { target, id, description, edition: own } = identity;
  const named = id ?? (own === undefined ? `${description}, edition ${edition}` : description);
  return { name: deviceName ?? `${target}: ${named}`, target, description, edition: own ?? edition };
}

function runRequest(request: NightlyRequest, { cases }: DeviceState): RunRequest {
  const { target, settings, edition, patience, workers, suites, files, seed, runs, strength, out } = request;
  return {
    target,
    settings,
    edition,
    patience,
    workers,
    suites,
    files,
    seed,
    runs: runs ?? 1,
    strength,
    out,
    ...(cases === undefined ? {} : { corpus: resolve(cases) }),
  };
}

function conformIn({ outcomes }: ReadNight): ReadonlySet<string> {
  return new Set([...outcomes].filter(([, outcome]) => outcome === 'conform').map(([id]) => id));
}

/** Where the target can not be had again nothing is repeated; what the night has found is not lost by that. */
async function repeated(
  request: NightlyRequest,
  doubts: readonly Doubt[],
  means: NightlyMeans,
  console: Console,
): Promise<readonly Repetition[]> {
  if (doubts.length === 0) return [];
  const { budget } = request;
  // From now on: counting what was covered may have taken what was left of the budget.
  const most = budget === undefined ? Number.POSITIVE_INFINITY : budget * (1 - shareOfCases);
  try {
    return await means.withTarget(request, async (target) => {
      const capabilities = await target.capabilities();
      const bench = { target, capabilities, patience: request.patience, now: means.now };
      return repeatCases(request.out, doubts, bench, means.now() + most);
    });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    console.out(`Nothing could be repeated: ${reason}.`);
    return [];
  }
}

/** A night that came to nothing is in the history, and teaches nothing. */
function renewState(state: DeviceState, compared: NightlyReport, night: Night, accept: boolean): void {
  const renewed = renewedBaseline(state, compared, night, accept);
  if (renewed !== undefined) writeBaseline(state, renewed);
  const line = compared.nights.at(-1);
  if (line !== undefined) appendNight(state, line);
}

function renewedBaseline(
  { baseline }: DeviceState,
  compared: NightlyReport,
  night: Night,
  accept: boolean,
): Baseline | undefined {
  const { verdicts } = compared.counts;
  const isWhole = !night.isBroken && verdicts['suite-error'] === 0;
  if (!isWhole || compared.result.verdict === 'inconclusive') return undefined;
  if (baseline === undefined) return verdicts.inconclusive === 0 ? baselineFrom(night, compared) : undefined;
  return accept ? baselineFrom(night, compared, baseline) : tightened(baseline, compared, night.report);
}

async function writeNight(
  compared: NightlyReport,
  report: RunReport,
  places: NightPlaces,
  means: NightlyMeans,
): Promise<readonly string[]> {
  const { out } = places;
  mkdirSync(out, { recursive: true });
  const write = (name: string, text: string): string => {
    const path = join(out, name);
    writeFileSync(path, text);
    return path;
  };
  const data = write('nightly.json', `${JSON.stringify(compared)}\n`);
  const summary = write('summary.md', markdownOf(compared));
  const junit = write('junit.xml', junitOf(compared));
  const proposed = proposedWaivers(compared);
  const proposal = 'waivers-proposed.json';
  const waivers = proposed === undefined ? [] : [`To waive: ${write(proposal, proposed)}`];
  const pages = await means.writePages(compared, report, places);
  return [`Summary: ${summary}`, `JUnit: ${junit}`, `Data: ${data}`, ...waivers, ...pages];
}

function told({ result, device, notes }: NightlyReport, { seed }: NightlyRequest): string {
  const build = device.name.includes(device.edition) ? '' : `, build ${device.edition}`;
  return [
    '',
    ...notes.map((note) => `Note: ${note}`),
    `${result.verdict.toUpperCase()}: ${result.because} (${device.name}${build}, seed ${seed})`,
  ].join('\n');
}

function exitCodeFor(verdict: NightlyReport['result']['verdict']): number {
  switch (verdict) {
    case 'passed':
      return exitCodes.conform;
    case 'failed':
      return exitCodes.violation;
    case 'inconclusive':
      return exitCodes.inconclusive;
  }
}
