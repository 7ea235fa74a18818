import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { simulatorTarget } from '../../adapters/simulator.ts';
import type { Target } from '../../adapters/target.ts';
import type { Case } from '../../cases/case.ts';
import type { Family, Laboratory } from '../../generators/family.ts';
import { laboratory as everything } from '../generators/laboratory.ts';
import { runFamily } from '../../runner/family-run.ts';
import { laboratoryFor } from '../../runner/laboratory.ts';
import { reduceFinding } from '../../runner/reduce/finding.ts';
import type { EarlierCases } from '../../runner/resume/earlier-cases.ts';
import { isFinding, type Bench, type Trial } from '../../runner/trial.ts';

const root = './Device/Vendor/MSFT/ClientCertificateInstall';

/** A message with as many Gets of the root as asked for, and among them one of a node that there is not. */
const caseWith = (gets: number, missing: boolean): Case => {
  const uris = [
    ...Array.from({ length: gets }, () => root),
    ...(missing ? [`${root}/PFXCertInstall/gone`] : []),
  ];
  const commands = uris.map(
    (uri, index) =>
      `<Get><CmdID>${index + 1}</CmdID><Item><Target><LocURI>${uri}</LocURI></Target></Item></Get>`,
  );
  return {
    id: `gets-${gets}`,
    level: 'sessions',
    aims: ['R-DM-03'],
    faults: [],
    title: `${gets} Gets`,
    preparation: { edition: '10.0.26100', tpm: false, certificates: [], helloContainers: [] },
    steps: [{ kind: 'send', payload: { text: `<SyncBody>${commands.join('')}</SyncBody>` } }],
  };
};

const gets: Family = {
  area: 'protocol',
  requirements: ['R-DM-03'],
  level: 'sessions',
  cases: {
    kind: 'property',
    arbitrary: () => fc.tuple(fc.integer({ min: 1, max: 12 }), fc.boolean()).map(([n, m]) => caseWith(n, m)),
  },
};

const list: Family = {
  ...gets,
  level: 'matrix',
  cases: { kind: 'list', build: () => [1, 2, 3, 4, 5, 6, 7, 8].map((n) => caseWith(n, n % 2 === 0)) },
};

/** The simulator with its answers changed on the way back. */
const falsified = (falsify: (reply: string) => string): Target => {
  const target = simulatorTarget();
  return {
    ...target,
    open: async (preparation) => {
      const session = await target.open(preparation);
      return {
        ...session,
        exchange: async (request) => {
          const reply = await session.exchange(request);
          return reply && Buffer.from(falsify(Buffer.from(reply).toString('utf8')));
        },
      };
    },
  };
};

const withWrongStatus = falsified((reply) => reply.replaceAll('<Data>404</Data>', '<Data>200</Data>'));

const seed = 7;

const casesOf = (family: Family): fc.Arbitrary<Case> => {
  if (family.cases.kind === 'list') throw new Error('a list has no arbitrary');
  return family.cases.arbitrary(everything);
};

const run = async (
  family: Family,
  target: Target,
  allowance: { runs?: number; deadline?: number; earlier?: EarlierCases } = {},
) => {
  const capabilities = await target.capabilities();
  const laboratory: Laboratory = await laboratoryFor(capabilities, '10.0.26100');
  let clock = 0;
  const bench: Bench = { target, capabilities, patience: 1000, now: () => clock++ };
  const trials: Trial[] = [];
  const outcome = await runFamily(
    bench,
    family,
    laboratory,
    {
      runs: allowance.runs ?? 30,
      seed,
      deadline: allowance.deadline ?? 1_000_000,
      ...(allowance.earlier === undefined ? {} : { earlier: allowance.earlier }),
    },
    (trial) => trials.push(trial),
  );
  return { outcome, trials, bench, laboratory };
};

