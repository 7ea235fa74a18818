import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thumbprintOf } from '../../../pki/scep/log.ts';
import type { AnswerFault, Fault, Operation, TransportFault } from '../../../pki/scep/script.ts';
import type { WindowsErrorName } from '../../../simulator/csp/windows-errors.ts';
import { trustAuthority } from '../../../simulator/scep/authority.ts';
import { add, execute } from '../client.ts';
import {
  always,
  authorities,
  code,
  device,
  laboratory,
  operationsOf,
  rootOf,
  secondServer,
  server,
  type Laboratory,
} from './laboratory.ts';

/** Status and ErrorCode of an enrollment that has come to its end, whatever it took. */
function endOf(session: Laboratory): string {
  session.advance(3600);
  return `${session.node('Status')} ${session.node('ErrorCode')}`;
}

const failure = (name: WindowsErrorName): string => `16 ${code(name)}`;

const httpFailure = (status: number): string => `16 ${(0x80190000 + status) | 0}`;

const belowScep: readonly (readonly [TransportFault, string])[] = [
  [{ kind: 'http-status', status: 404 }, httpFailure(404)],
  [{ kind: 'http-status', status: 500 }, httpFailure(500)],
  [{ kind: 'endless-redirect' }, failure('ERROR_WINHTTP_REDIRECT_FAILED')],
  [{ kind: 'drop' }, failure('ERROR_WINHTTP_CONNECTION_ERROR')],
  [{ kind: 'drop', afterBytes: 10 }, failure('ERROR_WINHTTP_CONNECTION_ERROR')],
  [{ kind: 'late', seconds: 31 }, failure('ERROR_WINHTTP_TIMEOUT')],
  [{ kind: 'endless-data', bytes: 1_000_000_000 }, failure('ERROR_WINHTTP_RESPONSE_DRAIN_OVERFLOW')],
  // No typed array is that long: whoever tried to have it in memory would get a RangeError.
  [{ kind: 'endless-data', bytes: 1_000_000_000_000 }, failure('ERROR_WINHTTP_RESPONSE_DRAIN_OVERFLOW')],
];

const inAnswers: readonly (readonly [TransportFault, string])[] = [
  [{ kind: 'content-type', value: 'text/html' }, failure('ERROR_WINHTTP_INVALID_SERVER_RESPONSE')],
  [{ kind: 'truncated' }, failure('CRYPT_E_ASN1_BADTAG')],
  [{ kind: 'garbage', bytes: 500 }, failure('CRYPT_E_ASN1_BADTAG')],
  [{ kind: 'empty' }, failure('CRYPT_E_ASN1_BADTAG')],
];

const inReplies: readonly (readonly [AnswerFault['kind'], WindowsErrorName])[] = [
  ['wrong-nonce', 'CRYPT_E_BAD_MSG'],
  ['no-nonce', 'CRYPT_E_AUTH_ATTR_MISSING'],
  ['another-transaction', 'CRYPT_E_BAD_MSG'],
  ['certificate-for-another-key', 'SCARD_E_NO_SUCH_CERTIFICATE'],
  ['no-certificate', 'SCARD_E_NO_SUCH_CERTIFICATE'],
  ['unencrypted', 'CRYPT_E_ASN1_BADTAG'],
  ['encrypted-for-another', 'CRYPT_E_NO_DECRYPT_CERT'],
  ['signed-by-stranger', 'CRYPT_E_SIGNER_NOT_FOUND'],
];

const cases: readonly (readonly [Operation, Fault, string])[] = [
  ...(['GetCACaps', 'GetCACert', 'PKIOperation'] as const).flatMap((operation) =>
    belowScep.map(([fault, end]) => [operation, fault, end] as const),
  ),
  ...(['GetCACert', 'PKIOperation'] as const).flatMap((operation) =>
    inAnswers.map(([fault, end]) => [operation, fault, end] as const),
  ),
  ...inReplies.map(([kind, name]) => ['PKIOperation', { kind }, failure(name)] as const),
];

