import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CaseFile } from '../../cases/result.ts';
import { caseFilesOf, readRecord, resultsOf } from '../model/read-run.ts';
import type { RunReport } from '../model/run-report.ts';
import { keepWaivers } from '../waivers/match.ts';
import type { Waiver } from '../waivers/waiver.ts';
import { testOfAnswers } from './answers-test.ts';
import type { AllureAttachment, Attach, ContentType } from './format.ts';
import { shownWhole, testOfGroup } from './group-test.ts';
import { keepRequirementGroups, type GroupKeeper } from './requirement-groups.ts';
import { categories, environmentOf, metricsOf } from './run-files.ts';
import { readSuiteTests, type SuiteTest } from './suite-tests.ts';
import { identifier, testOf, type TestDraft } from './test-draft.ts';
import { testOfFailure } from './unknown-test.ts';

/** A test whose differences are all accepted by waivers in force. */
export interface KnownIssue {
  /** The test's testCaseId. */
  readonly test: string;
  readonly waivers: readonly Waiver[];
}

/** What was written. */
export interface AllureResults {
  readonly folder: string;
  readonly tests: number;
  readonly known: readonly KnownIssue[];
}

/** What every run leaves and a reader of the whole report may ask for. */
const ofTheRun: readonly (readonly [name: string, type: ContentType])[] = [
  ['run.json', 'application/json'],
  ['fingerprint.json', 'application/json'],
  ['vitest.log', 'text/plain'],
];

/**
 * Writes allure-results into the folder of a run, from the results in it: one test for each requirement, or small group of
 * them, one for each case of the corpus, and one for the open questions. What an earlier call has written is replaced.
 * @param report of the same run
 * @throws UnreadableRun
 */
export function writeAllureResults(
  out: string,
  report: RunReport,
  waivers: readonly Waiver[] = [],
): AllureResults {
  const record = readRecord(out);
  // The day of the run decides, so that the same run has the same report tomorrow.
  const accepting = keepWaivers(waivers, report.run.started.slice(0, 10));
  const keeper = keepRequirementGroups(accepting);
  for (const entry of resultsOf(out)) keeper.add(entry);
  const files = smallestFiles(out, keeper);
  const tests = readSuiteTests(out, record.startedAt);

  const folder = join(out, 'allure-results');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { startedAt } = record;
  const known: KnownIssue[] = [];
  let written = 0;
  const write = (draft: TestDraft, knownBy: readonly Waiver[] = []): void => {
    const test = testOf(draft, record);
    writeFileSync(join(folder, `${test.uuid}-result.json`), JSON.stringify(test));
    if (knownBy.length > 0) known.push({ test: draft.key, waivers: knownBy });
    written++;
  };

  const unknown = new Map<string, SuiteTest>(tests);
  for (const group of keeper.groups()) {
    const attach = attachTo(folder, `${startedAt} ${record.identity.description} ${group.key}`);
    const context = {
      tests,
      rows: report.requirements,
      files: files.get(group.key) ?? [],
      startedAt,
      attach,
    };
    const { test, knownBy } = testOfGroup(group, context);
    unknown.delete(test.name);
    write(test, knownBy);
  }
  // Tests that failed before their first case: no result tells of them.
  for (const test of unknown.values())
    if (test.failure !== undefined) write(testOfFailure(test, test.failure));
  const answers = testOfAnswers(report, accepting, startedAt);
  write(answers.test, answers.knownBy);

  const json = (name: string, content: unknown): void => {
    writeFileSync(join(folder, name), JSON.stringify(content));
  };
  writeFileSync(join(folder, 'environment.properties'), environmentOf(record));
  json('categories.json', categories);
  json('performance.json', metricsOf(report, record));
  json('run-globals.json', {
    attachments: filesOfRun(out, attachTo(folder, `${startedAt} run`)).map((each) => ({
      ...each,
      timestamp: record.endedAt ?? startedAt,
    })),
    errors: [],
  });
  return { folder, tests: written, known };
}

/** The smallest case files of each group: they say the same as the others, in fewer words. */
function smallestFiles(out: string, keeper: GroupKeeper): ReadonlyMap<string, readonly CaseFile[]> {
  const files = new Map<string, (readonly [size: number, file: CaseFile])[]>();
  for (const [, file] of caseFilesOf(out)) {
    const key = keeper.groupOf(file.case.id);
    if (key === undefined) continue;
    const size = JSON.stringify(file.case.steps).length;
    const sorted = [...(files.get(key) ?? []), [size, file] as const].sort(([left], [right]) => left - right);
    files.set(key, sorted.slice(0, shownWhole));
  }
  return new Map([...files].map(([key, sorted]) => [key, sorted.map(([, file]) => file)]));
}

/** @param scope what no other attachments of the folder are made for */
function attachTo(folder: string, scope: string): Attach {
  const endings = { 'application/json': 'json', 'application/xml': 'xml', 'text/plain': 'txt' } as const;
  let number = 0;
  return (name, text, type) => {
    // Allure shows a file once; the second link to it would be "missed".
    const source = `${identifier(`${scope} ${++number}`)}-attachment.${endings[type]}`;
    writeFileSync(join(folder, source), text);
    return { name, source, type };
  };
}

function filesOfRun(out: string, attach: Attach): readonly AllureAttachment[] {
  return ofTheRun.flatMap(([name, type]) => {
    const path = join(out, name);
    return existsSync(path) ? [attach(name, readFileSync(path, 'utf8'), type)] : [];
  });
}
