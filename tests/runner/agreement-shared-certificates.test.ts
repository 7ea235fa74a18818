import { describe, expect, it } from 'vitest';
import type { Answers } from '../../cases/case.ts';
import { pick } from '../../qualification/random-device.ts';
import { device } from '../oracles/support/laboratory.ts';
import { complaintOf } from './agreement-complaint.ts';
import { answersFor, caseOfSession, sharingSessions, type Session } from './agreement-sessions.ts';

/*
 * Who may have taken a certificate out of a store where several hold it is the question in which the oracle was wrong most
 * often. So beside the random sessions there is this list, each session of it on one of the devices that it tells apart.
 * On all of them it has 3006 cases, which take a minute; none of them was an accusation when this was written.
 */
describe('UniqueIDs that share a certificate, on devices that are right', () => {
  it('lead to no accusation, whatever their Delete and Replace do to one another', async () => {
    const complaints: string[] = [];
    for (const session of sharingSessions()) {
      const answers = drawn(session);
      const testCase = caseOfSession(session, device);
      const complaint = await complaintOf(testCase, answers);
      if (complaint !== undefined) complaints.push(JSON.stringify({ complaint, session, answers }));
    }
    expect(complaints).toEqual([]);
  });
});

/** One of the devices that the session tells apart, the same in every run. */
function drawn(session: Session): Answers {
  const all = answersFor(session);
  return all[pick(JSON.stringify(session), all.length)] ?? {};
}
