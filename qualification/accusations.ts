import fc from 'fast-check';
import type { Case } from '../cases/case.ts';
import type { Verdict } from '../cases/verdict.ts';
import { simulatorTarget } from '../adapters/simulator.ts';
import { families } from '../generators/families.ts';
import type { Family, Laboratory } from '../generators/family.ts';
import type { Pool } from '../pki/pool.ts';
import { tryCase, type Trial } from '../runner/trial.ts';
import { listedCases } from './programme.ts';
import { pick, randomDevice, type RandomDevice } from './random-device.ts';

/** What was found against a device that is right: a fault of this suite, every time. */
export interface Accusation {
  readonly device: string;
  readonly trial: Trial;
  /** What is wrong, in words: the verdict, or an answer that was read and is not the device's. */
  readonly complaint: string;
}

export interface Examination {
  readonly device: string;
  readonly edition: string;
  readonly cases: number;
  readonly accusations: readonly Accusation[];
  /** Of dense sessions: those that ask more open questions at once than the oracle follows. */
  readonly tooManyWorlds?: number;
}

/**
 * Tries cases on one of the devices that are right in all kinds of configuration.
 * @param number of the device
 * @param listed cases that are drawn from all lists
 * @param drawn cases of random families, spread over them by `weightOf`
 */
export async function examineRightDevice(
  number: number,
  { listed, drawn }: { readonly listed: number; readonly drawn: number },
  pool: Pool,
): Promise<Examination> {
  const device = randomDevice(number);
  const { name, edition, tpm, scopes } = device;
  const laboratory: Laboratory = { edition, tpm, scopes, pool };
  return examine(device, casesFor(name, laboratory, listed, drawn));
}

/** Tries cases on a device that is right. */
export async function examine(
  { name, edition, answers }: RandomDevice,
  testCases: Iterable<Case>,
): Promise<Examination> {
  const target = simulatorTarget({ answers });
  const bench = { target, capabilities: await target.capabilities(), patience: 60_000, now: () => 0 };
  const accusations: Accusation[] = [];
  let cases = 0;
  for (const testCase of testCases) {
    const trial = await tryCase(bench, testCase);
    cases++;
    const complaint = complaintAbout(trial.verdict, answers);
    if (complaint !== undefined) accusations.push({ device: name, trial, complaint });
  }
  return { device: name, edition, cases, accusations };
}

/** What a verdict says wrongly of a device that gives these answers; undefined where it is just. */
export function complaintAbout(
  verdict: Verdict,
  answers: Readonly<Record<string, string | undefined>>,
): string | undefined {
  switch (verdict.kind) {
    case 'conform': {
      const misread = Object.entries(verdict.answers).filter(([key, answer]) => answers[key] !== answer);
      if (misread.length === 0) return undefined;
      return misread.map(([key, answer]) => `${key} read as ${answer}, is ${answers[key]}`).join('; ');
    }
    case 'violation':
      return `blamed on ${verdict.requirement}`;
    case 'suite-error':
    case 'inconclusive':
      return `${verdict.kind}: ${verdict.reason}`;
    case 'inconsistent':
    case 'drift':
      return `${verdict.kind} in ${verdict.key}`;
    case 'not-tested':
      return undefined;
  }
}

function* casesFor(name: string, laboratory: Laboratory, listed: number, drawn: number): Iterable<Case> {
  const all = allListedCases(laboratory);
  for (let draw = 0; draw < listed; draw++) {
    const chosen = all[pick(`${name} listed ${draw}`, all.length)];
    if (chosen !== undefined) yield chosen;
  }
  const weights = randomFamilies.reduce((sum, { family }) => sum + weightOf(family), 0);
  for (const { family, cases } of randomFamilies) {
    const numRuns = Math.round((drawn * weightOf(family)) / weights);
    const seed = pick(`${name} ${family.requirements.join('+')} ${family.level}`, 2 ** 31);
    if (numRuns > 0) yield* fc.sample(cases.arbitrary(laboratory), { seed, numRuns });
  }
}

const randomFamilies = families.flatMap((family) =>
  family.cases.kind === 'property' ? [{ family, cases: family.cases }] : [],
);

/** Sessions with enrollments take five times as long as a message that is broken; more cases find more. */
function weightOf({ area, level }: Family): number {
  if (level === 'wire' || area === 'protocol') return 3;
  return area === 'scep' ? 1 : 2;
}

const lists = new Map<string, readonly Case[]>();

/** The lists of a laboratory are the same for every device in it. */
function allListedCases(laboratory: Laboratory): readonly Case[] {
  const { edition, tpm, scopes } = laboratory;
  const key = JSON.stringify([edition, tpm, scopes]);
  const known = lists.get(key) ?? listedCases(laboratory).flatMap(({ cases }) => cases);
  lists.set(key, known);
  return known;
}
