import type { Install } from '../install.ts';
import { helloContainer, recipientOf } from '../install.ts';
import type { Fault } from './fault.ts';

/**
 * What can be wrong with an install. Besides putting a fault in, these can tell whether one is there and leave it
 * out, so that random and covering choices become valid, or faulty in one point, by rule and not by luck.
 */
export interface InstallFault extends Fault<Install> {
  /** The choices that `isIn` looks at. */
  readonly reads: readonly (keyof Install)[];
  isIn(install: Install): boolean;
  /** The twin: the install with only this fault taken out. */
  leaveOut(install: Install): Install;
}

const locations = ['1', '2', '3', '4'];
const encryptionTypes = ['0', '1', '2'];

/** To add one: an entry here. The sessions, the covering arrays and the tests take it from this list. */
export const installFaults: readonly InstallFault[] = [
  {
    // csp-source.txt, KeyLocation 1: fail where there is no TPM. The only fault that lies in the device.
    id: 'tpm-missing',
    words: 'KeyLocation 1 on a device without TPM',
    requirement: 'R-PFX-05',
    reads: ['keyLocation', 'tpm'],
    isIn: ({ keyLocation, tpm }) => keyLocation === '1' && !tpm,
    put: (install) => ({ ...install, keyLocation: '1', tpm: false }),
    leaveOut: (install) => ({ ...install, tpm: true }),
  },
  {
    // csp-source.txt, ContainerName: not specified for Windows Hello, the enrollment fails.
    id: 'container-missing',
    words: 'KeyLocation 4 without ContainerName',
    requirement: 'R-PFX-10',
    reads: ['keyLocation', 'containerName'],
    isIn: ({ keyLocation, containerName }) => keyLocation === '4' && containerName === undefined,
    put: (install) => ({ ...install, keyLocation: '4', containerName: undefined }),
    leaveOut: (install) => ({ ...install, containerName: helloContainer }),
  },
  {
    // csp-source.txt, intro and PFXKeyExportable: true only with KeyLocation 3. Its own PFX example breaks the rule
    // so a device's answer to KeyLocation 2 is worth seeing.
    id: 'exportable-elsewhere',
    words: 'PFXKeyExportable true with a KeyLocation other than 3',
    requirement: 'R-GEN-04',
    reads: ['keyLocation', 'exportable'],
    isIn: ({ keyLocation, exportable }) =>
      exportable === 'true' && keyLocation !== '3' && keyLocation !== undefined,
    // With KeyLocation 4 a container has to be named too, and 1 needs a TPM: 2 is the one that needs nothing else.
    put: (install) => ({
      ...install,
      keyLocation: install.keyLocation === '1' || install.keyLocation === '4' ? install.keyLocation : '2',
      exportable: 'true',
    }),
    leaveOut: (install) => ({ ...install, exportable: 'false' }),
  },
  {
    // csp-source.txt, KeyLocation: required. No document gives it a default.
    id: 'key-location-missing',
    words: 'KeyLocation is missing',
    requirement: 'R-PFX-04',
    reads: ['keyLocation'],
    isIn: ({ keyLocation }) => keyLocation === undefined,
    put: (install) => ({ ...install, keyLocation: undefined }),
    leaveOut: (install) => ({ ...install, keyLocation: '3' }),
  },
  {
    // csp-source.txt, KeyLocation: the table ends at 4. Spellings of good numbers are in matrix/values.ts.
    id: 'key-location-unknown',
    words: 'KeyLocation is none of 1, 2, 3, 4',
    requirement: 'R-PFX-09',
    reads: ['keyLocation'],
    isIn: ({ keyLocation }) => keyLocation !== undefined && !locations.includes(keyLocation),
    put: (install) => ({ ...install, keyLocation: '5' }),
    leaveOut: (install) => ({ ...install, keyLocation: '3' }),
  },
  {
    // PFXImportCertStore: the password has to match exactly, and an empty one is not the same as none.
    id: 'wrong-password',
    words: 'the password is wrong',
    requirement: 'R-PFX-16',
    reads: ['pfx', 'password'],
    isIn: ({ pfx, password }) =>
      pfx.password !== null && (password === 'wrong' || (password === 'empty' && pfx.password !== '')),
    put: (install) => ({ ...install, pfx: lockedForm(install), password: 'wrong' }),
    leaveOut: (install) => ({ ...install, password: 'right' }),
  },
  {
    // csp-source.txt, PFXCertPassword: required if the PFX is protected. A file with the empty password is left out,
    // since nobody says whether it needs the node.
    id: 'password-missing',
    words: 'the PFX has a password and none is sent',
    requirement: 'R-PFX-16',
    reads: ['pfx', 'password'],
    isIn: ({ pfx, password }) => pfx.password !== null && pfx.password !== '' && password === 'absent',
    put: (install) => ({ ...install, pfx: lockedForm(install), password: 'absent' }),
    // Whom a password is meant for shows only now that there is one.
    leaveOut: (install) => ({ ...install, password: 'right', sealedFor: 'as-type' }),
  },
  {
    // csp-source.txt, PFXCertPasswordEncryptionType: 0, 1 and 2 are the valid values.
    id: 'encryption-type-unknown',
    words: 'PFXCertPasswordEncryptionType is none of 0, 1, 2',
    requirement: 'R-PFX-17',
    reads: ['encryptionType'],
    isIn: ({ encryptionType }) => encryptionType !== undefined && !encryptionTypes.includes(encryptionType),
    put: (install) => ({ ...install, encryptionType: '3' }),
    leaveOut: (install) => ({ ...install, encryptionType: undefined }),
  },
  {
    // csp-source.txt, PFXCertPasswordEncryptionType: decrypting needs the key of the certificate that is meant.
    id: 'password-sealed-for-stranger',
    words: 'the password is encrypted for a certificate that the device does not have',
    requirement: 'R-PFX-19',
    reads: ['sealedFor', 'encryptionType', 'pfx', 'password'],
    isIn: (install) => sendsPassword(install) && encrypts(install) && install.sealedFor === 'stranger',
    put: (install) => ({ ...withEncryption(install), sealedFor: 'stranger' }),
    leaveOut: (install) => ({ ...install, sealedFor: 'as-type' }),
  },
  {
    // The one capture of a real device that refused an install has this pair: type 2 with a plain password.
    id: 'password-sent-plain',
    words: 'the encryption type asks for an encrypted password and it is plain',
    requirement: 'R-PFX-18',
    reads: ['sealedFor', 'encryptionType', 'pfx', 'password'],
    isIn: (install) => sendsPassword(install) && encrypts(install) && recipientOf(install) === 'nobody',
    put: (install) => ({ ...withEncryption(install), sealedFor: 'nobody' }),
    leaveOut: (install) => ({ ...install, sealedFor: 'as-type' }),
  },
  {
    // Type 0, or none: the base64 of the envelope is the password then, and not that of the PFX.
    id: 'password-sealed-unasked',
    words: 'the encryption type says plain and the password is encrypted',
    requirement: 'R-PFX-17',
    reads: ['sealedFor', 'encryptionType', 'pfx', 'password'],
    isIn: (install) => sendsPassword(install) && !encrypts(install) && recipientOf(install) !== 'nobody',
    put: (install) => ({
      ...install,
      pfx: lockedForm(install),
      password: 'right',
      encryptionType: undefined,
      encryptionStore: undefined,
      sealedFor: 'mdm',
    }),
    leaveOut: (install) => ({ ...install, sealedFor: 'as-type' }),
  },
  {
    // csp-source.txt, PFXCertPasswordEncryptionType: with 2 the store must be specified.
    id: 'encryption-store-missing',
    words: 'encryption type 2 without PFXCertPasswordEncryptionStore',
    requirement: 'R-PFX-19',
    reads: ['encryptionType', 'encryptionStore'],
    isIn: ({ encryptionType, encryptionStore }) => encryptionType === '2' && encryptionStore === undefined,
    put: (install) => ({
      ...withEncryption(install),
      encryptionType: '2',
      encryptionStore: undefined,
      sealedFor: 'as-type',
    }),
    leaveOut: (install) => ({ ...install, encryptionStore: 'My' }),
  },
  {
    // The certificate lies in My of both scopes, so the name of the store is all that is wrong.
    id: 'encryption-store-elsewhere',
    words: 'PFXCertPasswordEncryptionStore names a store without the certificate',
    requirement: 'R-PFX-19',
    reads: ['encryptionType', 'encryptionStore'],
    isIn: ({ encryptionType, encryptionStore }) =>
      encryptionType === '2' && encryptionStore !== undefined && encryptionStore !== 'My',
    put: (install) => ({
      ...withEncryption(install),
      encryptionType: '2',
      encryptionStore: 'TrustedPublisher',
      sealedFor: 'as-type',
    }),
    leaveOut: (install) => ({ ...install, encryptionStore: 'My' }),
  },
  {
    // No spelling of a bool that any device takes; the doubtful ones are in matrix/values.ts.
    id: 'exportable-unknown',
    words: 'PFXKeyExportable is no bool',
    requirement: 'R-PFX-20',
    reads: ['exportable'],
    isIn: ({ exportable }) => exportable !== undefined && exportable !== 'true' && exportable !== 'false',
    put: (install) => ({ ...install, exportable: 'perhaps' }),
    leaveOut: (install) => ({ ...install, exportable: undefined }),
  },
  {
    // csp-source.txt, Status: tells the error of the import. Each kind of damage is in matrix/pfx-forms.ts.
    id: 'pfx-damaged',
    words: 'the PFX is damaged',
    requirement: 'R-PFX-23',
    reads: ['pfx'],
    isIn: ({ pfx }) => pfx.damage !== undefined,
    put: (install) => ({ ...install, pfx: { ...install.pfx, damage: 'truncated' } }),
    leaveOut: (install) => ({ ...install, pfx: undamaged(install.pfx) }),
  },
  {
    // csp-source.txt, PFXCertBlob: certificates and keys; whether both have to be there is A-51.
    id: 'pfx-incomplete',
    words: 'the PFX holds no key, or no certificate',
    requirement: 'R-PFX-12',
    reads: ['pfx'],
    isIn: ({ pfx }) => pfx.content !== 'keys-and-certificates',
    put: (install) => ({ ...install, pfx: { ...install.pfx, content: 'certificates-only' } }),
    leaveOut: (install) => ({ ...install, pfx: { ...install.pfx, content: 'keys-and-certificates' } }),
  },
  {
    // csp-source.txt, PFX example: base64 in Data. This is wrong under each of the three Formats of A-14.
    id: 'blob-not-base64',
    words: 'PFXCertBlob is not base64',
    requirement: 'R-PFX-11',
    reads: ['blobText'],
    isIn: ({ blobText }) => blobText === 'not-base64',
    put: (install) => ({ ...install, blobText: 'not-base64' }),
    leaveOut: (install) => ({ ...install, blobText: 'base64' }),
  },
  {
    // csp-source.txt, PFXCertBlob: all settings are to be there before. Its own example does otherwise.
    id: 'settings-after-blob',
    words: 'settings come after PFXCertBlob',
    requirement: 'R-PFX-12',
    reads: ['blobPosition'],
    isIn: ({ blobPosition }) => blobPosition !== 'last',
    put: (install) => ({ ...install, blobPosition: 'first' }),
    leaveOut: (install) => ({ ...install, blobPosition: 'last' }),
  },
];

