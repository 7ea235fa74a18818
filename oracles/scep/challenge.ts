import type { AnswerTo } from '../../csp/ambiguities.ts';
import type { Asking } from '../asking.ts';
import { enrollmentOf, type InstallRequest, type State } from '../state.ts';

/** Seconds that "shortly after" may last. */
const shortly = 60;

/**
 * What is left of a challenge that an accepted Exec has taken. `kept`: it is there as it was set, since it is
 * deleted only "shortly after", or since nothing says that one is deleted which could not be used.
 */
export function challengeAfterExec(
  state: State,
  request: InstallRequest,
  asking: Asking,
): AnswerTo<'A-21'> | 'kept' {
  const { challengeTakenAt } = request;
  if (challengeTakenAt === undefined) return 'kept';
  const enrollment = enrollmentOf(state, request);
  if (enrollment === undefined) return 'kept';
  const hindered = enrollment.forecast.talks.every(({ comparable }) => !comparable);
  const doubt = hindered
    ? 'the challenge of an enrollment that can not succeed'
    : state.now - challengeTakenAt >= shortly
      ? undefined
      : 'the challenge shortly after the Exec';
  if (doubt !== undefined && asking.assume(doubt, ['is gone', 'is there']) === 'is there') return 'kept';
  return asking.answer('A-21');
}
