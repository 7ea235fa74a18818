import fc from 'fast-check';
import { createPrivateKey } from 'node:crypto';
import type { Pool } from '../../pki/pool.ts';
import type { PfxSpecification } from '../../pki/pfx-build.ts';
import { PfxError } from '../../pki/pfx-error.ts';
import { openPfx, type PfxContents } from '../../pki/pfx-open.ts';

/** Identities of every kind in the pool but rsa-4096, whose size adds time and nothing else. */
export function identitiesOf(pool: Pool) {
  return (['rsa-1024', 'rsa-2048', 'ec-p256', 'ec-p384'] as const).flatMap((kind) =>
    Array.from({ length: pool.count(kind) }, (_, index) => pool.identity(kind, index)),
  );
}

/** PFX specifications without damage, with all passwords from null to astral characters. */
export function specifications(pool: Pool): fc.Arbitrary<PfxSpecification> {
  return fc.record(
    {
      identities: fc.uniqueArray(fc.constantFrom(...identitiesOf(pool)), {
        minLength: 1,
        maxLength: 3,
        selector: ({ thumbprint }) => thumbprint,
      }),
      content: fc.constantFrom('keys-and-certificates', 'certificates-only', 'keys-only'),
      chain: fc.boolean(),
      protection: fc.constantFrom('aes256-sha256', '3des-sha1', 'rc2-40-sha1', 'none'),
      password: fc.option(fc.string({ unit: 'grapheme', maxLength: 12 }), { nil: null }),
      iterations: fc.integer({ min: 1, max: 5 }),
      friendlyName: fc.string({ unit: 'grapheme', maxLength: 12 }),
    },
    { requiredKeys: ['identities', 'content', 'chain', 'protection', 'password', 'iterations'] },
  );
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** The numbers of a private key, whichever way PKCS#8 writes it. */
const keyOf = (pkcs8: Uint8Array): string =>
  JSON.stringify(
    createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' }).export({ format: 'jwk' }),
  );

/** Contents in a form that can be compared: sets of text. */
export function comparable(contents: PfxContents) {
  return {
    keyed: contents.keyed
      .map(({ certificate, pkcs8, friendlyName }) => [base64(certificate), keyOf(pkcs8), friendlyName])
      .sort(),
    certificates: contents.certificates.map(base64).sort(),
    looseKeys: contents.looseKeys.map(keyOf).sort(),
    passwordKind: contents.passwordKind,
  };
}

/** What a PFX made to the specification has to hold. */
export function expectedContents(specification: PfxSpecification): PfxContents {
  const { identities, content, chain, password, friendlyName } = specification;
  const issuers = chain ? (identities[0]?.chain ?? []) : [];
  const passwordKind = password === null ? 'none' : password === '' ? 'empty' : 'password';
  const leaves = identities.map(({ certificate }) => certificate);
  switch (content) {
    case 'keys-only':
      return { keyed: [], certificates: [], looseKeys: identities.map(({ pkcs8 }) => pkcs8), passwordKind };
    case 'certificates-only':
      return { keyed: [], certificates: [...leaves, ...issuers], looseKeys: [], passwordKind };
    case 'keys-and-certificates':
      return {
        keyed: identities.map(({ certificate, pkcs8 }) => ({
          certificate,
          pkcs8,
          ...(friendlyName === undefined ? {} : { friendlyName }),
        })),
        certificates: issuers,
        looseKeys: [],
        passwordKind,
      };
  }
}

/** The reason for which it does not open; undefined if it does. Any other error than PfxError passes through. */
export function refusal(file: Uint8Array, password: string | undefined): PfxError['reason'] | undefined {
  try {
    openPfx(file, password);
    return undefined;
  } catch (error) {
    if (error instanceof PfxError) return error.reason;
    throw error;
  }
}
