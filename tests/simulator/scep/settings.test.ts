import { describe, expect, it } from 'vitest';
import { nodes } from '../../../csp/tree.ts';
import { add, csp, execute, get, open, remove, replace } from '../client.ts';
import { code, device, exec, laboratory, operationsOf, requestTo, settingUp, start } from './laboratory.ts';

const install = `${device}/Install`;
const hour = 3600;

/** Two values that each setting takes. */
const values: Readonly<Record<string, readonly [string, string]>> = {
  ServerURL: ['http://ca.test/scep', 'http://a.test;http://b.test'],
  Challenge: ['c2VjcmV0', 'plain'],
  EKUMapping: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.2+1.3.6.1.5.5.7.3.4'],
  KeyUsage: ['160', '32'],
  SubjectName: ['CN=a', 'CN=b, O="c, d"'],
  KeyProtection: ['3', '1'],
  RetryDelay: ['1', '4294967295'],
  RetryCount: ['0', '31'],
  TemplateName: ['1.2.3', ''],
  KeyLength: ['1024', '4096'],
  HashAlgorithm: ['SHA-1', 'SHA-1+SHA-2'],
  CAThumbprint: ['00112233445566778899AABBCCDDEEFF00112233', '00112233445566778899aabbccddeeff00112233'],
  SubjectAlternativeNames: ['11+a@b.c;3+d.e', ''],
  ValidPeriod: ['Days', 'Years'],
  ValidPeriodUnits: ['0', '30'],
  ContainerName: ['work', 'home'],
  CustomTextToShowInPrompt: ['for mail', ''],
  AADKeyIdentifierList: ['a;b', 'c'],
};

describe('R-SCEP-05 to 09, 11, 12, 16 to 19, 21, 23 to 28, 31: what is set below Install', () => {
  it('is every setting of the tree', () => {
    const settable = nodes.filter(
      ({ id, verbs }) => id.startsWith('SCEP/{UniqueID}/Install/') && verbs.includes('Add'),
    );
    expect(Object.keys(values).toSorted()).toEqual(settable.map(({ name }) => name).toSorted());
  });

  it.each(Object.entries(values))(
    '%s can be added, read, replaced and deleted, not executed',
    (name, pair) => {
      const session = open();
      const target = `${install}/${name}`;
      const [first, second] = pair;
      const reply = session.send(add(target, first), get(target), replace(target, second), get(target));
      expect([reply.all, reply.results.map(({ text }) => text)]).toEqual([
        '200 200 200 200',
        [first, second],
      ]);
      expect(session.send(add(target, first), execute(target), remove(target), get(target)).all).toBe(
        '418 405 200 404',
      );
    },
  );

  it('R-SCEP-03: Install itself can be added, read, replaced and deleted with all below it', () => {
    const session = open();
    const reply = session.send(
      add(install),
      add(`${install}/RetryCount`, '1'),
      replace(install),
      get(install),
    );
    expect([reply.all, reply.value?.split('/').toSorted()]).toEqual([
      '200 200 200 200',
      ['Enroll', 'RetryCount'],
    ]);
    expect(session.send(remove(install), get(`${install}/RetryCount`), get(device)).all).toBe('200 404 200');
  });

  it('R-SCEP-02: is told apart by its UniqueID', () => {
    const session = open();
    session.send(add(`${install}/RetryCount`, '1'), add(`${device}b/Install/RetryCount`, '2'));
    session.send(remove(device));
    expect(session.read(`${csp}/SCEP/ab/Install/RetryCount`)).toBe('2');
  });
});

describe('R-SCEP-29: Enroll', () => {
  it('has Exec as its only command', () => {
    const target = `${install}/Enroll`;
    const session = open();
    session.send(...settingUp());
    expect(
      session.send(add(target, '', 'null'), get(target), replace(target, '', 'null'), remove(target)).all,
    ).toBe('405 405 405 405');
    expect(session.send(exec()).all).toBe('200');
  });
});

describe('R-SCEP-10: KeyUsage', () => {
  it.each([
    ['64', false],
    ['0', false],
    ['31', false],
    ['32', true],
    ['128', true],
    ['160', true],
    ['224', true],
  ] as const)('%s: configures %s', (KeyUsage, works) => {
    for (const whenFound of ['when-set', 'at-trigger', 'in-status']) {
      const session = laboratory({}, { answers: { 'A-04/KeyUsage': whenFound } });
      session.send(...settingUp({ KeyUsage }), exec());
      expect(session.node('Status') === '1').toBe(works);
      expect(session.stores()).toHaveLength(works ? 1 : 0);
      if (works) expect(requestTo(session.ca)?.keyUsage).toBe(Number(KeyUsage));
      else expect(session.ca.log).toEqual([]);
    }
  });
});

describe('R-SCEP-25, R-SCEP-26: the wish for a period of validity', () => {
  it.each([
    [{ ValidPeriodUnits: '30' }, { period: 'Days', units: '30' }, 30],
    [{ ValidPeriod: 'Days', ValidPeriodUnits: '30' }, { period: 'Days', units: '30' }, 30],
    [{ ValidPeriod: 'Months', ValidPeriodUnits: '1' }, { period: 'Months', units: '1' }, 30],
    [{ ValidPeriod: 'Years', ValidPeriodUnits: '1' }, { period: 'Years', units: '1' }, 365],
    [{ ValidPeriod: 'Years' }, undefined, undefined],
    [{}, undefined, undefined],
  ])('%o is passed on, and the server decides', (settings, wish, days) => {
    const session = laboratory();
    session.enroll(settings);
    expect(requestTo(session.ca)?.validity).toEqual(wish);
    if (days === undefined) return;
    session.advance(days * 86_400);
    expect(session.node('CertThumbprint')).toHaveLength(40);
    session.advance(1);
    expect(session.node('CertThumbprint')).toBe('');
    const other = laboratory({ honoursValidityWish: false, validitySeconds: hour });
    other.enroll(settings);
    other.advance(hour + 1);
    expect(other.node('CertThumbprint')).toBe('');
  });
});

