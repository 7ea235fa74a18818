import { describe, expect, it } from 'vitest';
import { simulatorTarget } from '../../adapters/simulator.ts';
import { simulatorWith } from '../../adapters/simulator-settings.ts';
import type { Case } from '../../cases/case.ts';
import type { Verdict } from '../../cases/verdict.ts';
import type { RequirementId } from '../../csp/requirements.ts';
import { families } from '../../generators/families.ts';
import { openPfx, pfxOf } from '../../generators/fixtures.ts';
import { complaintAbout } from '../../proofreading/against-intent.ts';
import { commandCounts } from '../../runner/reduce/commands.ts';
import { reduceCase, usualLimits, type Reduced } from '../../runner/reduce/reduce.ts';
import { signatureOf } from '../../runner/reduce/signature.ts';
import { sizeOf } from '../../runner/reduce/size.ts';
import { tryCase, type Bench, type Trial } from '../../runner/trial.ts';
import { nameOf } from '../../generators/family.ts';
import { bytesOf, casesOf, laboratory } from '../generators/laboratory.ts';

const benchWith = async (fault: string): Promise<Bench> => {
  const target = simulatorWith({ fault });
  return { target, capabilities: await target.capabilities(), patience: 10_000, now: () => 0 };
};

/** The first case of a family that shows the fault. */
const findingOf = async (bench: Bench, family: string): Promise<Trial> => {
  const chosen = families.find((candidate) => nameOf(candidate) === family);
  if (chosen === undefined) throw new Error(`there is no family ${family}`);
  for (const testCase of casesOf(chosen, 200)) {
    const trial = await tryCase(bench, testCase);
    if (trial.verdict.kind === 'violation') return trial;
  }
  throw new Error(`${family} shows nothing`);
};

const reduce = (bench: Bench, found: Trial, limits = {}): Promise<Reduced> =>
  reduceCase(
    found,
    (candidate) => tryCase(bench, candidate),
    { ...usualLimits, now: () => 0, ...limits },
    laboratory.pool,
  );

/** Wrong devices, a family that finds each out, and how many commands the largest message needs to show it. */
const devices: readonly (readonly [fault: string, family: string, commands: number])[] = [
  // The Atomic, what it does, and what fails in it.
  ['atomic-without-rollback', 'protocol/R-DM-08/matrix', 3],
  // What is left behind shows in the install that comes next.
  ['atomic-without-rollback', 'pfx/R-GEN-02/matrix', 6],
  ['atomic-without-rollback', 'pfx/R-PFX-20/sessions', 4],
  // The same around an install, which takes two.
  ['rollback-forgets-the-store', 'protocol/R-DM-08/matrix', 4],
  ['nested-atomic-executed', 'protocol/R-DM-09/matrix', 3],
  ['nested-atomic-executed', 'protocol/R-DM-09/wire', 3],
  ['statuses-404-and-405-swapped', 'protocol/R-DM-03/matrix', 1],
  ['results-missing', 'protocol/R-DM-02/sessions', 1],
  ['exportable-ignored', 'pfx/R-PFX-15/sessions', 3],
  ['broken-xml-carried-out-partly', 'protocol/R-DM-16/wire', 3],
  // Eight settings and Exec.
  ['key-usage-read-as-hex', 'scep/R-SCEP-15/matrix', 10],
  ['retries-one-too-many', 'scep/R-SCEP-17/matrix', 11],
];

describe('a case that a wrong device was found with', () => {
  it.each(devices)('gets small on %s, from %s: %d commands', async (fault, family, commands) => {
    const bench = await benchWith(fault);
    const found = await findingOf(bench, family);
    const { trial, tried } = await reduce(bench, found);

    expect(Math.max(...commandCounts(trial.case)), JSON.stringify(trial.case.steps)).toBeLessThanOrEqual(
      commands,
    );
    expect(sizeOf(trial.case)).toBeLessThan(sizeOf(found.case));
    expect(tried).toBeLessThanOrEqual(usualLimits.trials);
    // The same defect, and what is given back is what was seen with it.
    expect(signatureOf(trial.verdict)).toBe(signatureOf(found.verdict));
    expect(await tryCase(bench, trial.case)).toMatchObject({
      observation: trial.observation,
      verdict: trial.verdict,
    });
    // It is found in the results, and says what it is.
    expect(trial.case).toMatchObject({ id: found.case.id, title: `Reduced from: ${found.case.title}` });
    // The right device has nothing to fear from it.
    const right = { ...bench, target: simulatorTarget() };
    expect((await tryCase(right, trial.case)).verdict.kind).toBe('conform');
  });

  it('comes out the same each time', async () => {
    const bench = await benchWith('atomic-without-rollback');
    const found = await findingOf(bench, 'pfx/R-PFX-20/sessions');
    expect(await reduce(bench, found)).toEqual(await reduce(bench, found));
  });

  it('is never carried out more often than is allowed, nor longer', async () => {
    const bench = await benchWith('atomic-without-rollback');
    const found = await findingOf(bench, 'pfx/R-PFX-20/sessions');
    let before = sizeOf(found.case);
    for (const trials of [1, 3, 10, 30]) {
      const { trial, tried } = await reduce(bench, found, { trials });
      expect(tried).toBeLessThanOrEqual(trials);
      expect(sizeOf(trial.case)).toBeLessThanOrEqual(before);
      before = sizeOf(trial.case);
    }
    let clock = 0;
    const { tried } = await reduceCase(found, (candidate) => ((clock += 10), tryCase(bench, candidate)), {
      milliseconds: 100,
      trials: 600,
      now: () => clock,
    });
    expect(tried).toBe(10);
    expect(await reduce(bench, found, { milliseconds: 0 })).toEqual({ trial: found, tried: 0 });
  });

  it('stays as it is where nothing speaks against the device', async () => {
    const bench = { ...(await benchWith('atomic-without-rollback')), target: simulatorTarget() };
    const [testCase] = casesOf(families[0] ?? expect.fail('there are no families'));
    const conform = await tryCase(bench, testCase ?? expect.fail('there is no case'));
    const reason = 'too many worlds';
    for (const trial of [conform, { ...conform, verdict: { kind: 'suite-error', reason } as const }]) {
      expect(await reduce(bench, trial)).toEqual({ trial, tried: 0 });
    }
  });

  it('has the cheapest key in the simplest file where the key does not matter', async () => {
    const bench = await benchWith('installed-thumbprint-cut');
    const { trial } = await reduce(bench, await findingOf(bench, 'pfx/R-PFX-12/combinations'));
    const [text] = textsOf(trial.case);
    expect(text).toContain(`<Data>${pfxOf(laboratory.pool, { ...openPfx, keyKind: 'ec-p256' })}</Data>`);
    expect(text).not.toContain('PFXCertPassword');
    expect(trial.case.preparation).toMatchObject({ tpm: false, certificates: [], helloContainers: [] });
  });
});

