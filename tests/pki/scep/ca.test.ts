import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCertificate } from '../../../pki/scep/certificate.ts';
import { ScepMessageError } from '../../../pki/scep/error.ts';
import { readPurpose } from '../../../pki/scep/extensions.ts';
import { failInfos, type FailInfo } from '../../../pki/scep/message.ts';
import type { AnswerFault, Fault, ScepScript } from '../../../pki/scep/script.ts';
import { readCertificatesOnly } from '../../../pki/scep/signed-data.ts';
import { assertSigner } from '../../../pki/scep/message.ts';
import { caWith, now, pool, post, TestClient, type Asked } from './client.ts';

const day = 86_400_000;

/** An enrollment with one request. */
function enroll(script: ScepScript, asked: Asked = {}) {
  const ca = caWith(script);
  const client = new TestClient(ca.authority.presented, asked);
  return { ca, client, ...client.read(post(ca, client.enrollment())) };
}

describe('GetCACaps and GetCACert', () => {
  it('tell what the CA can do, or what its script says', () => {
    const text = (script: ScepScript): string => {
      const response = caWith(script).respond({
        method: 'GET',
        target: '/?operation=GetCACaps&message=default',
      });
      if (response.kind === 'drop' || response.body.kind !== 'bytes') throw new Error('no answer');
      return Buffer.from(response.body.bytes).toString();
    };
    expect(text({}).split('\n')).toEqual([
      'AES',
      'DES3',
      'POSTPKIOperation',
      'Renewal',
      'SCEPStandard',
      'SHA-1',
      'SHA-256',
      'SHA-512',
      '',
    ]);
    expect(text({ capabilities: ['SHA-1'] })).toBe('SHA-1\n');
    expect(text({ capabilities: [] })).toBe('');
  });

  it.each([
    ['root', 'application/x-x509-ca-cert', 1],
    ['another', 'application/x-x509-ca-cert', 1],
    ['root-with-registration', 'application/x-x509-ca-ra-cert', 2],
    ['intermediate-with-registration', 'application/x-x509-ca-ra-cert', 3],
  ] as const)('present %s as %s with %d certificates', (authority, contentType, count) => {
    const response = caWith({ authority }).respond({ method: 'GET', target: '/?operation=GetCACert' });
    if (response.kind === 'drop' || response.body.kind !== 'bytes') throw new Error('no answer');
    expect(response.contentType).toBe(contentType);
    const certificates = count === 1 ? [response.body.bytes] : readCertificatesOnly(response.body.bytes);
    expect(certificates).toHaveLength(count);
    const root = readCertificate(certificates.at(-1) ?? new Uint8Array());
    expect(root.subject).toBe(root.issuer);
  });
});

