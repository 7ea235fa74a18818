import { contradictionsIn } from '../waivers/finding.ts';
import type { WaiverKeeper } from '../waivers/match.ts';
import type { Waiver } from '../waivers/waiver.ts';
import type { FingerprintRow, RunReport } from '../model/run-report.ts';
import { labelsFor, product } from './labels.ts';
import type { DraftStep, TestDraft } from './test-draft.ts';

/** Key of the test that every run has. */
export const answersKey = 'open-questions';

/** The fingerprint as a test: a device may answer an open question as it likes, but each time in the same way. */
export function testOfAnswers(
  { fingerprint, unanswered }: RunReport,
  accepting: WaiverKeeper,
  startedAt: number,
): { readonly test: TestDraft; readonly knownBy: readonly Waiver[] } {
  const contradictions = contradictionsIn(fingerprint);
  const waivers = contradictions.flatMap((finding) => accepting.accept(finding) ?? []);
  const isKnown = waivers.length === contradictions.length;
  const path = [product, 'Open questions', 'What the device answers'] as const;
  const status = contradictions.length > 0 ? 'failed' : fingerprint.length === 0 ? 'skipped' : 'passed';
  return {
    knownBy: isKnown ? [...new Set(waivers)] : [],
    test: {
      key: answersKey,
      name: 'Each question that the specification leaves open is answered in one way',
      path,
      description: `The specification leaves questions open. A device may answer each as it likes, but every time in the same way. ${fingerprint.length} were answered in this run, ${unanswered.length} were not.`,
      status,
      ...(status === 'passed' ? {} : { statusDetails: { message: messageOf(fingerprint) } }),
      start: startedAt,
      milliseconds: 0,
      labels: [
        ...labelsFor({ path }, ['fingerprint']),
        { name: 'severity', value: 'critical' },
        { name: 'tag', value: 'fingerprint' },
      ],
      links: [],
      parameters: [],
      steps: fingerprint.map(stepOfQuestion),
      attachments: [],
    },
  };
}

function messageOf(fingerprint: readonly FingerprintRow[]): string {
  const contradicted = fingerprint.filter(({ answers }) => answers.length > 1);
  if (contradicted.length === 0) return 'not tested: no case settled an open question';
  return contradicted
    .map(
      ({ key, answers }) =>
        `${key} has ${answers.length} answers: ${answers.map(({ answer, firstSeen }) => `${answer} (${firstSeen})`).join(', ')}`,
    )
    .join('\n');
}

function stepOfQuestion({ key, question, answers }: FingerprintRow): DraftStep {
  return {
    name: `${key} ${answers.map(({ answer }) => answer).join(' and ')}: ${answers.map(({ meaning }) => meaning).join(' / ')}`,
    status: answers.length > 1 ? 'failed' : 'passed',
    parameters: [
      { name: 'question', value: question },
      ...answers.map(({ answer, firstSeen }) => ({ name: `first seen: ${answer}`, value: firstSeen })),
    ],
    steps: [],
    attachments: [],
  };
}
