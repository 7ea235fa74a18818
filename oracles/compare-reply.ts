import { isSuccess } from '../csp/statuses.ts';
import type { Differences, Spot } from './differences.ts';
import type { Reason, ReplyExpectation } from './expectation.ts';
import { shown, type Match } from './match.ts';
import type { Reply } from './reply.ts';
import type { Request } from './request.ts';

/** A reply with the request that it answers. */
export interface SeenReply {
  readonly kind: 'reply';
  readonly reply: Reply;
  /** Absent where the reply is no message. */
  readonly match: Match | undefined;
  readonly request: Request;
}

const theReply: Spot = { layer: 'protocol', place: -1, where: 'the reply' };

/**
 * Compares the reply as a whole.
 *
 * @returns whether nothing in it says more about the commands
 */
export function compareReply(
  { reply: expected, reason }: ReplyExpectation,
  { reply, match, request }: SeenReply,
  differences: Differences,
): boolean {
  if (reply.kind === 'garbage') {
    const observed = `no SyncML: ${reply.reason}`;
    differences.add(theReply, 'a reply in SyncML', observed, { ...reason, requirement: 'R-DM-01' });
    return true;
  }
  if (expected === 'refused') {
    if (reply.kind === 'message') compareRefusal(reply, reason, differences);
    return true;
  }
  if (reply.kind === 'none' || match === undefined) {
    if (needsReply(request)) {
      differences.add(theReply, 'a reply with a Status for SyncHdr and each command', 'no reply', reason);
    }
    return true;
  }
  compareHeader(request, match, reason, differences);
  for (const { where, expected: wanted, observed } of match.faults) {
    const spot: Spot = { layer: 'protocol', place: -1, where };
    differences.add(spot, wanted, observed, { ...reason, requirement: 'R-DM-01' });
  }
  return false;
}

/** To Status and Results there is no answer, so that a message of these alone may end the session. */
function needsReply({ noResp, commands }: Request): boolean {
  return !noResp && commands.some(({ kind }) => kind !== 'Status' && kind !== 'Results');
}

/** A message that is refused as a whole may be answered as the device likes, as long as nothing in it succeeds. */
function compareRefusal(
  { statuses, results }: Extract<Reply, { kind: 'message' }>,
  reason: Reason,
  differences: Differences,
): void {
  const success = statuses.find(
    ({ cmdRef, cmd, code }) => isSuccess(code) && cmdRef !== '0' && cmd !== 'SyncHdr',
  );
  if (success !== undefined) {
    const observed = `Status ${success.code} for CmdRef ${shown(success.cmdRef)}`;
    differences.add(theReply, `no command that succeeds, because ${reason.because}`, observed, reason);
  }
  if (results.length > 0) {
    differences.add(theReply, `no Results, because ${reason.because}`, 'Results', reason);
  }
}

/** A body or a fragment has no SyncHdr that could be answered; 212 and 214 are good codes of a header alone. */
function compareHeader(request: Request, { header }: Match, reason: Reason, differences: Differences): void {
  const wanted = request.shape === 'message' && !request.noResp;
  if (header === undefined ? !wanted : isSuccess(header.code) || ['212', '214'].includes(header.code)) return;
  const observed = header === undefined ? 'none' : `Status ${shown(header.code)}`;
  differences.add(theReply, 'a Status of success for SyncHdr, with CmdRef 0', observed, reason);
}