describe('an enrollment', () => {
  it.each(['sha1', 'sha256', 'sha384', 'sha512'] as const)(
    'is answered with the hash and cipher of the request: %s',
    (messageHash) => {
      for (const cipher of ['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', '3des-cbc'] as const) {
        const { ca, client, message, certificates } = enroll({}, { messageHash, cipher });
        expect([message.hash, message.pkiStatus]).toEqual([messageHash, 'SUCCESS']);
        assertSigner(message, ca.authority.presented);
        expect(client.owns(certificates[0] ?? new Uint8Array())).toBe(true);
        expect(ca.log[0]?.message).toMatchObject({ hash: messageHash, cipher });
      }
    },
  );

  it.each(['rsa-1024', 'rsa-2048', 'rsa-4096'] as const)(
    'gives a certificate for a key of the kind %s',
    (kind) => {
      const { ca, message } = enroll({}, { key: pool.identity(kind, 0).privateKey });
      expect(message.pkiStatus).toBe('SUCCESS');
      expect(ca.log[0]?.request?.keyBits).toBe(Number(kind.slice(4)));
    },
  );

  it('honours key usage, extended key usages, names and validity, and logs all that was asked for', () => {
    const asked = {
      subject: 'CN=device, OU=1',
      challenge: 'secret',
      keyUsage: 0xa0,
      extendedKeyUsages: ['1.3.6.1.5.5.7.3.2', '1.2.3.4'],
      subjectAlternativeNames: [
        { kind: 'upn' as const, value: 'a@b.example' },
        { kind: 'dns' as const, value: 'b.example' },
      ],
      template: '1.3.6.1.4.1.311.21.8.1.2',
      validity: { period: 'Months', units: '3' },
      hash: 'sha384' as const,
    };
    const { ca, certificates } = enroll({ challenge: 'secret' }, asked);
    const issued = readCertificate(certificates[0] ?? new Uint8Array());
    const { keyUsage, extendedKeyUsages, subjectAlternativeNames } = asked;
    expect(readPurpose(issued.extensions)).toEqual({ keyUsage, extendedKeyUsages, subjectAlternativeNames });
    expect([issued.subject, issued.notBefore, issued.notAfter]).toEqual([
      'CN=device, OU=1',
      now,
      new Date('2030-09-01T12:00:00Z'),
    ]);
    expect(ca.log[0]?.request).toMatchObject({ ...asked, keyAlgorithm: 'RSA', keyBits: 2048 });
    expect(JSON.parse(JSON.stringify(ca.log))).toEqual(ca.log);
  });

  it.each([
    [{ period: 'Days', units: '30' }, {}, 30],
    [{ period: 'Days', units: '0' }, {}, 365],
    [{ period: 'Weeks', units: '1' }, {}, 365],
    [{ period: 'Days', units: '30' }, { honoursValidityWish: false }, 365],
    [{ period: 'Days', units: '30' }, { honoursValidityWish: false, validitySeconds: 86_400 }, 1],
  ])('lives as long as wish and script say: %o, %o, %d days', (validity, script, days) => {
    const { certificates } = enroll(script, { validity });
    expect(readCertificate(certificates[0] ?? new Uint8Array()).notAfter.getTime() - now.getTime()).toBe(
      days * day,
    );
  });

  it('never outlives the CA', () => {
    const { certificates } = enroll({}, { validity: { period: 'Years', units: '99999' } });
    expect(readCertificate(certificates[0] ?? new Uint8Array()).notAfter).toEqual(
      new Date('2050-01-01T00:00:00Z'),
    );
  });

  it('takes a request by GET, also with plus signs that became spaces', () => {
    const ca = caWith({});
    const client = new TestClient(ca.authority.presented);
    const message = Buffer.from(client.enrollment()).toString('base64');
    for (const written of [encodeURIComponent(message), message]) {
      const response = ca.respond({ method: 'GET', target: `/?operation=PKIOperation&message=${written}` });
      if (response.kind === 'drop' || response.body.kind !== 'bytes') throw new Error('no answer');
      expect(client.read(response.body.bytes).message.pkiStatus).toBe('SUCCESS');
    }
  });

  it('gets the same answers for the same script, clock and random bytes', () => {
    const answer = (): Uint8Array => {
      const ca = caWith({}, 'seed');
      return post(ca, new TestClient(ca.authority.presented).enrollment());
    };
    expect(answer()).toEqual(answer());
  });
});

describe('PENDING', () => {
  it('is answered as often as the script says, to polls and to the request sent again', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: 5 }), (polls) => {
        const ca = caWith({ pending: polls.length });
        const client = new TestClient(ca.authority.presented);
        const statuses = [
          client.enrollment(),
          ...polls.map((poll) => (poll ? client.poll() : client.enrollment())),
        ].map((message) => client.read(post(ca, message)).message.pkiStatus);
        deepEqual(statuses, [...polls.map(() => 'PENDING'), 'SUCCESS']);
      }),
      { numRuns: 20 },
    );
  });

  it('counts for each transaction alone', () => {
    const ca = caWith({ pending: 1 });
    const clients = ['A', 'B'].map(
      (transactionId) => new TestClient(ca.authority.presented, { transactionId }),
    );
    const all = [...clients, ...clients].map(
      (client) => client.read(post(ca, client.enrollment())).message.pkiStatus,
    );
    expect(all).toEqual(['PENDING', 'PENDING', 'SUCCESS', 'SUCCESS']);
  });

  it('ends in the same certificate however often it is asked for', () => {
    const ca = caWith({});
    const client = new TestClient(ca.authority.presented);
    const issued = [client.enrollment(), client.poll(), client.enrollment()].map(
      (message) => client.read(post(ca, message)).certificates[0],
    );
    expect(issued[1]).toEqual(issued[0]);
    expect(issued[2]).toEqual(issued[0]);
  });

  it.each<[string, Asked]>([
    ['an unknown transaction', { transactionId: 'other' }],
    ['another subject', { subject: 'CN=other' }],
  ])('is not what a poll gets for %s: badCertId', (_title, asked) => {
    const ca = caWith({ pending: 1 });
    post(ca, new TestClient(ca.authority.presented).enrollment());
    const other = new TestClient(ca.authority.presented, asked);
    expect(other.read(post(ca, other.poll())).message).toMatchObject({
      pkiStatus: 'FAILURE',
      failInfo: 'badCertId',
    });
  });
});

