import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Verdict } from '../../../cases/verdict.ts';
import type { AllureAttachment, AllureStep, AllureTest } from '../../../reports/allure/format.ts';
import { groupTitle } from '../../../reports/group-title.ts';
import { findingOf } from '../../../reports/waivers/finding.ts';
import type { Waiver } from '../../../reports/waivers/waiver.ts';
import { readRun, resultsOf } from '../../../reports/model/read-run.ts';
import { familiesNamed, faultyDevice, recordRun } from '../model/recorded-run.ts';
import { caseFile, caseLine, differing } from '../model/synthetic.ts';
import { readBack, runFolder, testCalled } from './run-folder.ts';

const family = 'protocol/R-DM-08/matrix';
const planned = (cases: number) => ({ kind: 'planned', family, aims: ['R-DM-08'], cases }) as const;
const conform: Verdict = { kind: 'conform', answers: {}, exercised: ['R-DM-08'] };

/** Everything below a test, at any depth. */
function stepsBelow({ steps }: Pick<AllureTest | AllureStep, 'steps'>): readonly AllureStep[] {
  return steps.flatMap((step) => [step, ...stepsBelow(step)]);
}

function attachmentsOf(test: AllureTest): readonly AllureAttachment[] {
  return [...test.attachments, ...stepsBelow(test).flatMap(({ attachments }) => attachments)];
}

function labelled(test: AllureTest, name: string): readonly string[] {
  return test.labels.filter((label) => label.name === name).map(({ value }) => value);
}

/** The waiver for exactly what a case showed. */
function waiverFor(verdict: Verdict, expires = '2099-12-31'): Waiver {
  const finding = findingOf({ id: '', verdict });
  if (finding === undefined || verdict.kind !== 'violation') throw new RangeError('nothing to waive');
  return {
    kind: 'violation',
    requirement: verdict.requirement,
    case: '*',
    observation: { digest: finding.digest },
    reason: 'known, corrected in build 4711',
    owner: 'A. Tester',
    expires,
  };
}

describe('the status of a test', () => {
  const inconclusive: Verdict = { kind: 'inconclusive', layer: 'transport', reason: 'the line was cut' };
  const error: Verdict = { kind: 'suite-error', reason: 'a slip of ours' };
  const untested: Verdict = { kind: 'not-tested', reason: 'no TPM' };
  const judged: readonly (readonly [string, readonly Verdict[], string, RegExp])[] = [
    ['all cases conform', [conform, conform], 'passed', /^$/],
    [
      'one case differs',
      [conform, differing('R-DM-08')],
      'failed',
      /expected: Status 404[\s\S]*1 case .* differs/,
    ],
    ['one differs and others came to nothing', [inconclusive, differing('R-DM-08')], 'failed', /Status 200/],
    ['the suite is wrong', [conform, error], 'broken', /a slip of ours/],
    ['transport failed', [conform, inconclusive], 'broken', /the line was cut/],
    ['no case could be shown to the target', [untested, untested], 'skipped', /not tested: no TPM/],
    ['some cases could not be shown', [conform, untested], 'passed', /^$/],
  ];
  it.each(judged)('where %s', (_, verdicts, status, message) => {
    const lines = verdicts.map((verdict, index) => caseLine(`case/${index}`, verdict));
    const out = runFolder({ entries: [planned(lines.length), ...lines] });
    const test = testCalled(readBack(out).read, 'R-DM-08');
    expect(test.status).toBe(status);
    expect(test.statusDetails?.message ?? '').toMatch(message);
    expect(test.steps.length).toBeGreaterThan(0);
  });

  it('says why cases were left out, and that others were lost', () => {
    const left = { kind: 'not-run', family, aims: ['R-DM-08'], cases: 3, reason: 'no time' } as const;
    const some = testCalled(
      readBack(runFolder({ entries: [planned(4), caseLine('a', conform), left] })).read,
      'R-DM-08',
    );
    expect(some.status).toBe('passed');
    expect(stepsBelow(some).map(({ name }) => name)).toContain('3 not tested: no time');
    const none = testCalled(readBack(runFolder({ entries: [planned(3), left] })).read, 'R-DM-08');
    expect(none).toMatchObject({ status: 'skipped', statusDetails: { message: 'not tested: no time' } });
    const lost = testCalled(
      readBack(runFolder({ entries: [planned(4), caseLine('a', conform)] })).read,
      'R-DM-08',
    );
    expect(lost).toMatchObject({
      status: 'broken',
      statusDetails: { message: expect.stringMatching(/3 cases planned.*cut off/) as string },
    });
  });

  it('counts a family whose announcement stands behind its cases, as after a run was resumed', () => {
    const line = { ...caseLine('a', conform), aims: ['R-DM-08', 'R-PFX-12'] as const };
    const { read, tests } = readBack(runFolder({ entries: [line, planned(1)] }));
    expect(tests).toBe(2);
    expect(testCalled(read, 'R-DM-08').status).toBe('passed');
  });
});

