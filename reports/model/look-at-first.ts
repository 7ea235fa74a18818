import type { DifferenceGroup, FingerprintRow, NotTested, Pointer, RunReport } from './run-report.ts';

/** So many things are pointed at; who is shown more sees none. */
const pointersAtMost = 5;
/** Groups of differences among them: most of the others follow from these. */
const groupsAtMost = 3;

/** What a reader should see first: faults of the suite before all, since they put the rest in doubt. */
export function lookAtFirst(
  report: Pick<RunReport, 'differences' | 'fingerprint' | 'notTested' | 'counts'>,
): readonly Pointer[] {
  const { differences, fingerprint, notTested, counts } = report;
  return [
    ...differences.filter(({ kind }) => kind === 'suite-error').map(pointAtGroup),
    ...differences
      .filter(({ kind }) => kind !== 'suite-error')
      .slice(0, groupsAtMost)
      .map(pointAtGroup),
    ...pointAtContradictions(fingerprint),
    ...pointAtLaboratory(counts.verdicts.inconclusive),
    ...pointAtGaps(notTested),
  ].slice(0, pointersAtMost);
}

function pointAtGroup({ key, kind, cases, text }: DifferenceGroup): Pointer {
  return {
    kind: kind === 'suite-error' ? 'suite-error' : 'difference',
    key,
    title: `${kind === 'violation' ? `${key} is violated` : namesOfKinds[kind]}, ${counted(cases, 'case')}`,
    text,
  };
}

function pointAtContradictions(fingerprint: readonly FingerprintRow[]): readonly Pointer[] {
  return fingerprint
    .filter(({ answers }) => answers.length > 1)
    .map(({ key, question, answers }) => ({
      kind: 'contradiction',
      key,
      title: `${key} has ${answers.length} answers`,
      text: `${question}: the device answers ${answers.map(({ answer }) => answer).join(' and ')}.`,
    }));
}

function pointAtLaboratory(cases: number): readonly Pointer[] {
  if (cases === 0) return [];
  return [
    {
      kind: 'laboratory',
      title: `The laboratory failed, ${counted(cases, 'case')}`,
      text: 'Transport or laboratory failed, which says nothing about the device.',
    },
  ];
}

function pointAtGaps({ undecided, leftOut, unaccounted }: NotTested): readonly Pointer[] {
  const left = unaccounted + leftOut.reduce((sum, { cases }) => sum + cases, 0);
  const pointers: Pointer[] = [];
  if (undecided.length > 0) {
    pointers.push({
      kind: 'undecided',
      title: `${counted(undecided.length, 'requirement')} undecided`,
      text: `Cases aim at them, and none was decided by them: ${undecided.slice(0, 5).join(', ')}${undecided.length > 5 ? ' …' : ''}.`,
    });
  }
  if (left > 0) {
    pointers.push({
      kind: 'left-out',
      title: `${counted(left, 'planned case')} came to nothing`,
      text: 'They were not carried out, or nothing could be concluded from them.',
    });
  }
  return pointers;
}

const namesOfKinds = {
  inconsistent: 'Inconsistent answers',
  drift: 'Changed answers',
  'suite-error': 'Errors of the suite itself',
} as const;

function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}