describe('FAILURE', () => {
  it.each(Object.keys(failInfos) as FailInfo[])(
    'is answered with %s where the script says so',
    (failInfo) => {
      const { message } = enroll({ failure: { failInfo, text: 'no' } });
      expect(message).toMatchObject({
        pkiStatus: 'FAILURE',
        failInfo,
        failInfoText: 'no',
        content: undefined,
      });
    },
  );

  it.each<[string, ScepScript, Asked, FailInfo]>([
    ['a wrong challenge', { challenge: 'secret' }, { challenge: 'guess' }, 'badRequest'],
    ['no challenge', { challenge: 'secret' }, {}, 'badRequest'],
    [
      'a RenewalReq with a certificate of its own making',
      {},
      { renews: new TestClient([]).signer },
      'badMessageCheck',
    ],
  ])('is answered for %s', (_title, script, asked, failInfo) => {
    const { ca, message } = enroll(script, asked);
    expect(message).toMatchObject({ pkiStatus: 'FAILURE', failInfo });
    expect(ca.log[0]?.answer).toMatchObject({ pkiStatus: 'FAILURE', failInfo });
    expect(ca.log[0]?.answer.issued).toBeUndefined();
  });

  it('is answered for a request for another key than that which signs', () => {
    const ca = caWith({});
    const client = new TestClient(ca.authority.presented);
    const other = new TestClient(ca.authority.presented, { key: pool.identity('rsa-2048', 5).privateKey });
    const { message } = client.read(post(ca, client.enrollment(other.request())));
    expect(message).toMatchObject({ pkiStatus: 'FAILURE', failInfo: 'badMessageCheck' });
  });

  it('is answered for a content that is no request', () => {
    const ca = caWith({});
    const client = new TestClient(ca.authority.presented);
    expect(client.read(post(ca, client.enrollment(Buffer.from('no request')))).message).toMatchObject({
      failInfo: 'badRequest',
    });
  });

  it('is never SUCCESS for a message with a bit flipped, nor an error of another kind for any bytes', () => {
    const ca = caWith({});
    const client = new TestClient(ca.authority.presented);
    const bytes = client.enrollment();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8 * bytes.length - 1 }), fc.uint8Array(), (bit, noise) => {
        const damaged = Uint8Array.from(bytes);
        damaged[bit >> 3] = (damaged[bit >> 3] ?? 0) ^ (0x80 >> (bit & 7));
        post(ca, damaged);
        equal(ca.log.at(-1)?.answer.pkiStatus === 'SUCCESS', false);
        post(ca, noise);
        equal(ca.log.at(-1)?.answer.httpStatus, 400);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a renewal', () => {
  it('needs no challenge, but a certificate of this CA', () => {
    const { ca, client, certificates } = enroll({ challenge: 'secret' }, { challenge: 'secret' });
    const renews = { certificate: certificates[0] ?? new Uint8Array(), privateKey: client.key };
    const fresh = new TestClient(ca.authority.presented, {
      renews,
      key: pool.identity('rsa-2048', 6).privateKey,
      transactionId: 'R',
    });
    const { message, certificates: renewed } = fresh.read(post(ca, fresh.enrollment()));
    expect(message.pkiStatus).toBe('SUCCESS');
    expect(fresh.owns(renewed[0] ?? new Uint8Array())).toBe(true);
    expect(ca.log[1]?.message).toMatchObject({ messageType: 'RenewalReq', signer: { selfSigned: false } });
  });
});

describe('a fault in the answer', () => {
  const withFault = (kind: AnswerFault['kind']) => {
    const ca = caWith({ faults: [{ operation: 'PKIOperation', fault: { kind } }] });
    const client = new TestClient(ca.authority.presented);
    const reply = post(ca, client.enrollment());
    return { ca, client, sent: ca.log[0]?.message, read: () => client.read(reply) };
  };
  const nonceOf = (bytes: Uint8Array | undefined): string | undefined =>
    bytes && Buffer.from(bytes).toString('hex');

  it('wrong-nonce and no-nonce', () => {
    const wrong = withFault('wrong-nonce');
    expect(nonceOf(wrong.read().message.recipientNonce)).not.toBe(wrong.sent?.senderNonce);
    expect(withFault('no-nonce').read().message.recipientNonce).toBeUndefined();
    const right = enroll({});
    expect(nonceOf(right.message.recipientNonce)).toBe(right.ca.log[0]?.message?.senderNonce);
  });

  it('another-transaction', () => {
    const { sent, read } = withFault('another-transaction');
    expect(read().message.transactionId).not.toBe(sent?.transactionId);
  });

  it('certificate-for-another-key, and no-certificate', () => {
    const { client, read } = withFault('certificate-for-another-key');
    const [certificate] = read().certificates;
    expect(readCertificate(certificate ?? new Uint8Array()).subject).toBe('CN=device');
    expect(client.owns(certificate ?? new Uint8Array())).toBe(false);
    expect(withFault('no-certificate').read().certificates).toEqual([]);
  });

  it('unencrypted, and encrypted-for-another', () => {
    expect(() => withFault('unencrypted').read()).toThrow(ScepMessageError);
    expect(() => withFault('encrypted-for-another').read()).toThrow(/none of the certificates/);
  });

  it('signed-by-stranger', () => {
    const { ca, read } = withFault('signed-by-stranger');
    const { message } = read();
    expect(() => {
      assertSigner(message, ca.authority.presented);
    }).toThrow(/not expected/);
  });

  it('applies to the requests that the rule names only', () => {
    const ca = caWith({
      faults: [{ operation: 'GetCACaps', from: 2, times: 2, fault: { kind: 'http-status', status: 503 } }],
    });
    const statuses = [1, 2, 3, 4].map(() => {
      const response = ca.respond({ method: 'GET', target: '/?operation=GetCACaps' });
      return response.kind === 'reply' ? response.status : 'dropped';
    });
    expect(statuses).toEqual([200, 503, 503, 200]);
    expect(ca.log.map(({ answer }) => answer.faults)).toEqual([[], ['http-status'], ['http-status'], []]);
  });

  it('damages bytes so that they are refused, or leaves none', () => {
    const faults: Fault[] = [
      { kind: 'bit-flipped' },
      { kind: 'truncated' },
      { kind: 'garbage', bytes: 500 },
      { kind: 'empty' },
    ];
    for (const fault of faults) {
      const ca = caWith({ faults: [{ operation: 'PKIOperation', fault }] });
      const client = new TestClient(ca.authority.presented);
      const reply = post(ca, client.enrollment());
      expect(() => {
        assertSigner(client.read(reply).message, ca.authority.presented);
      }, fault.kind).toThrow(ScepMessageError);
    }
  });
});

it('a request without an operation of SCEP is refused, and logged', () => {
  const ca = caWith({});
  expect(ca.respond({ method: 'GET', target: '/x?operation=GetNothing', userAgent: 'a' })).toMatchObject({
    status: 400,
  });
  expect(ca.log).toMatchObject([
    {
      number: 1,
      time: now.toISOString(),
      method: 'GET',
      path: '/x',
      operation: 'GetNothing',
      userAgent: 'a',
      answer: { httpStatus: 400 },
    },
  ]);
});
