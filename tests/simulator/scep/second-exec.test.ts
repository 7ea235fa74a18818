import { describe, expect, it } from 'vitest';
import type { AnswerTo } from '../../../csp/ambiguities.ts';
import { add, atomic, execute, remove, replace } from '../client.ts';
import {
  device,
  exec,
  laboratory,
  operationsOf,
  requestTo,
  settingUp,
  type Laboratory,
  type Options,
} from './laboratory.ts';

const hour = 3600;
const withAnswer = (answer: AnswerTo<'A-67'>, rest: Options['answers'] = {}): Laboratory =>
  laboratory({ pending: 1 }, { answers: { ...rest, 'A-67': answer } });

const newChallenge = add(`${device}/Install/Challenge`, 'again');

describe('A-67: Exec while an enrollment of the same id is under way', () => {
  it('accepted without effect, it deletes the challenge all the same (R-SCEP-07), and needs none', () => {
    const session = withAnswer('goes-on');
    session.enroll();
    expect(session.send(newChallenge, exec()).all).toBe('200 200');
    expect(session.node('Install/Challenge')).toBe('404');
    expect([session.send(exec()).all, session.node('Status')]).toEqual(['200', '2']);
  });

  it('refused, it leaves challenge and enrollment alone', () => {
    const session = withAnswer('refused');
    session.enroll();
    expect(session.send(newChallenge, exec()).all).toBe('200 500');
    expect([session.node('Install/Challenge'), session.node('Status')]).toEqual(['again', '2']);
    session.advance(hour);
    expect(session.node('Status')).toBe('1');
  });

  it('refused, it fails its whole Atomic', () => {
    const session = withAnswer('refused');
    session.enroll();
    expect(session.send(atomic(replace(`${device}/Install/SubjectName`, 'CN=late'), exec())).all).toBe(
      '507 216 500',
    );
    expect(session.node('Install/SubjectName')).toBe('CN=device');
  });

  it.each(['goes-on', 'refused', 'begins-again'] as const)(
    '%s: begins anew where the first has come to its end',
    (answer) => {
      const session = withAnswer(answer);
      session.enroll();
      session.advance(hour);
      const [first] = session.stores();
      expect(session.send(newChallenge, exec()).all).toBe('200 200');
      session.advance(hour);
      expect([session.node('Status'), session.stores().length]).toEqual(['1', 1]);
      expect(session.stores()[0]?.thumbprint).not.toBe(first?.thumbprint);
    },
  );

  it.each(['goes-on', 'refused'] as const)(
    '%s: begins anew where the last poll was answered with pending, and nothing more happens (A-69)',
    (answer) => {
      const session = withAnswer(answer, { 'A-69': 'pending' });
      session.enroll({ RetryCount: '0' });
      expect(session.send(newChallenge, exec()).all).toBe('200 200');
      expect(operationsOf(session.ca)).toHaveLength(2);
    },
  );

  it('begins again: one that fails at the trigger leaves the first under way', () => {
    const session = withAnswer('begins-again');
    session.enroll();
    // The challenge is deleted, so that a required setting is missing (R-SCEP-37).
    expect(session.send(exec()).all).toBe('500');
    session.advance(hour);
    expect(session.node('Status')).toBe('1');
  });

  it('begins again: one that fails in Status gives the first up', () => {
    const session = withAnswer('begins-again', { 'A-28/settings': 'in-status' });
    session.enroll();
    expect(session.send(exec()).all).toBe('200');
    session.advance(hour);
    expect([session.node('Status'), operationsOf(session.ca).length]).toEqual(['16', 1]);
  });

  it('does not reach the enrollment of another id', () => {
    const session = withAnswer('refused');
    session.enroll();
    const other = `${device}-other`;
    expect(session.send(...settingUp({}, other), execute(`${other}/Install/Enroll`)).all).toMatch(/200$/);
  });

  // Without this the second Exec deleted the challenge of the first, which waits for the end of the Atomic.
  it.each([
    ['begins-again', '1'],
    ['goes-on', '1'],
    ['refused', '404'],
  ] as const)('%s: two Execs in one Atomic', (answer, status) => {
    const session = laboratory({}, { answers: { 'A-20': 'waits-for-commit', 'A-67': answer } });
    const reply = session.send(atomic(...settingUp(), exec(), exec()));
    expect(reply.codes('1')).toBe(answer === 'refused' ? '507' : '200');
    expect([session.node('Status'), operationsOf(session.ca).length]).toEqual([
      status,
      status === '1' ? 1 : 0,
    ]);
  });

  it('goes on: with an id that was deleted and added again, the Exec begins', () => {
    const session = withAnswer('goes-on');
    session.enroll();
    session.send(remove(device));
    session.enroll({ SubjectName: 'CN=second' });
    session.advance(hour);
    expect([session.stores().map(({ subject }) => subject), requestTo(session.ca)?.subject]).toEqual([
      ['CN=second'],
      'CN=device',
    ]);
  });
});