describe('candidates that are refused', () => {
  const violation = (requirement: RequirementId, layer: 'protocol' | 'node'): Verdict => ({
    kind: 'violation',
    requirement,
    differences: [{ layer, step: 0, where: '', expected: '', observed: '', requirement, ambiguities: [] }],
  });
  const other: readonly Verdict[] = [
    violation('R-DM-03', 'protocol'),
    violation('R-DM-02', 'node'),
    { kind: 'conform', answers: {}, exercised: [] },
    { kind: 'suite-error', reason: 'a slip' },
    { kind: 'inconclusive', layer: 'transport', reason: 'silence' },
    { kind: 'not-tested', reason: 'not here' },
  ];

  it.each(other)('show another defect, or none: %j', async (verdict) => {
    const [testCase] = casesOf(families[0] ?? expect.fail('there are no families'));
    if (testCase === undefined) throw new Error('there is no case');
    const judged = (candidate: Case): Trial => ({
      case: candidate,
      observation: { steps: [] },
      verdict: textsOf(candidate).join('').includes('KeyLocation')
        ? violation('R-DM-02', 'protocol')
        : verdict,
      milliseconds: 0,
    });
    const { trial } = await reduceCase(judged(testCase), (candidate) => Promise.resolve(judged(candidate)), {
      ...usualLimits,
      now: () => 0,
    });
    expect(trial.verdict).toEqual(violation('R-DM-02', 'protocol'));
    expect(textsOf(trial.case).join('')).toContain('KeyLocation');
    expect(commandCounts(trial.case)).toEqual([1]);
  });
});

describe('a document that is broken on purpose', () => {
  const broken = families
    .filter(({ level, requirements }) => level === 'wire' && requirements[0] === 'R-DM-16')
    .flatMap((family) => casesOf(family, 40));

  const isMalformed = (bytes: Uint8Array): boolean =>
    complaintAbout(bytes, { kind: 'broken', breaches: ['not-well-formed'] }) === undefined;

  it('stays so, and but for its values is only cut', async () => {
    expect(broken.length).toBeGreaterThan(20);
    for (const testCase of broken) {
      const judged = (candidate: Case): Trial => ({
        case: candidate,
        observation: { steps: [] },
        verdict: bytesIn(candidate).some(isMalformed)
          ? { kind: 'violation', requirement: 'R-DM-16', differences: [] }
          : { kind: 'conform', answers: {}, exercised: [] },
        milliseconds: 0,
      });
      const again = (candidate: Case): Promise<Trial> => Promise.resolve(judged(candidate));
      const { trial } = await reduceCase(judged(testCase), again, { ...usualLimits, now: () => 0 });
      expect(bytesIn(trial.case).some(isMalformed)).toBe(judged(testCase).verdict.kind === 'violation');
      const before = textsOf(testCase).map(withoutValues);
      for (const text of textsOf(trial.case).map(withoutValues)) {
        expect(
          before.some((whole) => isCutOf(text, whole)),
          text,
        ).toBe(true);
      }
    }
  });
});

const bytesIn = ({ steps }: Case): readonly Uint8Array[] =>
  steps.flatMap((step) => (step.kind === 'send' ? [bytesOf(step.payload)] : []));

const textsOf = (testCase: Case): readonly string[] =>
  bytesIn(testCase).map((bytes) => Buffer.from(bytes).toString('latin1'));

const withoutValues = (text: string): string => text.replace(/<Data>[^<]*/g, '<Data>');

const isCutOf = (text: string, whole: string): boolean => {
  let place = 0;
  for (const character of whole) if (character === text[place]) place++;
  return place === text.length;
};
