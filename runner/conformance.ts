import { relative } from 'node:path';
import { afterAll, beforeAll, describe, test } from 'vitest';
import type { CaseFile } from '../cases/result.ts';
import { resultFormat } from '../cases/result.ts';
import type { Verdict } from '../cases/verdict.ts';
import type { RequirementId } from '../csp/requirements.ts';
import { nameOf, type Family } from '../generators/family.ts';
import { familiesWith } from '../generators/families.ts';
import { describeDifference } from '../reports/difference.ts';
import { groupTitle } from '../reports/group-title.ts';
import { caseFilePath, writeCaseFile } from './case-file.ts';
import { runFamily, type Finding } from './family-run.ts';
import { inOrderOfValue } from './order-of-value.ts';
import { commandFor, deadlineFor, isIn } from './plan.ts';
import { reduceFinding } from './reduce/finding.ts';
import { recordTrial } from './results.ts';
import { nothingEarlier, readEarlierCases, type EarlierCases } from './resume/earlier-cases.ts';
import { earlierFindings } from './resume/earlier-findings.ts';
import { seedFor } from './seeds.ts';
import { openWorker, readPlan, type Worker } from './worker.ts';
import { replayOf } from './shell-word.ts';

/** Case files for one group; every further difference has its line in the results all the same. */
const shownPerGroup = 5;

/** The families that test the same requirements: together they are one test. */
interface Group {
  readonly requirements: readonly RequirementId[];
  readonly families: readonly Family[];
}

/**
 * Declares the tests of one suite: one for each requirement, or small group of them, named by its ids and sentences.
 * @param title what the suite is about
 * @param responsible the requirements that the suite is responsible for: it runs the families that name one of them first
 */
export function conformance(title: string, responsible: readonly RequirementId[]): void {
  const { portion, strength } = readPlan();
  const groups = groupsOf(
    familiesWith(strength).filter(
      (family) => responsible.includes(family.requirements[0]) && isIn(portion, family),
    ),
  );
  // Vitest takes a file without a test for a mistake.
  if (groups.length === 0) test.skip(`${title}: none of its families is ${portion}`);
  else suiteOf(title, groups);
}

function suiteOf(title: string, groups: readonly Group[]): void {
  describe(title, () => {
    let worker: Worker;
    let earlier: ReadonlyMap<string, EarlierCases>;
    let deadline = Number.POSITIVE_INFINITY;
    beforeAll(async () => {
      worker = await openWorker();
      earlier = readEarlierCases(
        worker.plan,
        groups.flatMap((group) => group.families.map(nameOf)),
      );
      deadline = deadlineFor(worker.plan, Date.now());
      for (const group of groups) announce(worker, group);
    });
    afterAll(async () => {
      worker.results.close();
      await worker.target.close();
    });
    groups.forEach((group, index) => {
      test(groupTitle(group.requirements), async () => {
        const share = (deadline - Date.now()) / (groups.length - index);
        await runGroup(worker, group, Date.now() + Math.max(0, share), earlier);
      });
    });
  });
}

async function runGroup(
  worker: Worker,
  group: Group,
  deadline: number,
  earlier: ReadonlyMap<string, EarlierCases>,
): Promise<void> {
  const findings: Finding[] = [];
  const earlierVerdicts = new Map<string, Verdict>();
  for (const family of group.families) {
    const name = nameOf(family);
    const ofFamily = earlier.get(name) ?? nothingEarlier;
    for (const [id, verdict] of ofFamily.findings) earlierVerdicts.set(id, verdict);
    const run = await runFamily(
      worker.bench,
      family,
      worker.laboratory,
      { runs: worker.plan.runs, seed: seedFor(worker.plan.seed, name), deadline, earlier: ofFamily },
      (trial) => {
        recordTrial(worker.results, name, trial);
      },
    );
    findings.push(...run.findings);
    const left = run.planned - run.executed;
    if (run.leftOut !== undefined && left > 0) {
      worker.results.write({
        kind: 'not-run',
        family: name,
        aims: family.requirements,
        cases: left,
        reason: run.leftOut,
      });
    }
  }
  const before = earlierFindings(worker.plan, earlierVerdicts, shownPerGroup);
  const total = before.total + findings.length;
  const room = Math.max(0, shownPerGroup - before.kept.length);
  const chosen = inOrder([...before.lost, ...findings], group).slice(0, room);
  const shown = [
    ...before.kept,
    ...(await reduced(worker, chosen, group, deadline)).map((finding) => keep(worker, finding)),
  ];
  const first = shown[0];
  if (first !== undefined) throw new ConformanceError(first, total);
}

/** Made smaller as far as the time goes, and in order again. */
async function reduced(
  { bench, laboratory }: Worker,
  findings: readonly Finding[],
  group: Group,
  deadline: number,
): Promise<readonly Finding[]> {
  const smaller: Finding[] = [];
  for (const finding of findings) {
    // On a target that is gone nothing becomes smaller.
    if (bench.outage?.isLasting === true) return findings;
    smaller.push(await reduceFinding(bench, finding, laboratory.pool, deadline));
  }
  return inOrder(smaller, group);
}

/** What breaks the group's own requirements comes first, and the smallest before all. */
function inOrder(findings: readonly Finding[], group: Group): readonly Finding[] {
  const rank = ({ trial }: Finding): number => {
    const own = trial.verdict.kind === 'violation' && group.requirements.includes(trial.verdict.requirement);
    return (own ? 0 : 1e9) + JSON.stringify(trial.case.steps).length;
  };
  return [...findings].sort((left, right) => rank(left) - rank(right));
}

/** The failure that a test ends with: its message is what people read first. */
class ConformanceError extends Error {
  constructor(first: CaseFile, findings: number) {
    const { verdict } = first;
    const head =
      verdict.kind === 'violation'
        ? verdict.differences.map(describeDifference).join('\n')
        : verdict.kind === 'suite-error'
          ? `error of the suite itself: ${verdict.reason}`
          : verdict.kind;
    super(`${head}\n${findings} cases differ. Repeat the first: ${first.found.command}`);
    this.stack = this.message;
  }
}

function keep(worker: Worker, finding: Finding): CaseFile {
  const { case: testCase, observation, verdict } = finding.trial;
  const content: CaseFile = {
    format: 'client-certificate-install-case',
    version: resultFormat,
    case: testCase,
    observation,
    verdict,
    found: {
      target: worker.plan.target,
      seed: worker.plan.seed,
      ...(finding.path === undefined ? {} : { path: finding.path }),
      ...(finding.reduction === undefined ? {} : { reduction: finding.reduction }),
      command: replayOf(relative('', caseFilePath(worker.plan.out, testCase.id))),
      run: commandFor(worker.plan),
    },
  };
  writeCaseFile(worker.plan.out, content);
  return content;
}

function announce(worker: Worker, group: Group): void {
  for (const family of group.families) {
    const cases =
      family.cases.kind === 'list' ? family.cases.build(worker.laboratory).length : worker.plan.runs;
    worker.results.write({ kind: 'planned', family: nameOf(family), aims: family.requirements, cases });
  }
}

function groupsOf(chosen: readonly Family[]): readonly Group[] {
  const groups = new Map<string, Family[]>();
  for (const family of chosen) {
    const key = family.requirements.join(' ');
    groups.set(key, [...(groups.get(key) ?? []), family]);
  }
  return [...groups.values()].map((members) => ({
    requirements: members[0]?.requirements ?? [],
    families: inOrderOfValue(members),
  }));
}
