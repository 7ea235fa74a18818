import { labelsFor, product } from './labels.ts';
import type { SuiteTest } from './suite-tests.ts';
import type { TestDraft } from './test-draft.ts';

/** A test of which the results say nothing, since it failed before its first case: it must not be missing. */
export function testOfFailure(
  { title, suite, file, start, milliseconds }: SuiteTest,
  failure: string,
): TestDraft {
  const path = [product, 'Errors of the suite', suite] as const;
  return {
    key: `${file}: ${title}`,
    name: title,
    path,
    description: 'The test ended before its first case.',
    status: 'broken',
    statusDetails: { message: `error of the suite itself: ${failure}`, trace: failure },
    start,
    milliseconds,
    labels: [...labelsFor({ path, file }, [file]), { name: 'severity', value: 'blocker' }],
    links: [],
    parameters: [],
    steps: [],
    attachments: [],
  };
}
