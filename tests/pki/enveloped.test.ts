import { deepEqual } from 'node:assert/strict';
import { ContentInfo, EnvelopedData } from '@peculiar/asn1-cms';
import fc from 'fast-check';
import { constants, createPublicKey, privateDecrypt, publicEncrypt } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { parseAsn1 } from '../../pki/asn1.ts';
import { decryptEnveloped, encryptFor, EnvelopedError } from '../../pki/enveloped.ts';
import { openPool } from '../../pki/pool.ts';
import { seededRandom } from '../../pki/random.ts';
import { inBer } from './ber-writer.ts';
import { needsOpenssl, openssl, pem, withoutOpenssl } from './openssl.ts';

const pool = await openPool();
const tool = openssl();
const { mdm } = pool;
const ciphers = fc.constantFrom('aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', '3des-cbc');
const recipients = fc.constantFrom(
  mdm,
  pool.custom(0),
  pool.custom(1),
  pool.identity('rsa-1024', 0),
  pool.identity('rsa-4096', 0),
);

/** The encrypted content key of a message for one recipient. */
function encryptedKeyOf(message: Uint8Array): Uint8Array {
  const [recipient] = parseAsn1(parseAsn1(message, ContentInfo).content, EnvelopedData).recipientInfos;
  return new Uint8Array(recipient?.ktri?.encryptedKey.buffer ?? new ArrayBuffer(0));
}

const reason = (expected: string): unknown =>
  expect.objectContaining({ name: 'EnvelopedError', reason: expected });