describe('the history of a test', () => {
  it('goes on over nights with other seeds and builds, and is another for another target or edition', () => {
    /** What Allure makes the id of a history from. */
    const identity = (record: object): string => {
      const out = runFolder({ entries: [planned(1), caseLine('a', conform)], record });
      const { testCaseId, parameters } = testCalled(readBack(out).read, 'R-DM-08');
      return JSON.stringify([testCaseId, parameters.filter(({ excluded }) => excluded !== true)]);
    };
    const first = identity({});
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.string(), fc.nat(), (seed, runs, description, startedAt) => {
        const device = { target: 'simulator', description };
        expect(identity({ seed, runs, startedAt, identity: device })).toBe(first);
      }),
      { numRuns: 10 },
    );
    expect(identity({ target: 'device' })).not.toBe(first);
    expect(identity({ edition: '10.0.22621' })).not.toBe(first);
  });
});

describe('known issues', () => {
  const one = differing('R-DM-08');
  const other = differing('R-DM-08', { observed: 'Status 500' });
  const known = (verdicts: readonly Verdict[], waivers: readonly Waiver[]) =>
    readBack(
      runFolder({
        entries: [
          planned(verdicts.length),
          ...verdicts.map((verdict, index) => caseLine(`${index}`, verdict)),
        ],
      }),
      waivers,
    );

  it('are the tests of which waivers in force accept everything', () => {
    const { read, known: issues } = known([conform, one, one], [waiverFor(one)]);
    expect(issues).toEqual([{ test: 'R-DM-08', waivers: [waiverFor(one)] }]);
    const test = testCalled(read, 'R-DM-08');
    expect(test.status).toBe('failed');
    expect(test.description).toContain(
      'accepted by A. Tester until 2099-12-31: known, corrected in build 4711',
    );
    expect(labelled(test, 'waiver owner')).toEqual(['A. Tester']);
    expect(labelled(test, 'waiver expires')).toEqual(['2099-12-31']);
  });

  it.each([
    ['one difference is not accepted', [one, other], [waiverFor(one)]],
    ['the waiver has expired', [one], [waiverFor(one, '1969-12-31')]],
    ['the suite was wrong too', [one, { kind: 'suite-error', reason: 'x' } as const], [waiverFor(one)]],
    ['nothing differs', [conform], [waiverFor(one)]],
  ])('are none where %s', (_, verdicts, waivers) => {
    expect(known(verdicts, waivers).known).toEqual([]);
  });
});

