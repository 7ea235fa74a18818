import { describe, expect, it } from 'vitest';
import { get, remove, replace, userCsp, csp, atomic, add } from '../client.ts';
import {
  code,
  device,
  exec,
  laboratory,
  operationsOf,
  pool,
  requestTo,
  rootOf,
  secondServer,
  server,
  settingUp,
  start,
} from './laboratory.ts';

const minute = 60;

describe('an enrollment', () => {
  it('R-SCEP-29, R-SCEP-34, R-SCEP-36: ends with Status 1, a certificate with key in My, and what the nodes show', () => {
    const session = laboratory();
    const { enroll, node, ca } = session;
    expect(enroll().all).toMatch(/^200( 200)+$/);
    expect(node('Status')).toBe('1');
    expect(session.stores()).toMatchObject([
      { scope: 'device', store: 'My', subject: 'CN=device', provider: 'software', exportable: false },
    ]);
    // R-SCEP-32: the thumbprint of that certificate.
    expect(node('CertThumbprint')).toBe(session.stores()[0]?.thumbprint);
    expect(node('CertThumbprint')).toBe(operationsOf(ca)[0]?.answer.issued);
    expect(node('RespondentServerUrl')).toBe(`${server}/pkiclient.exe`);
    expect(node('ErrorCode')).toBe('404');
  });

  it('asks GetCACaps and GetCACert before it sends its request', () => {
    const { enroll, ca } = laboratory();
    enroll();
    expect(ca.log.map(({ operation, method }) => `${method} ${operation}`)).toEqual([
      'GET GetCACaps',
      'GET GetCACert',
      'POST PKIOperation',
    ]);
  });

  it('R-SCEP-30: the Exec does not wait; a Get in its message sees Status 32, one in the next the outcome', () => {
    const session = laboratory();
    const reply = session.send(...settingUp(), exec(), get(`${device}/Status`));
    expect([reply.value, session.node('Status')]).toEqual(['32', '1']);
  });

  it('R-SCEP-08 to 11, 18, 24, 26: asks for everything that is set', () => {
    const { enroll, ca } = laboratory();
    enroll({
      EKUMapping: '1.3.6.1.4.1.311.10.3.12+1.3.6.1.5.5.7.3.2',
      KeyUsage: '128',
      SubjectName: 'CN=x, O="Contoso, Ltd."',
      SubjectAlternativeNames: '11+tom@contoso.com;3+contoso.com',
      TemplateName: '1.3.6.1.4.1.311.21.8.1',
      ValidPeriod: 'Years',
      ValidPeriodUnits: '2',
    });
    expect(requestTo(ca)).toMatchObject({
      subject: 'CN=x, O=Contoso\\, Ltd.',
      challenge: 'secret',
      extendedKeyUsages: ['1.3.6.1.4.1.311.10.3.12', '1.3.6.1.5.5.7.3.2'],
      keyUsage: 128,
      subjectAlternativeNames: [
        { kind: 'upn', value: 'tom@contoso.com' },
        { kind: 'dns', value: 'contoso.com' },
      ],
      template: '1.3.6.1.4.1.311.21.8.1',
      validity: { period: 'Years', units: '2' },
      keyAlgorithm: 'RSA',
      keyBits: 2048,
      hash: 'sha256',
    });
  });

  it('R-SCEP-24, R-SCEP-26: asks for no names where they are empty, and wishes no validity of 0 units', () => {
    const { enroll, ca } = laboratory();
    enroll({ SubjectAlternativeNames: '', ValidPeriod: 'Days', ValidPeriodUnits: '0', TemplateName: '' });
    const request = requestTo(ca);
    expect([request?.subjectAlternativeNames, request?.validity, request?.template]).toEqual([
      [],
      undefined,
      undefined,
    ]);
  });

  it.each([
    ['1024', 'SHA-1', 1024, 'sha1'],
    ['4096', 'SHA-2', 4096, 'sha256'],
    ['2048', 'SHA-1+SHA-2', 2048, 'sha256'],
    ['2048', 'SHA-1;SHA-2', 2048, 'sha256'],
    ['2048', 'SHA512', 2048, 'sha512'],
  ])(
    'R-SCEP-19, R-SCEP-21: KeyLength %s and HashAlgorithm %s make such a request',
    (length, hashes, bits, hash) => {
      const { enroll, ca, node } = laboratory();
      enroll({ KeyLength: length, HashAlgorithm: hashes });
      expect(node('Status')).toBe('1');
      expect(requestTo(ca)).toMatchObject({ keyBits: bits, hash });
      expect(operationsOf(ca)[0]?.message?.hash).toBe(hash);
    },
  );

  it('R-SCEP-21: of several families it takes the one that the server knows', () => {
    const { enroll, ca } = laboratory({ capabilities: ['SHA-1', 'POSTPKIOperation'] });
    enroll({ HashAlgorithm: 'SHA-1+SHA-2' });
    expect(requestTo(ca)?.hash).toBe('sha1');
    expect(operationsOf(ca)[0]?.message?.cipher).toBe('3des-cbc');
  });

  it('sends by GET to a server that takes no POST', () => {
    const { enroll, ca, node } = laboratory({ capabilities: ['SHA-256', 'AES'] });
    enroll();
    expect([operationsOf(ca)[0]?.method, node('Status')]).toEqual(['GET', '1']);
  });

  it('R-SCEP-04: goes on with the settings of its Exec, whatever is replaced after it', () => {
    const session = laboratory({ pending: 1 });
    session.enroll({ RetryDelay: '2' });
    session.send(
      replace(`${device}/Install/RetryDelay`, '9'),
      replace(`${device}/Install/ServerURL`, 'http://elsewhere.test'),
      replace(`${device}/Install/SubjectName`, 'CN=late'),
    );
    session.advance(2 * minute);
    expect([session.node('Status'), session.stores()[0]?.subject]).toEqual(['1', 'CN=device']);
  });

  it('R-SCEP-07: the challenge is gone after the Exec, and reached the server', () => {
    const session = laboratory({ challenge: 'secret' });
    session.enroll();
    expect([session.read(`${device}/Install/Challenge`), session.node('Status')]).toEqual(['404', '1']);
  });

  it('R-GEN-02, A-20: nothing is sent when the Atomic around the Exec fails', () => {
    const session = laboratory();
    session.send(...settingUp());
    expect(session.send(atomic(exec(), get(csp))).codes('1')).toBe('507');
    session.advance(minute);
    expect([session.ca.log.length, session.node('Status')]).toEqual([0, '32']);
  });

  it('R-EX-01: the example of the specification enrolls with 1024 bits and SHA-1', () => {
    const { enroll, node, ca } = laboratory({ authority: 'root' });
    enroll({
      RetryCount: '1',
      RetryDelay: '1',
      KeyLength: '1024',
      HashAlgorithm: 'SHA-1',
      SubjectAlternativeNames: '',
      ValidPeriod: 'Years',
      ValidPeriodUnits: '1',
      KeyProtection: '3',
      EKUMapping: '1.3.6.1.4.1.311.10.3.12+1.3.6.1.4.1.311.10.3.4+1.3.6.1.4.1.311.20.2.2+1.3.6.1.5.5.7.3.2',
    });
    expect([node('Status'), requestTo(ca)?.extendedKeyUsages.length]).toEqual(['1', 4]);
  });
});

