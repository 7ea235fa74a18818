import type { KeyedCertificate } from '../../../cases/case.ts';
import type { GivenState } from '../../../oracles/explain/given.ts';
import { encryptFor } from '../../../pki/enveloped.ts';
import { buildPfx, type PfxSpecification } from '../../../pki/pfx-build.ts';
import { openPool, type Identity } from '../../../pki/pool.ts';
import { seededRandom } from '../../../pki/random.ts';
import { atomic, commandOf, pfx, type Line } from './support.ts';

export const pool = await openPool();

/** A PFX in base64, protected by the password `right` unless something else is said. */
export function blob(changes: Partial<PfxSpecification> = {}): string {
  const specification: PfxSpecification = {
    identities: [pool.identity('rsa-2048', 0)],
    content: 'keys-and-certificates',
    chain: true,
    protection: 'aes256-sha256',
    password: 'right',
    iterations: 1,
    ...changes,
  };
  return Buffer.from(buildPfx(specification, seededRandom('explain'))).toString('base64');
}

/** The PFX with the content type signedData in place of data, in the first place where it stands. */
export function signed(base64: string): string {
  const hex = Buffer.from(base64, 'base64').toString('hex');
  return Buffer.from(hex.replace('2a864886f70d010701', '2a864886f70d010702'), 'hex').toString('base64');
}

/** The password `right`, encrypted for the MDM certificate. */
export function encrypted(): string {
  const der = encryptFor(Buffer.from('right'), pool.mdm.certificate, seededRandom('password'));
  return Buffer.from(der).toString('base64');
}

/** The MDM certificate with its key, as a given state has it. */
export function mdmCertificate(): KeyedCertificate {
  return keyed(pool.mdm);
}

/** A certificate for which no password is encrypted. */
export function otherCertificate(): KeyedCertificate {
  return keyed(pool.custom(0));
}

function keyed({ certificate, pkcs8 }: Identity): KeyedCertificate {
  return {
    certificate: Buffer.from(certificate).toString('base64'),
    privateKey: Buffer.from(pkcs8).toString('base64'),
  };
}

/** The commands of a correct PFX install, with changes to its settings. */
export function right(changes: Readonly<Record<string, string | undefined>> = {}): readonly Line[] {
  return pfx(blob(), { PFXCertPassword: 'right', ...changes });
}

/** A PFX install for the device and one for the user in one message, each correct by itself. */
export function deviceAndUser(): string {
  const user = right().map((line) => ({
    ...line,
    node: `./User/Vendor/MSFT/ClientCertificateInstall/${line.node}`,
  }));
  const second = user.map((line, index) => commandOf(line, index + 50));
  return atomic(right()).replace('<Final/>', `<Atomic><CmdID>40</CmdID>${second.join('')}</Atomic><Final/>`);
}

/** Nodes of a device that has the PFX parameters of id1, and whose enrollment id1 is pending. */
export const state: GivenState['nodes'] = {
  './Device/Vendor/MSFT/ClientCertificateInstall/PFXCertInstall/id1/KeyLocation': { value: '3' },
  './Device/Vendor/MSFT/ClientCertificateInstall/SCEP/id1/Status': { value: '2' },
};