describe('what vitest says of its tests', () => {
  const title = groupTitle(['R-DM-08']);
  const withVitest = (startTime: number, results: readonly object[]) => {
    const out = runFolder({ entries: [planned(1), caseLine('a', conform)], record: { startedAt: 1000 } });
    mkdirSync(join(out, 'vitest'));
    writeFileSync(join(out, 'vitest', '1.json'), JSON.stringify({ startTime, testResults: results }));
    return readBack(out);
  };
  const file = { name: '/x/suites/protocol/atomic.suite.ts', startTime: 2000, message: '' };
  const passed = { ancestorTitles: ['Atomic: all or nothing'], title, status: 'passed', duration: 70 };

  it('gives suite, file and times', () => {
    const first = { ...passed, title: 'R-DM-07', duration: 30 };
    const { read } = withVitest(1500, [{ ...file, assertionResults: [first, passed] }]);
    const test = testCalled(read, 'R-DM-08');
    expect(labelled(test, 'subSuite')).toEqual(['Atomic: all or nothing']);
    expect(labelled(test, 'package')).toEqual(['protocol.atomic']);
    expect(test).toMatchObject({ start: 2030, stop: 2100 });
  });

  it('is not listened to where it is of an older run', () => {
    const { read } = withVitest(999, [{ ...file, assertionResults: [passed] }]);
    expect(labelled(testCalled(read, 'R-DM-08'), 'package')).toEqual([]);
  });

  it('shows what failed without any result', () => {
    const failed = { ...passed, title: 'R-DM-10 …', status: 'failed', failureMessages: ['no such worker'] };
    const broken = {
      ...file,
      name: '/x/suites/pfx/install.suite.ts',
      message: 'SyntaxError',
      assertionResults: [],
    };
    const { read } = withVitest(1500, [{ ...file, assertionResults: [passed, failed] }, broken]);
    const messages = read
      .filter(({ status }) => status === 'broken')
      .map((test) => test.statusDetails?.message);
    expect(messages.sort()).toEqual([
      'error of the suite itself: SyntaxError',
      'error of the suite itself: no such worker',
    ]);
  });
});

describe('a case of the corpus', () => {
  it('is a test of its own', () => {
    const id = 'corpus/two-enrolls';
    const verdict = differing('R-DM-08');
    const line = { ...caseLine(id, verdict), family: 'corpus' };
    const { read } = readBack(
      runFolder({
        entries: [{ kind: 'planned', family: 'corpus', aims: ['R-DM-08'], cases: 1 }, line],
        files: [caseFile(id, verdict)],
      }),
    );
    const test = testCalled(read, id);
    expect(test.status).toBe('failed');
    expect(labelled(test, 'suite')).toEqual(['Corpus']);
  });

  it('that was not begun is counted with the others', () => {
    const line = {
      kind: 'not-run',
      family: 'corpus',
      aims: ['R-DM-08'],
      cases: 1,
      reason: 'it is gone',
    } as const;
    const { read } = readBack(runFolder({ entries: [line, line] }));
    expect(testCalled(read, 'corpus')).toMatchObject({
      name: 'Cases of the corpus that were not begun',
      status: 'skipped',
      statusDetails: { message: 'not tested: it is gone' },
    });
  });
});

describe('the open questions', () => {
  it('are a test that fails where one is answered in two ways', () => {
    const answers = (...given: readonly string[]) =>
      testCalled(
        readBack(
          runFolder({
            entries: given.map((answer, index) =>
              caseLine(`case/${index}`, { kind: 'conform', answers: { 'A-02': answer }, exercised: [] }),
            ),
          }),
        ).read,
        'open-questions',
      );
    expect(answers('rejected', 'rejected').status).toBe('passed');
    expect(answers('rejected', 'replaced')).toMatchObject({
      status: 'failed',
      statusDetails: {
        message: expect.stringMatching(
          /A-02 has 2 answers: rejected \(case\/0\), replaced \(case\/1\)/,
        ) as string,
      },
    });
    expect(answers().status).toBe('skipped');
  });
});