/** The faults that an install has. */
export function faultsIn(install: Install): readonly InstallFault[] {
  return installFaults.filter((fault) => fault.isIn(install));
}

/** The install with every fault taken out, in the order of the list; none of them brings another one in. */
export function valid(install: Install): Install {
  return installFaults.reduce((kept, fault) => (fault.isIn(kept) ? fault.leaveOut(kept) : kept), install);
}

/** The install with this fault and no other; its twin is `fault.leaveOut` of what comes out. */
export function withOnly(install: Install, fault: InstallFault): Install {
  return installFaults.reduce(
    (kept, other) => (other !== fault && other.isIn(kept) ? other.leaveOut(kept) : kept),
    fault.put(install, 0),
  );
}

/** The fault with this id. Throws RangeError where there is none. */
export function installFault(id: string): InstallFault {
  const found = installFaults.find((fault) => fault.id === id);
  if (found === undefined) throw new RangeError(`no install fault is called ${id}`);
  return found;
}

/** The same file, but protected by a password where it had none: only then a password can be wrong or missing. */
function lockedForm({ pfx }: Install): Install['pfx'] {
  if (pfx.password !== null && pfx.password !== '') return pfx;
  return {
    ...pfx,
    password: 'Secret-1',
    protection: pfx.protection === 'none' ? 'aes256-sha256' : pfx.protection,
  };
}

function undamaged({ damage: _damage, ...pfx }: Install['pfx']): Install['pfx'] {
  return pfx;
}

/** Whether PFXCertPassword is in the payload at all; whom it is meant for shows only then. */
function sendsPassword({ pfx, password }: Install): boolean {
  return password === 'wrong' || password === 'empty' || (password === 'right' && pfx.password !== null);
}

/** Whether the type asks for an encrypted password (csp-source.txt, PFXCertPasswordEncryptionType). */
function encrypts({ encryptionType }: Install): boolean {
  return encryptionType === '1' || encryptionType === '2';
}

/** The install with a password that is encrypted, by type 1 where it was not yet. */
function withEncryption(install: Install): Install {
  return {
    ...install,
    pfx: lockedForm(install),
    password: 'right',
    encryptionType: encrypts(install) ? install.encryptionType : '1',
  };
}