describe('several enrollments', () => {
  it('R-SCEP-02, R-GEN-05: many ids, of device and user, have each a key and a certificate of its own', () => {
    const session = laboratory();
    const ids = Array.from({ length: 6 }, (_, index) => `${index < 3 ? csp : userCsp}/SCEP/${index}`);
    session.send(
      ...ids.map((id, index) => atomic(...settingUp({ SubjectName: `CN=n${index}` }, id), exec(id))),
    );
    expect(ids.map((id) => session.node('Status', id))).toEqual(ids.map(() => '1'));
    expect(session.stores().map(({ scope, subject }) => `${scope} ${subject}`)).toEqual(
      ids.map((_, index) => `${index < 3 ? 'device' : 'user'} CN=n${index}`),
    );
    const keys = operationsOf(session.ca).map(({ request }) => request?.publicKey);
    expect(new Set(keys).size).toBe(6);
  });

  it('there are more keys than the pool has', () => {
    const session = laboratory();
    const count = pool.count('rsa-1024') + 1;
    for (let index = 0; index < count; index += 1)
      session.enroll({ KeyLength: '1024' }, `${csp}/SCEP/${index}`);
    expect(new Set(operationsOf(session.ca).map(({ request }) => request?.publicKey)).size).toBe(count);
  });

  it('R-GEN-06: on version 1511, with device and user in one message, the device certificate is in both stores', () => {
    const session = laboratory({}, { preparation: { edition: '10.0.10586' } });
    const user = `${userCsp}/SCEP/b`;
    session.send(...settingUp(), exec(), ...settingUp({ SubjectName: 'CN=user' }, user), exec(user));
    expect(session.stores().map(({ scope, subject }) => `${scope} ${subject}`)).toEqual([
      'device CN=device',
      'user CN=device',
      'user CN=user',
    ]);
  });

  it('a second Exec replaces the certificate once it succeeds, and needs its challenge again', () => {
    const session = laboratory();
    session.enroll();
    const [first] = session.stores();
    expect(session.send(exec()).all).toBe('500');
    session.send(add(`${device}/Install/Challenge`, 'again'), exec());
    expect(session.node('Status')).toBe('1');
    expect(session.stores()).toHaveLength(1);
    expect(session.node('CertThumbprint')).toBe(session.stores()[0]?.thumbprint);
    expect(session.stores()[0]?.thumbprint).not.toBe(first?.thumbprint);
  });

  it('a second Exec that fails leaves the certificate before it', () => {
    const session = laboratory();
    session.enroll();
    const before = session.node('CertThumbprint');
    session.send(
      add(`${device}/Install/Challenge`, 'again'),
      replace(`${device}/Install/ServerURL`, secondServer),
      exec(),
    );
    expect([session.node('Status'), session.node('ErrorCode'), session.node('CertThumbprint')]).toEqual([
      '16',
      code('ERROR_WINHTTP_CANNOT_CONNECT'),
      before,
    ]);
  });

  it('a second Exec while the first is pending takes its place', () => {
    const session = laboratory({ pending: 1 });
    session.enroll();
    session.send(
      add(`${device}/Install/Challenge`, 'again'),
      replace(`${device}/Install/SubjectName`, 'CN=second'),
      exec(),
    );
    session.advance(60 * minute);
    expect(session.stores().map(({ subject }) => subject)).toEqual(['CN=second']);
    expect(operationsOf(session.ca).map(({ message }) => message?.messageType)).toEqual([
      'PKCSReq',
      'PKCSReq',
      'CertPoll',
    ]);
  });
});

