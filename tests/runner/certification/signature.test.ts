import fc from 'fast-check';
import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkSignature } from '../../../runner/certification/check-signature.ts';
import { readCertificates, readSigner, signContent } from '../../../runner/certification/signer.ts';
import { reasonToDistrust } from '../../../runner/certification/trust.ts';
import { needsOpenssl, openssl, withoutOpenssl } from '../../pki/openssl.ts';
import { encrypted, makeAuthority, now, signerOf, type Authority, type KeyName } from './certificates.ts';

const tool = openssl();
const content = Buffer.from('{"manifest": true}\n');
const keyNames: readonly KeyName[] = ['RSA', 'P-256', 'P-384'];

let authority: Authority;
beforeAll(async () => {
  authority = await makeAuthority();
});

describe('signContent', () => {
  it.each(keyNames)('makes with %s what checkSignature accepts, with time and certificate', async (key) => {
    const signer = signerOf(await authority.issue({ key }));
    const checked = checkSignature(signContent(content, signer, now), content);
    expect(checked).toMatchObject({ ok: true, time: now });
    expect(checked.ok && checked.certificates[0].raw).toEqual(signer.certificates[0].raw);
  });

  it.skipIf(withoutOpenssl).each(keyNames)(
    `makes with %s what openssl accepts, and refuses over another content; ${needsOpenssl}`,
    async (key) => {
      const message = signContent(content, signerOf(await authority.issue({ key })), now);
      const names = { message: tool.write('m.p7s', message), content: tool.write('m.json', content) };
      const other = tool.write('other.json', `${content.toString()} `);
      const ca = tool.write('ca.pem', authority.certificate);
      const verify = (file: string): string =>
        tool.run(
          `cms -verify -binary -cades -purpose any -inform DER -attime ${now.getTime() / 1000} -out verified`,
          ...['-in', names.message, '-content', file, '-CAfile', ca],
        );
      expect(verify(names.content)).toMatch(/verification successful/i);
      expect(() => verify(other)).toThrow(/digest|verification failure/i);
    },
  );

  it('encloses the certificates in between, in the order of the file', async () => {
    const { key, certificate } = await authority.issue();
    const signer = readSigner(key, certificate + authority.certificate, undefined, now);
    const checked = checkSignature(signContent(content, signer, now), content);
    expect(checked.ok && checked.certificates.map(({ raw }) => raw)).toEqual(
      readCertificates(certificate + authority.certificate).map(({ raw }) => raw),
    );
  });
});

describe('checkSignature', () => {
  it('refuses every change of one byte, wherever it is', async () => {
    for (const key of keyNames) {
      const message = signContent(content, signerOf(await authority.issue({ key })), now);
      fc.assert(
        fc.property(fc.nat(message.length - 1), fc.integer({ min: 1, max: 255 }), (index, mask) => {
          const changed = Uint8Array.from(message, (byte, at) => (at === index ? byte ^ mask : byte));
          expect(checkSignature(changed, content).ok).toBe(false);
        }),
        { numRuns: 300 },
      );
    }
  });

  it('refuses bytes behind, bytes missing, and bytes of every other kind', async () => {
    const message = signContent(content, signerOf(await authority.issue()), now);
    expect(checkSignature(Buffer.concat([message, Uint8Array.of(0)]), content).ok).toBe(false);
    fc.assert(
      fc.property(fc.nat(message.length - 1), (length) => {
        expect(checkSignature(message.subarray(0, length), content).ok).toBe(false);
      }),
      { numRuns: 50 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        expect(checkSignature(bytes, content).ok).toBe(false);
      }),
    );
  });

  it('says that the content was changed, where it was', async () => {
    const message = signContent(content, signerOf(await authority.issue()), now);
    expect(checkSignature(message, Buffer.from('other'))).toMatchObject({
      problem: expect.stringMatching(/another content/) as string,
    });
  });
});

describe('readSigner', () => {
  it('takes encrypted keys with their pass phrase only', async () => {
    const { key, certificate } = await authority.issue();
    const secret = encrypted(key, 'correct horse');
    expect(readSigner(secret, certificate, 'correct horse', now).certificates).toHaveLength(1);
    expect(() => readSigner(secret, certificate, undefined, now)).toThrow(/needs a pass phrase/);
    expect(() => readSigner(secret, certificate, 'wrong', now)).toThrow(/can not be decrypted/);
  });

  it('refuses the key of another, certificates that are not valid, and files that are none', async () => {
    const [one, other] = [await authority.issue(), await authority.issue()];
    const expired = await authority.issue({ to: new Date('2026-02-01T00:00:00Z') });
    const early = await authority.issue({ from: new Date('2026-04-01T00:00:00Z') });
    expect(() => readSigner(one.key, other.certificate, undefined, now)).toThrow(
      /not that of the first certificate/,
    );
    expect(() => signerOf(expired)).toThrow(/is valid from .* to Feb/);
    expect(() => signerOf(early)).toThrow(/is valid from Apr/);
    expect(() => readSigner('nothing', one.certificate, undefined, now)).toThrow(/no private key/);
    expect(() => readSigner(one.key, 'nothing', undefined, now)).toThrow(/no CERTIFICATE/);
  });
});

describe('reasonToDistrust', () => {
  const read = (pem: string): X509Certificate => new X509Certificate(pem);

  it('is nothing where a trusted certificate has issued it, or is it', async () => {
    const { certificate } = await authority.issue();
    expect(reasonToDistrust(read(certificate), [], [read(authority.certificate)], now)).toBeUndefined();
    expect(reasonToDistrust(read(certificate), [], [read(certificate)], now)).toBeUndefined();
  });

  it('names strangers, other moments, other uses, and authorities of the same name', async () => {
    const { certificate } = await authority.issue();
    const impostor = await makeAuthority();
    const trusted = [read(authority.certificate)];
    const later = new Date('2028-01-01T00:00:00Z');
    expect(reasonToDistrust(read(certificate), [], [read(impostor.certificate)], now)).toMatch(
      /no trusted certificate/,
    );
    expect(reasonToDistrust(read(certificate), [], trusted, later)).toMatch(/is valid from/);
    const agreement = await authority.issue({ usage: 'key agreement' });
    expect(reasonToDistrust(read(agreement.certificate), [], trusted, now)).toMatch(
      /not meant for signatures/,
    );
  });

  it('does not take a certificate that is no authority for an issuer', async () => {
    const laboratory = await authority.issue();
    const { certificate } = await authority.issue();
    // Trusted is another laboratory of the same authority: it vouches for itself alone.
    expect(reasonToDistrust(read(certificate), [], [read(laboratory.certificate)], now)).toMatch(
      /no trusted/,
    );
  });
});
