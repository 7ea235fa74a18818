import type { FingerprintLine } from '../../cases/result.ts';
import { answerKeys, answersTo } from '../../csp/ambiguities.ts';
import { counted, sectionOf, type CoverageSection } from './coverage.ts';

/** Every question that the documents leave open, and whether the run got one answer to it. */
export function ambiguityCoverage(fingerprint: readonly FingerprintLine[]): CoverageSection {
  const seen = new Map(fingerprint.map(({ key, answers }) => [key, answers.map(({ answer }) => answer)]));
  return sectionOf({
    id: 'ambiguities',
    title: 'open questions settled',
    unit: 'answers',
    columns: ['settled'],
    rows: answerKeys.map((key) => {
      const answers = seen.get(key) ?? [];
      return {
        group: '',
        name: key,
        // Two answers to one question settle nothing.
        cells: [
          {
            ...counted(answers.length === 1 ? 1 : 0),
            count: answers.length,
            note: answers.length === 0 ? `one of ${answersTo(key).join(', ')}` : answers.join(', '),
          },
        ],
      };
    }),
  });
}
