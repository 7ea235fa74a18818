import { describe, expect, it } from 'vitest';
import { CertificateError, describeCertificate } from '../../pki/certificate.ts';
import { openPool } from '../../pki/pool.ts';
import { selfSignedCertificate } from '../../pki/scep/certificate.ts';
import { writeName } from '../../pki/scep/names.ts';
import { blocks, needsOpenssl, openssl, pem, withoutOpenssl } from './openssl.ts';

const pool = await openPool();
const tool = openssl();

describe('describeCertificate', () => {
  it.each([
    ['nothing', new Uint8Array(0)],
    ['text', Buffer.from('hello')],
    ['PEM', Buffer.from(pem('CERTIFICATE', pool.mdm.certificate))],
    ['a key', pool.mdm.pkcs8],
    ['half a certificate', pool.mdm.certificate.subarray(0, 300)],
  ])('refuses %s', (_what, bytes) => {
    expect(() => describeCertificate(bytes)).toThrow(CertificateError);
  });
});

describe('a certificate without a subject', () => {
  it('has an empty one', () => {
    const key = pool.identity('rsa-1024', 0).privateKey;
    const der = selfSignedCertificate(writeName(''), key, new Date('2026-01-01T00:00:00Z'), 'sha256');
    expect(describeCertificate(der)).toMatchObject({ subject: '', issuer: '' });
  });
});

describe.skipIf(withoutOpenssl)(`describeCertificate and openssl (${needsOpenssl})`, () => {
  it.each([
    ['rsa:3072', [], 'RSA', 3072],
    ['rsa-pss', ['-pkeyopt', 'rsa_keygen_bits:2048'], 'RSA-PSS', 2048],
    ['ec', ['-pkeyopt', 'ec_paramgen_curve:P-521'], 'EC', 521],
    ['ed448', [], 'Ed448', 456],
  ] as const)('agree on a certificate with a key of kind %s', (key, options, keyAlgorithm, keyBits) => {
    const command = 'req -x509 -text -utf8 -nodes -keyout key.pem -days 30';
    const subjectOption = '/C=DE/O=Contoso, Ltd./OU=a\\+b/CN=Jürgen "x"';
    const text = tool.run(command, '-newkey', key, ...options, '-subj', subjectOption);
    const [der = new Uint8Array(0)] = blocks('CERTIFICATE', text);
    tool.write('crt.pem', pem('CERTIFICATE', der));
    const shown = tool.run('x509 -in crt.pem -noout -fingerprint -sha1 -dates');
    const { thumbprint, subject, issuer, notBefore, notAfter, ...rest } = describeCertificate(der);
    expect(rest).toEqual({ keyAlgorithm, keyBits });
    expect(shown.replaceAll(':', '')).toContain(thumbprint);
    expect(new Date(/notBefore=(.*)/.exec(shown)?.[1] ?? '')).toEqual(notBefore);
    expect(new Date(/notAfter=(.*)/.exec(shown)?.[1] ?? '')).toEqual(notAfter);
    expect(subject).toBe(issuer);
    expect(subject).toBe('CN=Jürgen \\"x\\", OU=a\\+b, O=Contoso\\, Ltd., C=DE');
  });
});