describe('a certificate that was enrolled', () => {
  it('goes with its key when the id is deleted; not when only Install is', () => {
    const session = laboratory();
    session.enroll();
    session.send(remove(`${device}/Install`));
    expect([session.stores().length, session.node('Status')]).toEqual([1, '1']);
    session.send(remove(device));
    expect(session.stores()).toHaveLength(0);
  });

  it('R-SCEP-33: CertThumbprint is empty once it has expired', () => {
    const session = laboratory({ validitySeconds: 3600 });
    session.enroll();
    session.advance(3599);
    expect(session.node('CertThumbprint')).toHaveLength(40);
    session.advance(2);
    expect([session.node('CertThumbprint'), session.node('Status')]).toEqual(['', '1']);
  });

  it('R-SCEP-33: CertThumbprint is empty once its issuer has expired', () => {
    const session = laboratory({}, { rules: { emptiesThumbprint: (reason) => reason === 'chain' } });
    session.enroll();
    session.advance((Date.UTC(2051, 0, 1) - start) / 1000);
    expect(session.node('CertThumbprint')).toBe('');
  });

  it('R-SCEP-23: any CA of the chain may be the one that CAThumbprint names, in any case of letters', () => {
    const { enroll, node } = laboratory({ authority: 'intermediate-with-registration' });
    enroll({ CAThumbprint: rootOf('root').toLowerCase() });
    expect(node('Status')).toBe('1');
  });
});