describe('encryptFor and decryptEnveloped', () => {
  it('give back what was encrypted, whatever the cipher, the length and the place of the key among others', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        recipients,
        ciphers,
        fc.string(),
        (plain, recipient, cipher, seed) => {
          const message = encryptFor(plain, recipient.certificate, seededRandom(seed), cipher);
          const others = [pool.custom(2), pool.identity('ec-p256', 0)];
          deepEqual(decryptEnveloped(message, [...others, recipient]), plain);
          deepEqual(decryptEnveloped(inBer(message, 7), [recipient, ...others]), plain);
          deepEqual(encryptFor(plain, recipient.certificate, seededRandom(seed), cipher), message);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('encrypt with another key and padding for another seed', () => {
    const [one, other] = ['a', 'b'].map((seed) =>
      encryptFor(Buffer.from('x'), mdm.certificate, seededRandom(seed)),
    );
    expect(one).not.toEqual(other);
  });

  it('refuse a certificate without an RSA key, one that is none, and a message for others', () => {
    const random = seededRandom('refuse');
    expect(() => encryptFor(Buffer.from('x'), pool.identity('ec-p256', 0).certificate, random)).toThrow(
      reason('unsupported'),
    );
    expect(() => encryptFor(Buffer.from('x'), mdm.pkcs8, random)).toThrow(reason('format'));
    const message = encryptFor(Buffer.from('x'), mdm.certificate, random);
    expect(() => decryptEnveloped(message, [pool.custom(0)])).toThrow(reason('recipient'));
    expect(() => decryptEnveloped(message, [])).toThrow(reason('recipient'));
    const swapped = { certificate: mdm.certificate, pkcs8: pool.custom(0).pkcs8 };
    expect(() => decryptEnveloped(message, [swapped])).toThrow(reason('decryption'));
  });

  it('refuse a content key with the padding of a signature', () => {
    const message = encryptFor(Buffer.from('secret'), mdm.certificate, seededRandom('padding'));
    const encrypted = encryptedKeyOf(message);
    const noPadding = constants.RSA_NO_PADDING;
    const block = privateDecrypt({ key: mdm.privateKey, padding: noPadding }, encrypted);
    const spoilt = publicEncrypt(
      { key: createPublicKey(mdm.privateKey), padding: noPadding },
      block.map((byte, index) => (index === 1 ? 1 : byte)),
    );
    const changed = Buffer.from(message);
    spoilt.copy(changed, changed.indexOf(encrypted));
    expect(() => decryptEnveloped(changed, [mdm])).toThrow(reason('decryption'));
  });

  it('find every change of the encrypted key', () => {
    const message = encryptFor(Buffer.from('secret'), mdm.certificate, seededRandom('flip'));
    const start = Buffer.from(message).indexOf(encryptedKeyOf(message));
    for (let position = start; position < start + 256; position += 5) {
      const changed = message.map((byte, index) => (index === position ? byte ^ 1 : byte));
      expect(() => decryptEnveloped(changed, [mdm])).toThrow(reason('decryption'));
    }
  });

  it('throw nothing but EnvelopedError for changed, cut and random messages', () => {
    const message = encryptFor(Buffer.from('secret'), mdm.certificate, seededRandom('hostile'));
    const change = fc.record({
      at: fc.nat({ max: message.length - 1 }),
      cut: fc.nat({ max: 5 }),
      put: fc.uint8Array({ maxLength: 5 }),
    });
    const changed = change.map(({ at, cut, put }) =>
      Uint8Array.from([...message.subarray(0, at), ...put, ...message.subarray(at + cut)]),
    );
    const cutOff = fc.nat({ max: message.length - 1 }).map((length) => message.subarray(0, length));
    fc.assert(
      fc.property(fc.oneof(changed, cutOff, fc.uint8Array({ maxLength: 300 })), (bytes) => {
        try {
          decryptEnveloped(bytes, [mdm]);
        } catch (error) {
          if (!(error instanceof EnvelopedError)) throw error;
        }
      }),
      { numRuns: 500 },
    );
    expect(() => decryptEnveloped(new Uint8Array(1_048_577), [mdm])).toThrow(reason('limit'));
  });
});

describe.skipIf(withoutOpenssl)(`CMS and openssl (${needsOpenssl})`, () => {
  const certificate = tool.write('certificate.pem', pem('CERTIFICATE', mdm.certificate));
  const key = tool.write('key.pem', pem('PRIVATE KEY', mdm.pkcs8));
  const plain = 'pä€ß𝄞\n'.repeat(500);

  /** What openssl encrypts: options before and after `-recip` are for the message and for the recipient. */
  function encrypted(
    messageOptions: string,
    recipients: readonly string[],
    recipientOptions = '',
  ): Uint8Array {
    tool.write('plain', plain);
    const command = `cms -encrypt -binary -in plain -outform DER -out file.cms ${messageOptions}`;
    tool.run(
      command,
      ...recipients.flatMap((file) => ['-recip', file]),
      ...recipientOptions.split(' ').filter(Boolean),
    );
    return tool.read('file.cms');
  }

  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

  it.each(['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc', '3des-cbc'] as const)(
    'decrypts what is made here with %s',
    (cipher) => {
      tool.write('made.cms', encryptFor(Buffer.from(plain), mdm.certificate, seededRandom('cms'), cipher));
      tool.run(
        'cms -decrypt -inform DER -in made.cms -binary -out plain',
        '-recip',
        certificate,
        '-inkey',
        key,
      );
      expect(text(tool.read('plain'))).toBe(plain);
    },
  );

  it.each<[what: string, messageOptions: string, recipientOptions?: string]>([
    ['AES-256', '-aes256'],
    ['AES-192', '-aes192'],
    ['AES-128 as a stream in BER', '-aes128 -stream'],
    ['3DES', '-des3'],
    ['the subject key identifier', '-aes256 -keyid'],
    ['OAEP with SHA-1', '-aes256', '-keyopt rsa_padding_mode:oaep'],
    ['OAEP with SHA-256', '-aes256', '-keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256'],
    ['OAEP with a label', '-aes256', '-keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_label:0a0b'],
  ])('makes what is decrypted here with %s', (_what, messageOptions, recipientOptions) => {
    const message = encrypted(messageOptions, [certificate], recipientOptions);
    expect(text(decryptEnveloped(message, [pool.custom(0), mdm]))).toBe(plain);
  });

  it.each([
    ['a cipher that is not read', '-camellia256', ''],
    ['OAEP with two different hashes', '-aes256', '-keyopt rsa_padding_mode:oaep -keyopt rsa_mgf1_md:sha512'],
  ])('makes, with %s, what is said to be not supported', (_what, messageOptions, recipientOptions) => {
    const message = encrypted(messageOptions, [certificate], recipientOptions);
    expect(() => decryptEnveloped(message, [mdm])).toThrow(reason('unsupported'));
  });

  it('makes a message for several, an EC key among them, which each RSA key decrypts', () => {
    const other = pool.custom(1);
    const files = [pool.identity('ec-p256', 0), mdm, other].map((identity) =>
      tool.write(`${identity.subject}.pem`, pem('CERTIFICATE', identity.certificate)),
    );
    const message = encrypted('-aes256', files);
    for (const one of [mdm, other]) expect(text(decryptEnveloped(message, [one]))).toBe(plain);
    expect(() => decryptEnveloped(message, [pool.custom(0)])).toThrow(reason('recipient'));
  });
});
