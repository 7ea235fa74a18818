import type { CaseFile } from '../../cases/result.ts';
import { requirement } from '../../csp/requirements.ts';
import { describeVerdict } from '../case-report.ts';
import { groupTitle } from '../group-title.ts';
import type { RequirementRow } from '../model/run-report.ts';
import type { Waiver } from '../waivers/waiver.ts';
import { firstPoint, stepOfCase } from './case-steps.ts';
import { stepsOfCounts } from './count-steps.ts';
import type { AllureDetails, AllureStatus, Attach } from './format.ts';
import {
  areaOf,
  labelsFor,
  labelsOfRequirements,
  labelsOfWaivers,
  linksOf,
  product,
  type Place,
} from './labels.ts';
import type { DifferingCase, FamilyCount, RequirementGroup } from './requirement-groups.ts';
import type { SuiteTest } from './suite-tests.ts';
import { plainStep, type DraftStep, type TestDraft } from './test-draft.ts';

/** So many cases of a test are shown with all that was sent and seen; the trace names `named` more. */
export const shownWhole = 5;
const named = 20;

/** The suite of the cases of corpus/, in the words of runner/corpus-suite.ts. */
const corpusSuite = 'corpus: what was ever found';

/** What a test is made of beside its results. */
export interface GroupContext {
  readonly tests: ReadonlyMap<string, SuiteTest>;
  readonly rows: readonly RequirementRow[];
  /** Case files of the group. */
  readonly files: readonly CaseFile[];
  readonly startedAt: number;
  readonly attach: Attach;
}

/** What is judged of a group. */
interface Judgement {
  readonly status: AllureStatus;
  readonly details?: AllureDetails;
}

/** The test that a group is in Allure, and the waivers that make it a known issue. */
export interface GroupTest {
  readonly test: TestDraft;
  readonly knownBy: readonly Waiver[];
}

export function testOfGroup(group: RequirementGroup, context: GroupContext): GroupTest {
  const title = titleOf(group, context);
  const seen = context.tests.get(title);
  const { status, details } = judge(group, context.files, seen);
  // Everything that was found has to be accepted: one difference more must not hide behind the others.
  const knownBy = status === 'failed' && group.unaccepted === 0 && isDeviceOnly(group) ? group.waivers : [];
  const levels = [...new Set(group.families.flatMap((family) => family.levels))];
  const place = placeOf(group, seen);
  const milliseconds = group.families.reduce((sum, family) => sum + family.milliseconds, 0);
  return {
    knownBy,
    test: {
      key: group.key,
      name: title,
      path: place.path,
      description: descriptionOf(group, knownBy),
      status,
      ...(details === undefined ? {} : { statusDetails: details }),
      start: seen?.start ?? context.startedAt,
      milliseconds: seen?.milliseconds ?? milliseconds,
      labels: [
        ...labelsFor(place, group.requirements),
        ...labelsOfRequirements(group.requirements, levels),
        ...labelsOfWaivers(knownBy),
      ],
      links: linksOf(group.requirements),
      parameters: [],
      steps: [...stepsOfCounts(group, context.rows), ...stepsOfCases(group, context)],
      attachments: [],
    },
  };
}

function titleOf({ ofCorpus, requirements, key }: RequirementGroup, { tests }: GroupContext): string {
  if (ofCorpus === undefined) return groupTitle(requirements) || key;
  switch (ofCorpus) {
    case 'case':
      // The title of the case stands in the results of no run, only in the name of its test.
      return [...tests.keys()].find((title) => title.startsWith(`${key} `)) ?? key;
    case 'not-begun':
      return 'Cases of the corpus that were not begun';
  }
}

function placeOf({ ofCorpus, requirements: [first] }: RequirementGroup, seen: SuiteTest | undefined): Place {
  const area = ofCorpus !== undefined || first === undefined ? 'Corpus' : areaOf(first);
  return {
    path: [product, area, seen?.suite ?? (ofCorpus === undefined ? area : corpusSuite)],
    ...(seen === undefined ? {} : { file: seen.file }),
  };
}

