import { describe, expect, it } from 'vitest';
import { matchKeys } from '../../pki/key-matching.ts';
import type { Bag } from '../../pki/pfx-bags.ts';
import { leafCertificate } from '../../pki/pool-certificates.ts';
import { openPool } from '../../pki/pool.ts';

const pool = await openPool();
const [one, two] = [pool.identity('rsa-2048', 0), pool.identity('ec-p256', 0)];
const authority = { name: 'conformance authority', key: pool.mdm.privateKey };
const renewed = await leafCertificate('renewed', one.privateKey, 'client', authority);

const certificate = (value: Uint8Array, attributes: Partial<Bag> = {}): Bag => ({
  kind: 'certificate',
  value,
  ...attributes,
});
const key = (value: Uint8Array, attributes: Partial<Bag> = {}): Bag => ({
  kind: 'key',
  value,
  ...attributes,
});

describe('matchKeys', () => {
  it('gives each key the certificate with its public key, whatever their order and numbers are', () => {
    const bags = [
      key(two.pkcs8, { localKeyId: '01' }),
      certificate(one.certificate, { localKeyId: '01' }),
      certificate(two.certificate, { localKeyId: '02' }),
      key(one.pkcs8, { localKeyId: '02' }),
    ];
    expect(matchKeys(bags)).toEqual({
      keyed: [
        { certificate: two.certificate, pkcs8: two.pkcs8 },
        { certificate: one.certificate, pkcs8: one.pkcs8 },
      ],
      certificates: [],
      looseKeys: [],
    });
  });

  it('leaves a key and a certificate that do not belong together loose, even with the same localKeyId', () => {
    const bags = [key(one.pkcs8, { localKeyId: '01' }), certificate(two.certificate, { localKeyId: '01' })];
    expect(matchKeys(bags)).toEqual({ keyed: [], certificates: [two.certificate], looseKeys: [one.pkcs8] });
  });

  it('prefers, of two certificates for a key, the one with its localKeyId, else the first', () => {
    const certificates = [certificate(one.certificate), certificate(renewed, { localKeyId: '07' })];
    const chosen = (keyBag: Bag) =>
      matchKeys([...certificates, keyBag]).keyed.map((entry) => entry.certificate);
    expect(chosen(key(one.pkcs8, { localKeyId: '07' }))).toEqual([renewed]);
    expect(chosen(key(one.pkcs8, { localKeyId: '08' }))).toEqual([one.certificate]);
    expect(chosen(key(one.pkcs8))).toEqual([one.certificate]);
  });

  it("takes the certificate's friendly name before the key's", () => {
    const named = (name: string) => ({ friendlyName: name });
    const nameOf = (bags: readonly Bag[]) => matchKeys(bags).keyed[0]?.friendlyName;
    expect(nameOf([certificate(one.certificate, named('c')), key(one.pkcs8, named('k'))])).toBe('c');
    expect(nameOf([certificate(one.certificate), key(one.pkcs8, named('k'))])).toBe('k');
  });

  it('refuses what is no certificate, no key, or a key too large to load', () => {
    const format: unknown = expect.objectContaining({ reason: 'format' });
    expect(() => matchKeys([certificate(one.pkcs8)])).toThrow(format);
    expect(() => matchKeys([key(one.certificate)])).toThrow(format);
    expect(() => matchKeys([key(new Uint8Array(16_385))])).toThrow(
      expect.objectContaining({ reason: 'limit' }),
    );
  });
});