describe('running a family', () => {
  test('on a device that is right, all cases conform and none is left out', async () => {
    const { outcome, trials } = await run(gets, simulatorTarget());
    expect(outcome).toEqual({ planned: 30, executed: 30, findings: [] });
    expect(new Set(trials.map(({ verdict }) => verdict.kind))).toEqual(new Set(['conform']));
    expect(new Set(trials.map((trial) => trial.case.id)).size).toBe(30);
  });

  test('a wrong status is found, blamed on its requirement, and ends a random family', async () => {
    const { outcome, trials } = await run(gets, withWrongStatus);
    const [finding] = outcome.findings;
    expect(outcome.findings).toHaveLength(1);
    expect(finding?.trial.verdict).toMatchObject({ kind: 'violation', requirement: 'R-DM-03' });
    expect(trials.at(-1)).toBe(finding?.trial);
    expect(outcome.executed).toBe(trials.length);
    expect(outcome.leftOut).toBe('stopped at the first difference');
  });

  test('seed and path lead to the case as it was generated', async () => {
    const { outcome } = await run(gets, withWrongStatus);
    const [finding] = outcome.findings;
    const [repeated] = fc.sample(casesOf(gets), { seed, path: finding?.path ?? '', numRuns: 1 });
    expect(repeated?.steps).toEqual(finding?.trial.case.steps);
  });

  test('a finding is made smaller apart, and says from what', async () => {
    const { outcome, bench, laboratory } = await run(gets, withWrongStatus);
    const [finding] = outcome.findings;
    if (finding === undefined) throw new Error('nothing was found');
    const smaller = await reduceFinding(bench, finding, laboratory.pool, 1_000_000);
    expect(smaller.trial.verdict).toMatchObject({ kind: 'violation', requirement: 'R-DM-03' });
    expect(smaller.trial.case.id).toBe(finding.trial.case.id);
    expect(smaller.path).toBe(finding.path);
    const gone = finding.trial.case.title.split(' ')[0];
    expect(smaller.reduction).toMatchObject({
      steps: { before: 1, after: 1 },
      commands: { before: Number(gone) + 1, after: 1 },
    });
  });

  test('after the deadline a finding stays as it is', async () => {
    const { outcome, bench, laboratory } = await run(gets, withWrongStatus);
    const [finding] = outcome.findings;
    if (finding === undefined) throw new Error('nothing was found');
    expect(await reduceFinding(bench, finding, laboratory.pool, 0)).toBe(finding);
  });

  test('a list goes on after a difference and reports every one', async () => {
    const { outcome } = await run(list, withWrongStatus);
    expect(outcome).toMatchObject({ planned: 8, executed: 8 });
    expect(outcome.findings).toHaveLength(4);
  });

  test('after the deadline nothing is begun, and the rest is left out with the reason', async () => {
    for (const family of [list, gets]) {
      const { outcome, trials } = await run(family, simulatorTarget(), { deadline: 10 });
      expect(outcome.executed).toBe(trials.length);
      expect(outcome.executed).toBeLessThan(outcome.planned);
      expect(outcome.leftOut).toBe('the time allowed was used up');
    }
  });

  test('a target that fails again and again is given up', async () => {
    const dead: Target = { ...simulatorTarget(), open: () => Promise.reject(new Error('no device')) };
    for (const family of [list, gets]) {
      const { outcome } = await run(family, dead);
      expect(outcome.executed).toBe(5);
      expect(outcome.leftOut).toBe('the target failed 5 times in a row');
      expect(outcome.findings).toEqual([]);
    }
  });
});

describe('a family of which an earlier part of the run has done some cases', () => {
  const earlierOf = (trials: readonly Trial[]): EarlierCases => ({
    done: new Set(trials.map((trial) => trial.case.id)),
    findings: new Map(trials.filter(isFinding).map((trial) => [trial.case.id, trial.verdict])),
  });
  const lines = (trials: readonly Trial[]): readonly string[] =>
    trials.map((trial) => JSON.stringify([trial.case, trial.observation, trial.verdict])).sort();

  test.each([
    ['a list on a right device', list, simulatorTarget()],
    ['a list on a wrong device', list, withWrongStatus],
    ['a random one on a right device', gets, simulatorTarget()],
    ['a random one on a wrong device', gets, withWrongStatus],
  ])('ends as if nobody had cut it off: %s', async (_, family, target) => {
    const whole = await run(family, target);
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.trials.length),
        // Cases in between that came to nothing are done again.
        fc.array(fc.nat(whole.trials.length), { maxLength: 3 }),
        async (length, inconclusive) => {
          const before = whole.trials.slice(0, length).filter((_, index) => !inconclusive.includes(index));
          const { outcome, trials } = await run(family, target, { earlier: earlierOf(before) });
          expect(lines([...before, ...trials])).toEqual(lines(whole.trials));
          expect({ ...outcome, findings: [] }).toEqual({ ...whole.outcome, findings: [] });
          expect(outcome.findings.map(({ trial }) => trial.case.id)).toEqual(
            trials.filter(isFinding).map((trial) => trial.case.id),
          );
        },
      ),
      { numRuns: 40, seed: 1 },
    );
  });

  test('counts what was done even where there is no time for more', async () => {
    for (const family of [list, gets]) {
      const whole = await run(family, simulatorTarget());
      const earlier = earlierOf(whole.trials.slice(2, 7));
      const { outcome, trials } = await run(family, simulatorTarget(), { earlier, deadline: 0 });
      expect(trials).toEqual([]);
      expect(outcome).toMatchObject({ executed: 5, leftOut: 'the time allowed was used up' });
    }
  });
});
