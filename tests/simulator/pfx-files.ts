import type { KeyedCertificate } from '../../cases/case.ts';
import { encryptFor } from '../../pki/enveloped.ts';
import { buildPfx, type PfxSpecification } from '../../pki/pfx-build.ts';
import { openPool, type Identity } from '../../pki/pool.ts';
import { seededRandom } from '../../pki/random.ts';
import { add, type Sent } from './client.ts';

export const pool = await openPool();

const built = new Map<string, string>();

/** A PFX in base64: one RSA 2048 key with its certificate and the password `pw`, unless told otherwise. */
export function pfxOf(
  identities: readonly Identity[] = [pool.identity('rsa-2048', 0)],
  specification: Partial<PfxSpecification> = {},
): string {
  const whole: PfxSpecification = {
    identities,
    content: 'keys-and-certificates',
    chain: false,
    protection: 'aes256-sha256',
    password: 'pw',
    iterations: 1,
    ...specification,
  };
  const name = JSON.stringify({ ...whole, identities: identities.map(({ thumbprint }) => thumbprint) });
  const known = built.get(name) ?? Buffer.from(buildPfx(whole, seededRandom(name))).toString('base64');
  built.set(name, known);
  return known;
}

/** Nodes of an install below a UniqueID, in the order in which they are added; the blob last. */
export interface InstallNodes {
  readonly KeyLocation?: string | undefined;
  readonly ContainerName?: string | undefined;
  readonly PFXCertPassword?: string | undefined;
  readonly PFXCertPasswordEncryptionType?: string | undefined;
  readonly PFXCertPasswordEncryptionStore?: string | undefined;
  readonly PFXKeyExportable?: string | undefined;
  readonly PFXCertBlob?: string | undefined;
}

/** Adds of one install: KeyLocation 3, the password `pw` and the blob, unless told otherwise. */
export function installing(uniqueId: string, nodes: InstallNodes = {}): readonly Sent[] {
  const all = { KeyLocation: '3', PFXCertPassword: 'pw', PFXCertBlob: pfxOf(), ...nodes };
  const order = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const [blobs, parameters] = [
    order.filter(([name]) => name === 'PFXCertBlob'),
    order.filter(([name]) => name !== 'PFXCertBlob'),
  ];
  return [...parameters, ...blobs].map(([name, text]) => add(`${uniqueId}/${name}`, text));
}

/** A password encrypted for a certificate, as encryption types 1 and 2 have it. */
export function encrypted(password: string, { certificate }: Identity): string {
  const envelope = encryptFor(Buffer.from(password), certificate, seededRandom(password));
  return Buffer.from(envelope).toString('base64');
}

export function keyed({ certificate, pkcs8 }: Identity): KeyedCertificate {
  return {
    certificate: Buffer.from(certificate).toString('base64'),
    privateKey: Buffer.from(pkcs8).toString('base64'),
  };
}
