import { describe, expect, it } from 'vitest';
import {
  readCertificationRequest,
  writeCertificationRequest,
  type RequestSpecification,
} from '../../../pki/scep/certification-request.ts';
import { openEnvelope } from '../../../pki/scep/envelope.ts';
import { readSignedData, verifySigner } from '../../../pki/scep/signed-data.ts';
import { needsOpenssl, openssl, pem, withoutOpenssl } from '../openssl.ts';
import { authorities, caWith, now, pool, post, TestClient } from './client.ts';

const { privateKey } = pool.identity('rsa-1024', 0);

describe.skipIf(withoutOpenssl)(`openssl (${needsOpenssl})`, () => {
  const program = openssl();
  const asked = {
    subject: 'CN=device 1,O=Contoso',
    challenge: 'secret',
    keyUsage: 0xa0,
    extendedKeyUsages: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.4.1.311.10.3.4'],
    subjectAlternativeNames: [
      { kind: 'upn', value: 'anna@contoso.example' },
      { kind: 'dns', value: 'host.contoso.example' },
      { kind: 'rfc822', value: 'anna@contoso.example' },
      { kind: 'url', value: 'https://contoso.example/' },
      { kind: 'ip', value: '10.1.2.3' },
      { kind: 'ip', value: '2001:db8::1' },
      { kind: 'registered', value: '1.2.3.4' },
      { kind: 'directory', value: 'CN=Anna, O=Contoso' },
    ],
  } satisfies Partial<RequestSpecification>;

  it.each(['sha1', 'sha256', 'sha384', 'sha512'] as const)(
    'verifies a request with %s and prints what was asked for',
    (hash) => {
      const path = program.write('request.der', writeCertificationRequest({ ...asked, privateKey, hash }));
      const text = program.run('req', '-inform', 'DER', '-in', path, '-verify', '-noout', '-text');
      expect(text).toMatch(/verify OK/i);
      expect(text).toMatch(/Subject: O = Contoso, CN = device 1/);
      expect(text).toMatch(/challengePassword\s*:\s*secret/);
      expect(text).toMatch(/Digital Signature, Key Encipherment/);
      expect(text).toMatch(/TLS Web Client Authentication, Microsoft Encrypted File System/);
      expect(text).toContain(
        'othername: UPN::anna@contoso.example, DNS:host.contoso.example, email:anna@contoso.example, ' +
          'URI:https://contoso.example/, IP Address:10.1.2.3, IP Address:2001:DB8:0:0:0:0:0:1, Registered ID:1.2.3.4, DirName:',
      );
    },
  );

  it('writes requests that are read as what they ask for', () => {
    const key = program.write('key.der', pool.identity('rsa-2048', 0).pkcs8);
    const configuration = program.write(
      'request.cnf',
      '[req]\ndistinguished_name=dn\nprompt=no\nattributes=at\nreq_extensions=ex\n[dn]\nO=Contoso\nCN=device 2\n[at]\nchallengePassword=secret\n' +
        '[ex]\nkeyUsage=digitalSignature,decipherOnly\nextendedKeyUsage=clientAuth\nsubjectAltName=DNS:a.example,IP:::1,otherName:1.3.6.1.4.1.311.20.2.3;UTF8:anna@b.example\n',
    );
    const path = 'theirs.der';
    program.run(
      'req',
      '-new',
      '-config',
      configuration,
      '-key',
      key,
      '-keyform',
      'DER',
      '-outform',
      'DER',
      '-out',
      path,
      '-sha384',
    );
    expect(readCertificationRequest(program.read('theirs.der'))).toMatchObject({
      subject: 'CN=device 2, O=Contoso',
      hash: 'sha384',
      challenge: 'secret',
      keyUsage: 0x8080,
      extendedKeyUsages: ['1.3.6.1.5.5.7.3.2'],
      subjectAlternativeNames: [
        { kind: 'dns', value: 'a.example' },
        { kind: 'ip', value: '0:0:0:0:0:0:0:1' },
        { kind: 'upn', value: 'anna@b.example' },
      ],
    });
  });

  it.each(['root', 'root-with-registration', 'intermediate-with-registration'] as const)(
    'verifies signatures, decrypts the answer and verifies the issued certificate: %s',
    (authority) => {
      const ca = caWith({ authority });
      const client = new TestClient(ca.authority.presented, asked);
      const trusted = program.write('root.pem', pem('CERTIFICATE', ca.authority.root));
      const others = program.write(
        'others.pem',
        [...ca.authority.presented, ca.authority.root].map((one) => pem('CERTIFICATE', one)).join(''),
      );

      const message = program.write('message.der', client.enrollment());
      const own = program.write('own.pem', pem('CERTIFICATE', client.signer.certificate));
      const at = ['-attime', String(now.getTime() / 1000)];
      program.run(
        'cms',
        '-verify',
        '-inform',
        'DER',
        '-in',
        message,
        '-CAfile',
        own,
        '-purpose',
        'any',
        ...at,
        '-out',
        'envelope.der',
      );
      const responder = program.write(
        'responder.key',
        ca.authority.responder.privateKey.export({ type: 'pkcs8', format: 'pem' }),
      );
      const recipient = program.write(
        'responder.pem',
        pem('CERTIFICATE', ca.authority.responder.certificate),
      );
      program.run(
        'cms',
        '-decrypt',
        '-inform',
        'DER',
        '-in',
        'envelope.der',
        '-inkey',
        responder,
        '-recip',
        recipient,
        '-out',
        'request.der',
      );
      expect(Buffer.from(program.read('request.der'))).toEqual(Buffer.from(client.request()));

      const answer = program.write('answer.der', post(ca, client.enrollment()));
      program.run(
        'cms',
        '-verify',
        '-inform',
        'DER',
        '-in',
        answer,
        '-CAfile',
        others,
        '-purpose',
        'any',
        ...at,
        '-out',
        'answer-envelope.der',
      );
      const key = program.write('client.key', client.key.export({ type: 'pkcs8', format: 'pem' }));
      program.run(
        'cms',
        '-decrypt',
        '-inform',
        'DER',
        '-in',
        'answer-envelope.der',
        '-inkey',
        key,
        '-recip',
        own,
        '-out',
        'degenerate.der',
      );
      const printed = program.run('pkcs7', '-inform', 'DER', '-in', 'degenerate.der', '-print_certs');
      const issued = program.write(
        'issued.pem',
        /-----BEGIN[^-]+-----[^-]+-----END[^-]+-----\n/.exec(printed)?.[0] ?? '',
      );
      expect(
        program.run(
          'verify',
          '-CAfile',
          trusted,
          '-untrusted',
          others,
          ...at,
          '-purpose',
          'sslclient',
          issued,
        ),
      ).toMatch(/OK/);
      const text = program.run('x509', '-in', issued, '-noout', '-text');
      expect(text).toMatch(/Digital Signature, Key Encipherment/);
      expect(text).toMatch(/othername: UPN::anna@contoso.example/);
    },
  );

  it.each(['-aes-128-cbc', '-aes-192-cbc', '-aes-256-cbc', '-des3'])(
    'makes envelopes that are opened, streamed in BER too: %s',
    (cipher) => {
      const { responder } = authorities.byName.root;
      const recipient = program.write('recipient.pem', pem('CERTIFICATE', responder.certificate));
      const plain = Buffer.alloc(5000, 'request');
      program.write('plain', plain);
      for (const streamed of [[], ['-stream']]) {
        program.run(
          'cms',
          '-encrypt',
          '-binary',
          ...streamed,
          cipher,
          '-in',
          'plain',
          '-outform',
          'DER',
          '-out',
          'enveloped.der',
          recipient,
        );
        expect(Buffer.from(openEnvelope(program.read('enveloped.der'), [responder]).plain)).toEqual(plain);
      }
    },
  );

  it('signs messages that are verified, streamed in BER too', () => {
    const { certificate, privateKey } = authorities.byName.root.responder;
    const signer = program.write('signer.pem', pem('CERTIFICATE', certificate));
    const key = program.write('signer.key', privateKey.export({ type: 'pkcs8', format: 'pem' }));
    program.write('content', Buffer.alloc(5000, 'content'));
    for (const hash of ['sha1', 'sha256', 'sha384', 'sha512']) {
      for (const streamed of [[], ['-stream']]) {
        program.run(
          'cms',
          '-sign',
          '-binary',
          '-nodetach',
          ...streamed,
          '-md',
          hash,
          '-in',
          'content',
          '-signer',
          signer,
          '-inkey',
          key,
          '-outform',
          'DER',
          '-out',
          'signed.der',
        );
        const signedData = readSignedData(program.read('signed.der'));
        expect(verifySigner(signedData)).toMatchObject({
          hash,
          certificate: { subject: 'CN=conformance SCEP root' },
        });
        expect(signedData.content?.length).toBe(5000);
      }
    }
  });
});
