import { describe, expect, it } from 'vitest';
import { atomic, csp, get, remove } from '../client.ts';
import { code, device, laboratory, operationsOf, server, start } from './laboratory.ts';

const minute = 60;

describe('a server that answers PENDING', () => {
  it('R-SCEP-16, R-SCEP-17, R-SCEP-34: Status 2, then polls every RetryDelay minutes until the certificate comes', () => {
    const session = laboratory({ pending: 2 });
    session.enroll({ RetryDelay: '7', RetryCount: '3' });
    expect([session.node('Status'), session.node('RespondentServerUrl')]).toEqual([
      '2',
      `${server}/pkiclient.exe`,
    ]);
    session.advance(7 * minute - 1);
    expect(operationsOf(session.ca)).toHaveLength(1);
    session.advance(1);
    expect([operationsOf(session.ca).length, session.node('Status')]).toEqual([2, '2']);
    session.advance(7 * minute);
    expect(session.node('Status')).toBe('1');
  });

  it('the polls of a long wait come at their own times, in the same transaction', () => {
    const session = laboratory({ pending: 9 });
    session.enroll({ RetryDelay: '2', RetryCount: '3' });
    session.advance(24 * 60 * minute);
    const log = operationsOf(session.ca);
    expect(log.map(({ time }) => (Date.parse(time) - start) / 1000)).toEqual([0, 120, 240, 360]);
    expect(new Set(log.map(({ message }) => message?.transactionId)).size).toBe(1);
    expect(new Set(log.map(({ message }) => message?.senderNonce)).size).toBe(4);
    expect([session.node('Status'), session.node('ErrorCode')]).toEqual(['16', code('ERROR_TIMEOUT')]);
  });

  it.each([
    ['0', 0],
    [undefined, 3],
    ['30', 30],
    ['31', 30],
  ])('R-SCEP-17: RetryCount %s polls %i times', (RetryCount, polls) => {
    const session = laboratory({ pending: 99 });
    session.enroll({ RetryCount });
    session.advance(200 * minute);
    expect(operationsOf(session.ca)).toHaveLength(1 + polls);
    expect(session.node('Status')).toBe('16');
  });

  it('Delete of the id while it waits: nothing more is sent', () => {
    const session = laboratory({ pending: 1 });
    session.enroll();
    session.send(remove(device));
    session.advance(60 * minute);
    expect([operationsOf(session.ca).length, session.stores().length]).toEqual([1, 0]);
  });

  // csp-source.txt, Install (Note): the device takes the values that are set when the Exec is accepted.
  it('R-SCEP-04: Delete of Install while it waits deletes settings, which the enrollment has taken already', () => {
    const session = laboratory({ pending: 1 });
    session.enroll();
    session.send(remove(`${device}/Install`));
    session.advance(60 * minute);
    expect([session.node('Status'), session.stores()[0]?.subject]).toEqual(['1', 'CN=device']);
  });

  it('a Delete that is rolled back leaves the enrollment under way', () => {
    const session = laboratory({ pending: 1 });
    session.enroll();
    session.send(atomic(remove(device), get(csp)));
    session.advance(60 * minute);
    expect(session.node('Status')).toBe('1');
  });

  it('an answer that comes late takes time of its own', () => {
    const session = laboratory({
      faults: [{ operation: 'PKIOperation', fault: { kind: 'late', seconds: 20 } }],
    });
    session.enroll();
    expect(session.node('Status')).toBe('32');
    session.advance(19);
    expect(session.node('Status')).toBe('32');
    session.advance(1);
    expect(session.node('Status')).toBe('1');
  });
});
