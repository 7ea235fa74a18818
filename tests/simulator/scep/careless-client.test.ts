import { describe, expect, it } from 'vitest';
import type { AnswerFault } from '../../../pki/scep/script.ts';
import type { ReplyCheck } from '../../../simulator/scep/rules.ts';
import { remove, replace } from '../client.ts';
import { always, device, laboratory, operationsOf, requestTo, type Laboratory } from './laboratory.ts';

/** Status and ErrorCode of an enrollment that has come to its end, whatever it took. */
function endOf(session: Laboratory): string {
  session.advance(3600);
  return `${session.node('Status')} ${session.node('ErrorCode')}`;
}

// Seeded faults of the SCEP client: each rule that it keeps can be put in another's place.

describe('a client that is careless in one thing', () => {
  const careless: readonly (readonly [ReplyCheck, AnswerFault['kind']])[] = [
    ['nonce', 'wrong-nonce'],
    ['nonce', 'no-nonce'],
    ['transaction', 'another-transaction'],
    ['own-key', 'certificate-for-another-key'],
    ['encryption', 'unencrypted'],
    ['signer', 'signed-by-stranger'],
  ];
  it.each(careless)('does not make sure of %s: takes an answer with %s', (check, kind) => {
    const session = laboratory(always('PKIOperation', { kind }), {
      rules: { makesSureOf: (other) => other !== check },
    });
    session.enroll();
    expect(endOf(session)).toBe('1 404');
  });

  it('does not make sure of the content type', () => {
    const session = laboratory(always('PKIOperation', { kind: 'content-type', value: 'text/html' }), {
      rules: { makesSureOf: (check) => check !== 'content-type' },
    });
    session.enroll();
    expect(endOf(session)).toBe('1 404');
  });

  it('does not look at CAThumbprint', () => {
    const session = laboratory({ authority: 'another' }, { rules: { isExpectedAuthority: () => true } });
    session.enroll();
    expect(endOf(session)).toBe('1 404');
  });

  it('lets a Replace reach the enrollment under way', () => {
    const session = laboratory({ pending: 1 }, { rules: { changeReachesEnrollment: true } });
    session.enroll();
    session.send(replace(`${device}/Install/SubjectName`, 'CN=late'));
    session.advance(3600);
    expect(session.stores().map(({ subject }) => subject)).toEqual(['CN=late']);
  });

  it('keeps the challenge, and sends it as it stands', () => {
    const session = laboratory(
      {},
      {
        answers: { 'A-15': 'decoded' },
        rules: { challengeAfterExec: 'kept', challengePassword: (challenge) => challenge },
      },
    );
    session.enroll({ Challenge: 'c2VjcmV0' });
    expect(session.node('Install/Challenge')).toBe('c2VjcmV0');
    expect(requestTo(session.ca)?.challenge).toBe('c2VjcmV0');
  });

  it('asks for something else than is set', () => {
    const session = laboratory({}, { rules: { finishRequest: (right) => ({ ...right, keyUsage: 0x40 }) } });
    session.enroll();
    expect(requestTo(session.ca)?.keyUsage).toBe(0x40);
  });

  it('takes seconds for minutes, polls once too often, forgets nothing', () => {
    const session = laboratory(
      { pending: 9 },
      { rules: { secondsBetweenPolls: (delay) => delay, polls: (count) => count + 1, cleansUp: false } },
    );
    session.enroll({ RetryDelay: '5', RetryCount: '1' });
    session.send(remove(device));
    session.advance(10);
    expect(operationsOf(session.ca)).toHaveLength(3);
  });
});