describe('a run on a device with a seeded fault', () => {
  let out = '';
  beforeAll(async () => {
    out = mkdtempSync(join(tmpdir(), 'conform-allure-run-'));
    await recordRun(
      out,
      faultyDevice('atomic-without-rollback'),
      familiesNamed('protocol/R-DM-08', 'protocol/R-DM-01', 'pfx/R-PFX-13'),
    );
  });
  afterAll(() => {
    rmSync(out, { recursive: true, force: true });
  });

  it('has a test for each group of requirements, with its place, weight and levels', () => {
    const { read, tests } = readBack(out);
    expect(read).toHaveLength(tests);
    const atomic = testCalled(read, 'R-DM-08');
    expect(atomic.status).toBe('failed');
    expect(labelled(atomic, 'parentSuite')).toEqual(['ClientCertificateInstall CSP']);
    expect(labelled(atomic, 'suite')).toEqual(['OMA-DM: commands, statuses, the tree']);
    expect(labelled(atomic, 'requirement')).toEqual(['R-DM-08']);
    expect(labelled(atomic, 'story')).toEqual(['R-DM-08']);
    expect(labelled(atomic, 'severity')).toEqual(['critical']);
    expect(labelled(atomic, 'tag')).toEqual(expect.arrayContaining(['must', 'matrix', 'sessions']));
    expect(testCalled(read, 'R-PFX-13').links[0]?.url).toMatch(/^https:\/\/learn\.microsoft\.com\//);
  });

  it('shows request, reply, stores and the command to repeat of cases that differ', () => {
    const atomic = testCalled(readBack(out).read, 'R-DM-08');
    const attachments = attachmentsOf(atomic);
    const named = (name: string) => attachments.filter((each) => each.name === name);
    expect(named('request').some(({ type }) => type === 'application/xml')).toBe(true);
    expect(named('reply').some(({ type }) => type === 'application/xml')).toBe(true);
    expect(named('certificate stores').length).toBeGreaterThan(0);
    const [command] = named('command to repeat');
    expect(readFileSync(join(out, 'allure-results', command?.source ?? ''), 'utf8')).toMatch(
      /^npx conform replay /,
    );
    const [file] = named('case file');
    expect(JSON.parse(readFileSync(join(out, 'allure-results', file?.source ?? ''), 'utf8'))).toMatchObject({
      format: 'client-certificate-install-case',
    });
    expect(atomic.statusDetails).toMatchObject({
      trace: expect.stringMatching(/Repeat: npx conform replay/) as string,
      expected: expect.stringMatching(/Status/) as string,
      actual: expect.stringMatching(/Status/) as string,
    });
  });

  it('shows in a test that passed what was carried out, in a few steps', () => {
    const { read } = readBack(out);
    const test = testCalled(read, 'R-PFX-13');
    expect(test.status).toBe('passed');
    const names = test.steps.map(({ name }) => name);
    expect(names).toContainEqual(expect.stringMatching(/^pfx\/R-PFX-13\/matrix: \d+ cases: \d+ conform$/));
    expect(names).toContainEqual(
      expect.stringMatching(
        /^R-PFX-13 is kept: \d+ cases aim at it \(\d+ positive, \d+ negative, \d+ boundary\)/,
      ),
    );
    for (const each of read) expect(each.steps.length).toBeLessThan(120);
  });

  it('writes every attachment once, and none that nobody shows', () => {
    const { read, names } = readBack(out);
    const globals = JSON.parse(readFileSync(join(out, 'allure-results', 'run-globals.json'), 'utf8')) as {
      readonly attachments: readonly AllureAttachment[];
    };
    const sources = [...read.flatMap(attachmentsOf), ...globals.attachments].map(({ source }) => source);
    expect(new Set(sources).size).toBe(sources.length);
    expect(sources.sort()).toEqual(names.filter((name) => name.includes('-attachment.')).sort());
  });

  it('is the same when it is written again', () => {
    expect(readBack(out).names).toEqual(readBack(out).names);
  });

  it('says of the run what it was, and its numbers', () => {
    const { folder } = readBack(out);
    const environment = readFileSync(join(folder, 'environment.properties'), 'utf8');
    expect(environment).toMatch(/^seed=7$/m);
    expect(environment).toMatch(/^command\\ to\\ repeat=npm test -- --target=simulator/m);
    const metrics = JSON.parse(readFileSync(join(folder, 'performance.json'), 'utf8')) as readonly {
      readonly key: string;
      readonly value: number;
    }[];
    const cases = [...resultsOf(out)].filter(({ kind }) => kind === 'case');
    expect(metrics).toContainEqual(expect.objectContaining({ key: 'cases', value: cases.length }));
    expect(metrics).toContainEqual(
      expect.objectContaining({ key: 'differences', value: readRun(out).counts.verdicts.violation }),
    );
  });
});
