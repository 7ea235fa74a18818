import type { Preparation, Scope } from '../cases/case.ts';
import type { Pool } from '../pki/pool.ts';
import type { Command, TreeCommand } from '../syncml/message.ts';
import { requestAddress, uniqueIds } from './address.ts';
import { atomic, command } from './command.ts';
import {
  openPfx,
  pfxOf,
  keyedCertificateOf,
  sealedPassword,
  wrongPassword,
  type PfxFixture,
} from './fixtures.ts';
import type { Recipient } from './fixtures.ts';

/**
 * One install of a PFX, as choices: what the payload says, and what of the device bears on it. Texts are sent as
 * they stand; `undefined` leaves the setting out.
 */
export interface Install {
  readonly scope: Scope;
  readonly uniqueId: string;
  /** Whether the device has a TPM. */
  readonly tpm: boolean;
  readonly pfx: PfxFixture;
  /** Format of PFXCertBlob; the documents name three. */
  readonly blobFormat: 'chr' | 'b64' | 'bin';
  readonly blobText: 'base64' | 'not-base64';
  readonly keyLocation: string | undefined;
  readonly containerName: string | undefined;
  readonly exportable: string | undefined;
  readonly encryptionType: string | undefined;
  readonly encryptionStore: string | undefined;
  readonly password: 'right' | 'wrong' | 'empty' | 'absent';
  /** Whom the password is encrypted for; `as-type`: as PFXCertPasswordEncryptionType asks. */
  readonly sealedFor: 'as-type' | 'nobody' | Recipient;
  /** Where the blob stands among the settings; `before-last`: the last setting comes after it. */
  readonly blobPosition: 'last' | 'before-last' | 'first';
  /** Whether UniqueID is added by a command of its own, or by implicit Add. */
  readonly uniqueIdFirst: boolean;
  readonly wrapping: 'atomic' | 'bare';
}

/** The container that devices with Windows Hello have in our cases. */
export const helloContainer = 'WorkContainer';

/** A valid install with as few settings as there can be. */
export const usualInstall: Install = {
  scope: 'device',
  uniqueId: uniqueIds[0],
  tpm: false,
  pfx: openPfx,
  blobFormat: 'chr',
  blobText: 'base64',
  keyLocation: '3',
  containerName: undefined,
  exportable: undefined,
  encryptionType: undefined,
  encryptionStore: undefined,
  password: 'right',
  sealedFor: 'as-type',
  blobPosition: 'last',
  uniqueIdFirst: true,
  wrapping: 'atomic',
};

/** The commands of an install, in its wrapping. */
export function installCommands(install: Install, pool: Pool): readonly Command[] {
  const commands = settingsOf(install, pool);
  return install.wrapping === 'atomic' ? [atomic(commands)] : commands;
}

/** The commands of an install without wrapping: the Add of UniqueID, the settings, the blob. */
export function settingsOf(install: Install, pool: Pool): readonly TreeCommand[] {
  const set = (name: string, format: string, text: string | undefined): readonly TreeCommand[] =>
    text === undefined ? [] : [command('Add', addressIn(install, name), format, text)];
  const settings = [
    ...set('KeyLocation', 'int', install.keyLocation),
    ...set('ContainerName', 'chr', install.containerName),
    ...set('PFXCertPasswordEncryptionType', 'int', install.encryptionType),
    ...set('PFXCertPasswordEncryptionStore', 'chr', install.encryptionStore),
    ...set('PFXKeyExportable', 'bool', install.exportable),
    ...set('PFXCertPassword', 'chr', passwordText(install, pool)),
  ];
  const blob = set('PFXCertBlob', install.blobFormat, blobTextOf(install, pool));
  const first = install.uniqueIdFirst ? [command('Add', addressIn(install), 'node')] : [];
  switch (install.blobPosition) {
    case 'last':
      return [...first, ...settings, ...blob];
    case 'before-last':
      return [...first, ...settings.slice(0, -1), ...blob, ...settings.slice(-1)];
    case 'first':
      return [...first, ...blob, ...settings];
  }
}

/** LocURI of a node of the install's request. */
export function addressIn(install: Install, ...below: readonly string[]): string {
  return requestAddress(install.scope, install.uniqueId, ...below);
}

/** The text of PFXCertBlob. */
export function blobTextOf(install: Install, pool: Pool): string {
  // Characters outside base64's alphabet, so that no lenient decoder makes bytes of it.
  return install.blobText === 'base64' ? pfxOf(pool, install.pfx) : '!not base64!';
}

/** The text of PFXCertPassword, or undefined where none is sent: none was chosen, or the file needs none. */
export function passwordText(install: Install, pool: Pool): string | undefined {
  const plain = plainPassword(install);
  const recipient = recipientOf(install);
  return plain === undefined || recipient === 'nobody' ? plain : sealedPassword(pool, plain, recipient);
}

/** Whom the password of an install is encrypted for. */
export function recipientOf(install: Install): 'nobody' | Recipient {
  if (install.sealedFor !== 'as-type') return install.sealedFor;
  if (install.encryptionType === '1') return 'mdm';
  return install.encryptionType === '2' ? 'custom' : 'nobody';
}

/** What a device has to have for these installs: a TPM, certificates that decrypt passwords, containers. */
export function deviceFor(installs: readonly Install[], pool: Pool): Omit<Preparation, 'edition'> {
  const uses = (type: string, recipient: Recipient): boolean =>
    installs.some((install) => install.encryptionType === type || recipientOf(install) === recipient);
  const custom = uses('2', 'custom') ? keyedCertificateOf(pool, 'custom') : undefined;
  return {
    tpm: installs.some((install) => install.tpm),
    ...(uses('1', 'mdm') ? { mdmCertificate: keyedCertificateOf(pool, 'mdm') } : {}),
    certificates:
      custom === undefined
        ? []
        : (['device', 'user'] as const).map((scope) => ({ ...custom, scope, store: 'My' })),
    helloContainers: installs.some((install) => install.keyLocation === '4') ? [helloContainer] : [],
  };
}

function plainPassword(install: Install): string | undefined {
  switch (install.password) {
    case 'right':
      return install.pfx.password ?? undefined;
    case 'wrong':
      return wrongPassword;
    case 'empty':
      return '';
    case 'absent':
      return undefined;
  }
}
