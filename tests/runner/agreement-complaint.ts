import type { Answers, Case } from '../../cases/case.ts';
import { judge } from '../../oracles/judge.ts';
import { complaintAbout } from '../../qualification/accusations.ts';
import { seenOn } from '../oracles/support/executed.ts';

/** What is said wrongly of the right device that gives these answers, and of which no other answer is known. */
export async function complaintOf(testCase: Case, answers: Answers): Promise<string | undefined> {
  const verdict = judge(testCase, await seenOn(testCase, { answers }));
  const read = verdict.kind === 'conform' ? verdict.answers : {};
  return complaintAbout(verdict, { ...read, ...answers });
}
