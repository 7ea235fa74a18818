import type { RequirementId } from '../csp/requirements.ts';
import { isSuccess } from '../csp/statuses.ts';
import type { Reason } from './expectation.ts';

/** The requirement that a Status breaks, which is none of those that the reason admits. */
export function brokenBy(code: string, { requirement, breaks = {} }: Reason): RequirementId {
  if (isSuccess(code)) return breaks.success ?? requirement;
  switch (code) {
    case '404':
      return breaks.notFound ?? requirement;
    case '418':
      return breaks.exists ?? requirement;
    case '405':
      return breaks.notAllowed ?? breaks.otherFailure ?? requirement;
    default:
      return consequences.includes(code) ? requirement : (breaks.otherFailure ?? requirement);
  }
}

/** Codes that say only that something else in the same container went wrong. */
export const consequences: readonly string[] = ['215', '216', '507'];
