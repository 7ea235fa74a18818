import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../cases/case.ts';
import { alertsOf, installAlert } from '../aspects/scep-client.ts';
import { add, atomic, csp, get, remove, replace, userCsp } from '../client.ts';
import { device, exec, laboratory, operationsOf, settingUp, type Laboratory } from './laboratory.ts';

const hour = 3600;
const goesOn: Answers = { 'A-70': 'goes-on' };

const subjectsOf = (session: Laboratory): readonly string[] => session.stores().map(({ subject }) => subject);

describe('R-SCEP-38: Delete of a UniqueID', () => {
  it.each([{ 'A-70': 'given-up' }, goesOn] as const)(
    'removes the certificate that its enrollment brought, and no other (%o)',
    (answers) => {
      const session = laboratory({}, { answers });
      const ids = [`${csp}/SCEP/a`, `${csp}/SCEP/b`, `${userCsp}/SCEP/a`];
      for (const id of ids) session.enroll({ SubjectName: `CN=${id.length} ${id.slice(-1)}` }, id);
      const before = subjectsOf(session);
      session.send(remove(`${csp}/SCEP/a`));
      expect(subjectsOf(session)).toEqual(before.slice(1));
      expect(session.read(`${csp}/SCEP/a/Status`)).toBe('404');
    },
  );

  it('leaves it in the store where the Delete is undone', () => {
    const session = laboratory();
    session.enroll();
    session.send(atomic(remove(device), get(csp)));
    expect([subjectsOf(session), session.node('Status')]).toEqual([['CN=device'], '1']);
  });
});

describe('A-70: Delete of a UniqueID while its enrollment is under way', () => {
  it('gives up: also what was to begin with the same message', () => {
    const session = laboratory();
    session.send(...settingUp(), exec(), remove(device));
    session.advance(hour);
    expect([session.ca.log, subjectsOf(session)]).toEqual([[], []]);
  });

  it('goes on: polls come at their times, the certificate lands in the store, and there are no nodes', () => {
    const session = laboratory({ pending: 2 }, { answers: goesOn });
    session.enroll({ RetryDelay: '2' });
    session.send(remove(device));
    session.advance(239);
    expect([operationsOf(session.ca).length, subjectsOf(session)]).toEqual([2, []]);
    session.advance(1);
    expect([operationsOf(session.ca).length, subjectsOf(session)]).toEqual([3, ['CN=device']]);
    expect(session.read(device)).toBe('404');
  });

  it('goes on: an answer that was on its way still arrives', () => {
    const late = { operation: 'PKIOperation', fault: { kind: 'late', seconds: 20 } } as const;
    const session = laboratory({ faults: [late] }, { answers: goesOn });
    session.enroll();
    session.send(remove(device));
    session.advance(20);
    expect(subjectsOf(session)).toEqual(['CN=device']);
  });

  it('goes on: what was to begin with the same message begins', () => {
    const session = laboratory({}, { answers: goesOn });
    session.send(...settingUp(), exec(), remove(device));
    expect([subjectsOf(session), session.read(device)]).toEqual([['CN=device'], '404']);
  });

  // csp-source.txt, SCEP: an alert is sent after the certificate is installed.
  it('goes on: the install is alerted', () => {
    const session = laboratory({ pending: 1 }, { answers: goesOn });
    session.enroll();
    session.send(remove(device));
    session.advance(hour);
    expect(alertsOf(session.send())).toEqual([installAlert]);
  });

  it('goes on: a certificate of an earlier enrollment of the id goes, the one to come does not', () => {
    const session = laboratory({ pending: 1 }, { answers: goesOn });
    session.enroll();
    session.advance(hour);
    session.send(
      add(`${device}/Install/Challenge`, 'again'),
      replace(`${device}/Install/SubjectName`, 'CN=second'),
      exec(),
    );
    expect([session.node('Status'), subjectsOf(session)]).toEqual(['2', ['CN=device']]);
    session.send(remove(device));
    expect(subjectsOf(session)).toEqual([]);
    session.advance(hour);
    expect(subjectsOf(session)).toEqual(['CN=second']);
  });

  it('goes on: an id of the same name that is added again is another one', () => {
    const session = laboratory({ pending: 1 }, { answers: goesOn });
    session.enroll();
    session.send(remove(device), add(device));
    session.advance(hour);
    // The first has brought its certificate; the second has not even begun.
    expect([subjectsOf(session), session.node('Status'), session.node('CertThumbprint')]).toEqual([
      ['CN=device'],
      '32',
      '404',
    ]);
  });

  it('goes on: it and the enrollment of an id that is added again do not get mixed up', () => {
    const session = laboratory({ pending: 1 }, { answers: goesOn });
    session.enroll({ RetryDelay: '5' });
    session.send(remove(device));
    session.enroll({ RetryDelay: '60', SubjectName: 'CN=second' });
    session.advance(300);
    expect([subjectsOf(session), session.node('Status'), session.node('CertThumbprint')]).toEqual([
      ['CN=device'],
      '2',
      '404',
    ]);
    session.advance(hour);
    expect(session.node('Status')).toBe('1');
    const [first, second] = session.stores();
    expect(session.node('CertThumbprint')).toBe(second?.thumbprint);
    session.send(remove(device));
    expect(session.stores().map(({ thumbprint }) => thumbprint)).toEqual([first?.thumbprint]);
  });

  it("goes on: a failure, too, is nobody's", () => {
    const session = laboratory({ pending: 9 }, { answers: goesOn });
    session.enroll({ RetryDelay: '1', RetryCount: '1' });
    session.send(remove(device));
    session.enroll({ RetryDelay: '60' });
    session.advance(300);
    expect([session.node('Status'), session.node('ErrorCode')]).toEqual(['2', '404']);
  });

  it('goes on: deleted twice over, both certificates come', () => {
    const session = laboratory({ pending: 1 }, { answers: goesOn });
    for (const SubjectName of ['CN=first', 'CN=second']) {
      session.enroll({ SubjectName });
      session.send(remove(device));
    }
    session.advance(hour);
    expect(subjectsOf(session)).toEqual(['CN=first', 'CN=second']);
  });
});

it('A-43, A-70: a Replace that empties the id ends an enrollment under way as a Delete does', () => {
  for (const [answer, subjects] of [
    ['given-up', []],
    ['goes-on', ['CN=device']],
  ] as const) {
    const session = laboratory({ pending: 1 }, { answers: { 'A-43': 'emptied', 'A-70': answer } });
    session.enroll();
    session.send(replace(device));
    session.advance(hour);
    expect([subjectsOf(session), session.node('Status')]).toEqual([subjects, '32']);
  }
});