/** Minutes of the requests after the first, from the start of the device's clock. */
function pollsWith(settings: Readonly<Record<string, string>>): readonly number[] {
  const session = laboratory({ pending: 99 });
  session.enroll(settings);
  session.advance(400 * hour);
  return operationsOf(session.ca)
    .slice(1)
    .map(({ time }) => (Date.parse(time) - start) / 60_000);
}

describe('R-SCEP-16, R-SCEP-17: retries of a pending server', () => {
  it('are three, five minutes apart, where nothing is set', () => {
    expect(pollsWith({})).toEqual([5, 10, 15]);
  });

  it.each([
    ['0', [1, 2]],
    ['1', [1, 2]],
    ['60', [60, 120]],
  ])('RetryDelay %s', (RetryDelay, polls) => {
    expect(pollsWith({ RetryDelay, RetryCount: '2' })).toEqual(polls);
  });

  it('RetryCount -1 counts as 0, and as 3 where the device takes its default (A-24)', () => {
    for (const [answer, polls] of [
      ['clamped', 0],
      ['default', 3],
    ] as const) {
      const session = laboratory({ pending: 99 }, { answers: { 'A-24': answer } });
      session.enroll({ RetryCount: '-1' });
      session.advance(hour);
      expect(operationsOf(session.ca)).toHaveLength(1 + polls);
    }
  });

  it('the longest delay is longer than any test: Status stays 2', () => {
    const session = laboratory({ pending: 1 });
    session.enroll({ RetryDelay: '4294967295' });
    session.advance(365 * 86_400);
    expect([operationsOf(session.ca).length, session.node('Status')]).toEqual([1, '2']);
  });

  it('are for PENDING alone: a server that can not be reached is asked once', () => {
    const session = laboratory({ faults: [{ operation: 'GetCACaps', fault: { kind: 'drop' } }] });
    session.enroll({ RetryCount: '30', RetryDelay: '1' });
    session.advance(hour);
    expect([session.ca.log.length, session.node('Status')]).toEqual([1, '16']);
  });
});

describe('R-SCEP-07: the challenge', () => {
  it.each([
    ['deleted', '404', '404'],
    ['emptied', 'empty', ''],
  ])('is %s also where the accepted Exec ends in Status 16', (_how, answer, shown) => {
    const answers = { 'A-21': answer, 'A-28/settings': 'in-status', 'A-04/KeyUsage': 'in-status' };
    for (const wrong of [{ KeyUsage: '64' }, { SubjectName: undefined }, { CAThumbprint: 'AB' }]) {
      const session = laboratory({}, { answers });
      expect(session.send(...settingUp(wrong), exec()).all).toMatch(/200$/);
      expect([session.node('Status'), session.node('Install/Challenge')]).toEqual(['16', shown]);
    }
  });

  it('stays where the Exec is refused', () => {
    const session = laboratory();
    expect(session.send(...settingUp({ SubjectName: undefined }), exec()).all).toMatch(/500$/);
    expect(session.node('Install/Challenge')).toBe('secret');
  });

  it('that was never set is not there empty after it (A-21)', () => {
    const session = laboratory({}, { answers: { 'A-21': 'empty', 'A-28/settings': 'in-status' } });
    session.send(...settingUp({ Challenge: undefined }), exec());
    expect([session.node('Status'), session.node('Install/Challenge')]).toEqual(['16', '404']);
  });
});

describe('R-SCEP-32, 34, 35, 36: what can only be read', () => {
  it('has the formats of the DDF', () => {
    const session = laboratory({ failure: { failInfo: 'badRequest' } });
    session.enroll();
    const names = ['Status', 'ErrorCode', 'RespondentServerUrl'];
    const { results } = session.send(get(...names.map((name) => `${device}/${name}`)));
    expect(results.map(({ format }) => format)).toEqual(['int', 'int', 'chr']);
    expect(results[1]?.text).toBe(code('CERTSRV_E_ADMIN_DENIED_REQUEST'));
    expect(Number(results[1]?.text)).toBeLessThan(0);
    const other = laboratory();
    other.enroll();
    const [shown] = other.send(get(`${device}/CertThumbprint`)).results;
    expect([shown?.format, shown?.text]).toEqual(['chr', other.stores()[0]?.thumbprint]);
  });

  it('is 32 before an Exec, with a URL that is empty and nothing else', () => {
    const session = laboratory();
    session.send(add(device));
    expect(
      ['Status', 'ErrorCode', 'CertThumbprint', 'RespondentServerUrl'].map((name) => session.node(name)),
    ).toEqual(['32', '404', '404', '']);
  });

  it('tells nothing of an earlier failure once an enrollment has succeeded', () => {
    const session = laboratory({
      faults: [{ operation: 'GetCACaps', times: 1, fault: { kind: 'http-status', status: 503 } }],
    });
    session.enroll();
    expect(session.node('ErrorCode')).toBe(String(0x801901f7 | 0));
    session.send(add(`${install}/Challenge`, 'again'), exec());
    expect([session.node('Status'), session.node('ErrorCode')]).toEqual(['1', '404']);
  });
});
