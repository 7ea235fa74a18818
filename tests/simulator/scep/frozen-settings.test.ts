import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../cases/case.ts';
import { add, atomic, csp, get, remove, replace, sequence, type Sent } from '../client.ts';
import { device, exec, laboratory, operationsOf, requestTo, settingUp } from './laboratory.ts';

const hour = 3600;
const setting = (name: string): string => `${device}/Install/${name}`;

describe('R-SCEP-04: the settings of an enrollment are those of its accepted Exec', () => {
  it('a change in the same message, before anything was sent, does not reach it', () => {
    const session = laboratory();
    session.send(...settingUp(), exec(), replace(setting('SubjectName'), 'CN=late'));
    expect([requestTo(session.ca)?.subject, session.node('Install/SubjectName')]).toEqual([
      'CN=device',
      'CN=late',
    ]);
  });

  it('a change while the first answer is on its way does not reach it', () => {
    const session = laboratory({
      faults: [{ operation: 'GetCACaps', fault: { kind: 'late', seconds: 20 } }],
    });
    session.enroll();
    session.send(replace(setting('SubjectName'), 'CN=late'), replace(setting('KeyLength'), '1024'));
    session.advance(20);
    expect(requestTo(session.ca)).toMatchObject({ subject: 'CN=device', keyBits: 2048 });
  });

  it('every setting can be deleted while a poll is waited for', () => {
    const session = laboratory({ pending: 1, challenge: 'secret' });
    session.enroll({ RetryDelay: '2', RetryCount: '1', ValidPeriod: 'Years' });
    const names = session
      .read(`${device}/Install`)
      .split('/')
      .filter((name) => name !== 'Enroll');
    const reply = session.send(...names.map((name) => remove(setting(name))));
    expect(new Set(reply.all.split(' '))).toEqual(new Set(['200']));
    session.advance(120);
    expect(session.node('Status')).toBe('1');
  });

  it('where the device waits for the commit (A-20), those that the Atomic left; not what comes after it', () => {
    const session = laboratory({}, { answers: { 'A-20': 'waits-for-commit' } });
    session.send(
      atomic(...settingUp(), exec(), add(setting('TemplateName'), '1.2.3')),
      replace(setting('TemplateName'), '1.2.4'),
      replace(setting('SubjectName'), 'CN=late'),
    );
    expect(requestTo(session.ca)).toMatchObject({ subject: 'CN=device', template: '1.2.3' });
  });

  it('R-SCEP-07: the challenge goes with the commit then, and reaches the server', () => {
    const session = laboratory({ challenge: 'secret' }, { answers: { 'A-20': 'waits-for-commit' } });
    session.send(atomic(...settingUp(), exec(), add(setting('TemplateName'), '1.2.3')));
    expect([session.node('Install/Challenge'), session.node('Status')]).toEqual(['404', '1']);
  });
});

describe('R-GEN-02: an Exec whose Atomic is undone starts nothing', () => {
  const nothingComes = (answers: Answers, members: readonly Sent[]): void => {
    const session = laboratory({}, { answers });
    expect(session.send(atomic(...members)).codes('1')).toBe('507');
    session.send(get(csp));
    session.advance(hour);
    expect([session.ca.log, session.stores(), session.node('Status')]).toEqual([[], [], '404']);
  };

  it.each(['one-by-one', 'checked-first'])('A-34 %s, whatever fails after it', (when) => {
    for (const failing of [get(csp), add(setting('KeyUsage'), '160'), exec(`${csp}/SCEP/none`), atomic()]) {
      nothingComes({ 'A-34': when }, [...settingUp(), exec(), failing]);
    }
  });

  it.each(['works-then', 'waits-for-commit', 'fails'])('A-20 %s', (answer) => {
    nothingComes({ 'A-20': answer }, [...settingUp(), exec(), get(csp)]);
  });

  it('nor does the one of two in it that would succeed', () => {
    const other = `${csp}/SCEP/b`;
    nothingComes({}, [...settingUp(), exec(), ...settingUp({ ServerURL: undefined }, other), exec(other)]);
  });

  it('nor where it is the commit that fails', () => {
    const answers: Answers = { 'A-20': 'waits-for-commit' };
    const other = `${csp}/SCEP/b`;
    nothingComes(answers, [
      ...settingUp(),
      exec(),
      ...settingUp({}, other),
      exec(other),
      remove(`${other}/Install/ServerURL`),
    ]);
  });

  it('the challenge is there again, and a later Exec enrolls with it', () => {
    const session = laboratory({ challenge: 'secret' });
    session.send(...settingUp());
    session.send(atomic(exec(), get(csp)));
    expect([session.node('Install/Challenge'), session.ca.log]).toEqual(['secret', []]);
    session.send(exec());
    expect(session.node('Status')).toBe('1');
  });

  it('an enrollment that was under way before goes on, with the settings that it has', () => {
    const session = laboratory({ pending: 1 });
    session.enroll();
    session.send(
      atomic(
        add(setting('Challenge'), 'again'),
        replace(setting('SubjectName'), 'CN=late'),
        exec(),
        get(csp),
      ),
    );
    session.advance(hour);
    expect(session.stores().map(({ subject }) => subject)).toEqual(['CN=device']);
    expect(operationsOf(session.ca).map(({ message }) => message?.messageType)).toEqual([
      'PKCSReq',
      'CertPoll',
    ]);
  });

  it('one after it in the same message does enroll; an Exec in a Sequence too', () => {
    const session = laboratory();
    session.send(atomic(...settingUp(), exec(), get(csp)), sequence(...settingUp(), exec()));
    expect([session.node('Status'), operationsOf(session.ca).length]).toEqual(['1', 1]);
  });
});
