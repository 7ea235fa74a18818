import type { Part } from '../draft.ts';
import type { Enrollment } from './enrollment.ts';
import { lookingAt, type ScepRequest } from './sessions/observing.ts';
import { settlingTime } from './settling.ts';

/** A look at requests after a while: Status, ErrorCode, CertThumbprint, RespondentServerUrl and Challenge of each. */
export function lookAfter(seconds: number, requests: readonly ScepRequest[]): readonly Part[] {
  return [{ kind: 'wait', seconds }, lookingAt(requests)];
}

/** The last look, once nothing will change any more: also at what the servers were asked. */
export function settled(
  enrollments: readonly Enrollment[],
  seconds = settlesWithin(enrollments),
): readonly Part[] {
  return [...lookAfter(seconds, enrollments), { kind: 'read-scep-log' }];
}

/** Seconds until the last of these enrollments, all begun now, has come to its end. */
function settlesWithin(enrollments: readonly Enrollment[]): number {
  return Math.max(...enrollments.map(settlingTime));
}