function judge(group: RequirementGroup, files: readonly CaseFile[], seen: SuiteTest | undefined): Judgement {
  const { differing } = group;
  const against = differing.find(({ verdict }) => verdict.kind !== 'suite-error');
  const first = files.find(({ verdict }) => verdict.kind !== 'suite-error') ?? files[0];
  if (against !== undefined) return { status: 'failed', details: detailsOf(first, against, differing) };
  const [error] = differing;
  if (error !== undefined) return { status: 'broken', details: detailsOf(first, error, differing) };
  const conform = total(group, ({ verdicts }) => verdicts.conform ?? 0);
  const inconclusive = total(group, ({ verdicts }) => verdicts.inconclusive ?? 0);
  const lost = total(group, ({ planned, executed, leftOut }) => Math.max(0, planned - executed - leftOut));
  const reasons = reasonsOf(group);
  if (inconclusive > 0) {
    return broken(`${casesOf(inconclusive)} came to nothing, by transport or laboratory: ${reasons}`);
  }
  if (seen?.failure !== undefined) return broken(`error of the suite itself: ${seen.failure}`);
  if (lost > 0)
    return broken(`${casesOf(lost)} planned, and nobody says what became of them: the run was cut off`);
  if (conform === 0)
    return { status: 'skipped', details: { message: `not tested: ${reasons || 'no case was planned'}` } };
  return { status: 'passed' };
}

function broken(message: string): Judgement {
  return { status: 'broken', details: { message } };
}

function detailsOf(
  shown: CaseFile | undefined,
  first: DifferingCase,
  differing: readonly DifferingCase[],
): AllureDetails {
  const verdict = shown?.verdict ?? first.verdict;
  const id = shown?.case.id ?? first.id;
  const others = differing.filter((each) => each.id !== id);
  return {
    message: `${describeVerdict(verdict)}\n${casesOf(differing.length)} of this test ${differing.length === 1 ? 'differs' : 'differ'}, the first shown is ${id}`,
    trace: [
      ...(shown === undefined
        ? []
        : [`Repeat: ${shown.found.command}`, `Repeat the run: ${shown.found.run}`]),
      ...(others.length === 0 ? [] : ['', 'Others that differ:']),
      ...others
        .slice(0, named)
        .map((each) => `  ${each.id}: ${describeVerdict(each.verdict).split('\n', 1)[0] ?? ''}`),
      ...(others.length <= named ? [] : [`  and ${others.length - named} more, in results/`]),
    ].join('\n'),
    ...firstPoint(verdict),
  };
}

function stepsOfCases(
  { differing }: RequirementGroup,
  { files, attach }: GroupContext,
): readonly DraftStep[] {
  const shown = files.slice(0, shownWhole);
  const more = differing.length - shown.length;
  return [
    ...shown.map((file) => stepOfCase(file, attach)),
    ...(more > 0 ? [plainStep(`${more} more differ; each has its line in results/`, 'failed')] : []),
  ];
}

function descriptionOf({ requirements }: RequirementGroup, knownBy: readonly Waiver[]): string {
  return [
    ...knownBy.map(
      ({ reason, owner, expires }) => `**Known issue**, accepted by ${owner} until ${expires}: ${reason}`,
    ),
    ...requirements.map((id) => {
      const { text, source, level, ambiguities } = requirement(id);
      const open = ambiguities.length === 0 ? '' : `\n\nOpen questions: ${ambiguities.join(', ')}`;
      return `**${id}** (${level}) ${text}\n\nSource: ${source}${open}`;
    }),
  ].join('\n\n');
}

function isDeviceOnly({ families, differing }: RequirementGroup): boolean {
  return (
    differing.every(({ verdict }) => verdict.kind !== 'suite-error') &&
    families.every(({ verdicts }) => verdicts.inconclusive === undefined)
  );
}

function reasonsOf({ families }: RequirementGroup): string {
  return [...new Set(families.flatMap(({ reasons }) => [...reasons.keys()]))].join('; ');
}

function total({ families }: RequirementGroup, number: (family: FamilyCount) => number): number {
  return families.reduce((sum, family) => sum + number(family), 0);
}

function casesOf(count: number): string {
  return count === 1 ? '1 case' : `${count} cases`;
}