describe('R-SCEP-34, R-SCEP-35, R-SCEP-39: Status 16 with the reason as ErrorCode, and no certificate', () => {
  for (const [operation, fault, end] of cases) {
    it(`${operation} ${JSON.stringify(fault)}`, () => {
      const session = laboratory(always(operation, fault));
      expect(session.enroll().all).toMatch(/^200( 200)+$/);
      expect(endOf(session)).toBe(end);
      expect([session.stores().length, session.node('CertThumbprint')]).toEqual([0, '404']);
    });
  }

  it.each([
    ['badAlg', 'NTE_BAD_ALGID'],
    ['badMessageCheck', 'NTE_BAD_SIGNATURE'],
    ['badRequest', 'CERTSRV_E_ADMIN_DENIED_REQUEST'],
    ['badTime', 'ERROR_TIME_SKEW'],
    ['badCertId', 'CRYPT_E_NOT_FOUND'],
  ] as const)('FAILURE %s', (failInfo, name) => {
    const session = laboratory({ failure: { failInfo } });
    session.enroll();
    expect(endOf(session)).toBe(failure(name));
    expect(session.node('RespondentServerUrl')).toBe(`${server}/pkiclient.exe`);
  });

  it('a wrong challenge', () => {
    const session = laboratory({ challenge: 'another' });
    session.enroll();
    expect(endOf(session)).toBe(failure('CERTSRV_E_ADMIN_DENIED_REQUEST'));
  });

  for (const [operation, fault, end] of cases.filter(([kind]) => kind === 'PKIOperation')) {
    it(`${operation} ${JSON.stringify(fault)} in an answer to a poll`, () => {
      const session = laboratory({ pending: 1, faults: [{ operation, from: 2, fault }] });
      session.enroll();
      expect(session.node('Status')).toBe('2');
      expect(endOf(session)).toBe(end);
      expect([session.stores().length, session.node('CertThumbprint')]).toEqual([0, '404']);
    });
  }

  it('a huge body is thrown away, not kept', () => {
    const before = process.memoryUsage().arrayBuffers;
    const session = laboratory(always('GetCACert', { kind: 'endless-data', bytes: 1_000_000_000 }));
    session.enroll();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(100_000_000);
  });

  it('an old certificate stays where what should take its place is refused', () => {
    const session = laboratory({
      faults: [{ operation: 'PKIOperation', from: 2, fault: { kind: 'certificate-for-another-key' } }],
    });
    session.enroll();
    const before = session.stores();
    session.send(add(`${device}/Install/Challenge`, 'again'), execute(`${device}/Install/Enroll`));
    expect(endOf(session)).toBe(failure('SCARD_E_NO_SUCH_CERTIFICATE'));
    expect(session.stores()).toEqual(before);
  });

  it('a server that is not there, and a ServerURL that is no URL', () => {
    for (const [url, name] of [
      ['http://nowhere.test/scep', 'ERROR_WINHTTP_CANNOT_CONNECT'],
      ['no url', 'ERROR_WINHTTP_INVALID_URL'],
      [';', 'E_INVALIDARG'],
    ] as const) {
      const session = laboratory();
      session.enroll({ ServerURL: url });
      expect(endOf(session)).toBe(failure(name));
      expect(session.node('RespondentServerUrl')).toBe('');
    }
  });
});

describe('R-SCEP-23: the CA of the server', () => {
  it('is asked for nothing where CAThumbprint is that of another', () => {
    for (const script of [{ authority: 'another' } as const, {}]) {
      const session = laboratory(script);
      session.enroll({ CAThumbprint: script.authority ? rootOf('root') : rootOf('another') });
      expect(endOf(session)).toBe(failure('CRYPT_E_HASH_VALUE'));
      expect(operationsOf(session.ca)).toEqual([]);
    }
  });

  it('is not a registration authority: that one vouches for nobody', () => {
    const session = laboratory();
    const [registration] = session.ca.authority.presented;
    assert.ok(registration);
    session.enroll({ CAThumbprint: thumbprintOf(registration) });
    expect(endOf(session)).toBe(failure('CRYPT_E_HASH_VALUE'));
  });

  it('is not vouched for by being shown beside the right root: what that root did not issue is a stranger', () => {
    const { root, another } = authorities.byName;
    const trust = (presented: readonly Uint8Array[]): readonly string[] =>
      trustAuthority(
        presented,
        (certificate) => thumbprintOf(certificate) === rootOf('root'),
        new Date(),
        false,
      ).trusted.map(({ encoded }) => thumbprintOf(encoded));
    expect(trust([another.root, root.root])).toEqual([rootOf('root')]);
    expect(trust(authorities.byName['intermediate-with-registration'].presented)).toHaveLength(3);
  });
});

