import type { VerdictKind } from '../../cases/verdict.ts';
import type { RequirementRow } from '../model/run-report.ts';
import type { AllureStatus } from './format.ts';
import { plainStep, type DraftStep } from './test-draft.ts';
import type { FamilyCount, RequirementGroup } from './requirement-groups.ts';

/** The gravest first: a step has the status of the first that its cases show. */
const statuses: readonly (readonly [VerdictKind, AllureStatus])[] = [
  ['violation', 'failed'],
  ['inconsistent', 'failed'],
  ['drift', 'failed'],
  ['suite-error', 'broken'],
  ['inconclusive', 'broken'],
  ['conform', 'passed'],
  ['not-tested', 'skipped'],
];

/** What a test carried out, in numbers: a step for each family of cases, and one for each requirement. */
export function stepsOfCounts(
  { families, requirements, ofCorpus }: RequirementGroup,
  rows: readonly RequirementRow[],
): readonly DraftStep[] {
  const ofRequirements =
    ofCorpus === undefined ? rows.filter(({ id }) => requirements.includes(id)).map(stepOfRequirement) : [];
  return [...families.map(stepOfFamily), ...ofRequirements];
}

function stepOfFamily(family: FamilyCount): DraftStep {
  const { name, planned, executed, verdicts, wrongOnPurpose, reasons, unseen, milliseconds } = family;
  const present = statuses.filter(([kind]) => (verdicts[kind] ?? 0) > 0);
  const [gravest] = present;
  const counts = present.map(([kind]) => `${verdicts[kind] ?? 0} ${kind}`).join(', ');
  const ofPlanned = planned > executed ? ` of ${planned}` : '';
  return {
    name: `${name}: ${executed}${ofPlanned} ${executed === 1 && planned <= 1 ? 'case' : 'cases'}${counts === '' ? '' : `: ${counts}`}`,
    status: gravest?.[1] ?? 'skipped',
    milliseconds,
    parameters: [
      { name: 'cases', value: `${executed}` },
      { name: 'with something wrong on purpose', value: `${wrongOnPurpose}` },
    ],
    steps: [
      ...[...reasons].map(([reason, cases]) => plainStep(`${cases} not tested: ${reason}`, 'skipped')),
      ...[...unseen].map(([reason, cases]) =>
        plainStep(`${cases} judged without a part of what they would have looked at: ${reason}`, 'passed'),
      ),
    ],
    attachments: [],
  };
}

function stepOfRequirement({ id, cases, kinds, decided, violations, verdict }: RequirementRow): DraftStep {
  const ofKinds =
    kinds === undefined
      ? ''
      : ` (${(['positive', 'negative', 'boundary'] as const)
          .map((kind) => `${kinds[kind].cases} ${kind}`)
          .join(', ')})`;
  const status = (
    { violated: 'failed', kept: 'passed', undecided: 'skipped', 'not-tested': 'skipped' } as const
  )[verdict];
  return plainStep(
    `${id} is ${verdict}: ${cases} cases aim at it${ofKinds}, it decided ${decided}, ${violations} blame it`,
    status,
  );
}
