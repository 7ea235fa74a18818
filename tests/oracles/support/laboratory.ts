import type { Preparation } from '../../../cases/case.ts';
import { encryptFor } from '../../../pki/enveloped.ts';
import { buildPfx, type PfxSpecification } from '../../../pki/pfx-build.ts';
import { openPool, type Identity } from '../../../pki/pool.ts';
import { seededRandom } from '../../../pki/random.ts';

export const pool = await openPool();

/** A device with a TPM, an MDM certificate, one certificate for passwords in My and one Windows Hello container. */
export const device: Preparation = {
  edition: '10.0.26100',
  tpm: true,
  mdmCertificate: inBase64(pool.mdm),
  certificates: [{ ...inBase64(pool.custom(0)), scope: 'device', store: 'My' }],
  helloContainers: ['container'],
};

/** Nothing but software. */
export const bare: Preparation = { edition: '10.0.26100', tpm: false, certificates: [], helloContainers: [] };

function inBase64({ certificate, pkcs8 }: Identity): { certificate: string; privateKey: string } {
  return {
    certificate: Buffer.from(certificate).toString('base64'),
    privateKey: Buffer.from(pkcs8).toString('base64'),
  };
}

/** A PFX in base64 with the password "secret" and one RSA 2048 identity, but for what is given. */
export function pfxFile(changes: Partial<PfxSpecification> = {}): string {
  const specification: PfxSpecification = {
    identities: [pool.identity('rsa-2048', 0)],
    content: 'keys-and-certificates',
    chain: false,
    protection: 'aes256-sha256',
    password: 'secret',
    iterations: 1,
    ...changes,
  };
  return Buffer.from(buildPfx(specification, seededRandom('oracle'))).toString('base64');
}

/** "secret", encrypted for a certificate. */
export function encryptedPassword(identity: Identity, password = 'secret'): string {
  return Buffer.from(
    encryptFor(Buffer.from(password), identity.certificate, seededRandom('password')),
  ).toString('base64');
}

export const thumbprint = (index = 0): string => pool.identity('rsa-2048', index).thumbprint;