describe('settings that no enrollment can be made with', () => {
  it.each([
    ['SubjectName', 'no name', 'CRYPT_E_INVALID_X500_STRING'],
    ['SubjectName', 'CN="x', 'CRYPT_E_INVALID_X500_STRING'],
    ['EKUMapping', '1.3.6,1.5', 'CRYPT_E_INVALID_X500_STRING'],
    ['EKUMapping', '', 'CRYPT_E_INVALID_X500_STRING'],
    ['SubjectAlternativeNames', 'contoso.com', 'E_INVALIDARG'],
    ['SubjectAlternativeNames', '4+c=us', 'E_INVALIDARG'],
    ['SubjectAlternativeNames', '8+300.1.1.1', 'CRYPT_E_INVALID_X500_STRING'],
    ['SubjectAlternativeNames', '1+none', 'CRYPT_E_INVALID_X500_STRING'],
    ['SubjectAlternativeNames', '10+{12}', 'CRYPT_E_INVALID_X500_STRING'],
    ['HashAlgorithm', 'SHA-224', 'NTE_BAD_ALGID'],
    ['CAThumbprint', 'x'.repeat(40), 'CRYPT_E_HASH_VALUE'],
  ] as const)('%s "%s" ends in Status 16', (name, value, error) => {
    const session = laboratory();
    session.enroll({ [name]: value });
    const [status, shown] = endOf(session).split(' ');
    expect(status).toBe('16');
    expect(shown).toBe(code(error));
    expect(operationsOf(session.ca)).toEqual([]);
    // The CA has to be asked before a thumbprint can be found wrong; nothing else has to.
    if (name !== 'CAThumbprint') expect(session.ca.log).toEqual([]);
  });

  it('whatever the settings are, the device answers, and Status tells how it ended', () => {
    // Graphemes have no characters that XML can not hold.
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.constantFrom('0', '1+x;2+y', 'CN=a'),
    );
    const anySettings = fc.record(
      {
        ServerURL: fc.oneof(text, fc.constant(server)),
        Challenge: text,
        EKUMapping: text,
        SubjectName: text,
        SubjectAlternativeNames: text,
        TemplateName: text,
        AADKeyIdentifierList: text,
        KeyProtection: fc.constantFrom('1', '2', '3', '4'),
        ContainerName: text,
        ValidPeriodUnits: fc.constantFrom('-1', '4294967295'),
        KeyUsage: fc.constantFrom('32', '65535', '4294967295'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(anySettings, fc.constantFrom('text', 'decoded'), (settings, challenge) => {
        const session = laboratory({}, { answers: { 'A-15': challenge } });
        session.enroll(settings);
        session.advance(3600);
        assert.match(session.node('Status'), /^(1|16|404)$/);
      }),
      { numRuns: 60 },
    );
  });
});

describe('several servers', () => {
  const both = `${server};${secondServer}`;

  it('the next one is asked after a failure of any kind, and RespondentServerUrl tells which one answered', () => {
    for (const [operation, fault] of cases) {
      const session = laboratory(always(operation, fault), { second: {} });
      session.enroll({ ServerURL: both });
      session.advance(3600);
      expect(session.node('Status'), JSON.stringify(fault)).toBe('1');
      expect(session.node('RespondentServerUrl')).toBe(`${secondServer}/pkiclient.exe`);
    }
  });

  it('after a failure of all of them ErrorCode is that of the last', () => {
    const session = laboratory(always('GetCACaps', { kind: 'drop' }), {
      second: always('GetCACert', { kind: 'http-status', status: 403 }),
    });
    session.enroll({ ServerURL: both });
    expect(endOf(session)).toBe(httpFailure(403));
  });

  it('the second is not asked where the first issues a certificate', () => {
    const session = laboratory({}, { second: {} });
    session.enroll({ ServerURL: both });
    expect([session.node('Status'), session.second.log.length]).toEqual(['1', 0]);
  });
});

describe('answers damaged by chance', () => {
  it('end in Status 1 or 16, and without a certificate where it is 16', () => {
    let refused = 0;
    fc.assert(
      fc.property(
        fc.constantFrom<Operation>('GetCACaps', 'GetCACert', 'PKIOperation'),
        fc.oneof(
          fc.nat(60_000).map((bit): Fault => ({ kind: 'bit-flipped', bit })),
          fc.nat(4000).map((bytes): Fault => ({ kind: 'truncated', bytes })),
        ),
        (operation, fault) => {
          const session = laboratory(always(operation, fault));
          session.enroll();
          const [status] = endOf(session).split(' ');
          assert.match(status ?? '', /^(1|16)$/);
          assert.equal(session.stores().length, status === '1' ? 1 : 0);
          if (status === '16') refused += 1;
        },
      ),
      { numRuns: 80 },
    );
    assert.ok(refused > 20, `only ${refused} were refused`);
  });
});
