import { openPfx, usualPfx, type PfxFixture } from '../fixtures.ts';
import { helloContainer, type Install } from '../install.ts';
import type { Parameter } from './combination.ts';

/** The files that installs are combined with. */
export const pfxFiles: readonly PfxFixture[] = [
  usualPfx,
  openPfx,
  { ...usualPfx, keyKind: 'rsa-1024', protection: '3des-sha1' },
  // RSA 4096 and EC are what a TPM may refuse.
  { ...usualPfx, keyKind: 'rsa-4096', friendlyName: 'Wi-Fi' },
  { ...usualPfx, keyKind: 'ec-p256', protection: 'rc2-40-sha1' },
  { ...usualPfx, keyKind: 'ec-p384', protection: 'none' },
  { ...usualPfx, password: '' },
  { ...usualPfx, password: 'Pässwörd-密-1', chain: true },
  { ...usualPfx, protection: '3des-sha1', several: 2, chain: true },
  // The two that are no good, for the rows with a fault.
  { ...usualPfx, damage: 'bit-flipped' },
  { ...usualPfx, content: 'certificates-only' },
];

/**
 * What is combined; valid values first. Whether a value is a fault depends on the others of its row, and
 * faults/install-faults.ts says so. To add a value or a parameter: here, and nowhere else.
 */
export const parameters: readonly Parameter<keyof Install, Partial<Install>>[] = [
  { name: 'scope', values: [{ scope: 'device' }, { scope: 'user' }] },
  // Values that only make a fault together with others stand among the valid ones.
  { name: 'tpm', values: [{ tpm: true }, { tpm: false }] },
  {
    name: 'keyLocation',
    values: ['3', '2', '1', '4', '5', undefined].map((keyLocation) => ({ keyLocation })),
  },
  {
    name: 'containerName',
    values: [undefined, helloContainer, 'NoSuchContainer'].map((containerName) => ({ containerName })),
  },
  {
    name: 'exportable',
    values: [undefined, 'false', 'true', 'perhaps'].map((exportable) => ({ exportable })),
  },
  {
    name: 'encryptionType',
    values: [undefined, '0', '1', '2', '3'].map((encryptionType) => ({ encryptionType })),
  },
  {
    name: 'encryptionStore',
    values: [undefined, 'My', 'TrustedPublisher'].map((encryptionStore) => ({ encryptionStore })),
  },
  {
    name: 'password',
    values: (['right', 'wrong', 'empty', 'absent'] as const).map((password) => ({ password })),
  },
  {
    name: 'sealedFor',
    values: (['as-type', 'nobody', 'mdm', 'stranger'] as const).map((sealedFor) => ({ sealedFor })),
  },
  { name: 'pfx', values: pfxFiles.map((pfx) => ({ pfx })) },
  { name: 'blobFormat', values: (['chr', 'b64', 'bin'] as const).map((blobFormat) => ({ blobFormat })) },
  { name: 'blobText', values: (['base64', 'not-base64'] as const).map((blobText) => ({ blobText })) },
  {
    name: 'blobPosition',
    values: (['last', 'before-last', 'first'] as const).map((blobPosition) => ({ blobPosition })),
  },
  { name: 'uniqueIdFirst', values: [{ uniqueIdFirst: true }, { uniqueIdFirst: false }] },
  { name: 'wrapping', values: [{ wrapping: 'atomic' }, { wrapping: 'bare' }] },
];
