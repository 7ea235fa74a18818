import type { Fault } from './fault.ts';
import { blob, encrypted, otherCertificate, pool, right, signed } from '../kit.ts';
import { atomic, pfx } from '../support.ts';

/** Faults of a PFX install. */
export const pfxFaults: readonly Fault[] = [
  {
    id: 'key-location-missing',
    title: 'no KeyLocation',
    source: () => atomic(right({ KeyLocation: undefined })),
    says: /KeyLocation is required/,
  },
  {
    id: 'container-name-missing',
    title: 'KeyLocation 4 without ContainerName',
    source: () => atomic(right({ KeyLocation: '4', PFXKeyExportable: 'false' })),
    says: /ContainerName/,
  },
  {
    id: 'container-unknown',
    title: 'a container that the device does not have',
    source: () => atomic(right({ KeyLocation: '4', PFXKeyExportable: 'false', ContainerName: 'other' })),
    says: /container/,
  },
  {
    id: 'tpm-missing',
    title: 'KeyLocation 1 without TPM',
    source: () => atomic(right({ KeyLocation: '1', PFXKeyExportable: 'false' })),
    says: /TPM/,
    given: () => ({ tpm: false }),
  },
  {
    id: 'exportable-outside-software',
    title: 'PFXKeyExportable true with KeyLocation 2',
    source: () => atomic(right({ KeyLocation: '2' })),
    says: /KeyLocation is 2/,
  },
  {
    id: 'exportable-absent',
    title: 'PFXKeyExportable absent with KeyLocation 1',
    source: () => atomic(right({ KeyLocation: '1', PFXKeyExportable: undefined })),
    says: /Set it to false/,
  },
  {
    id: 'encryption-store-missing',
    title: 'encryption type 2 without store',
    source: () => atomic(right({ PFXCertPassword: encrypted(), PFXCertPasswordEncryptionType: '2' })),
    says: /PFXCertPasswordEncryptionStore/,
  },
  {
    id: 'encryption-store-unused',
    title: 'a store with encryption type 0',
    source: () => atomic(right({ PFXCertPasswordEncryptionStore: 'My' })),
    says: /absent \(0\)/,
  },
  {
    id: 'encrypted-password-not-base64',
    title: 'a plain password with encryption type 1',
    source: () => atomic(right({ PFXCertPasswordEncryptionType: '1' })),
    says: /not base64/,
  },
  {
    id: 'encrypted-password-not-cms',
    title: 'base64 of a plain password with encryption type 1',
    source: () => atomic(right({ PFXCertPassword: 'cmlnaHQ=', PFXCertPasswordEncryptionType: '1' })),
    says: /no CMS/,
  },
  {
    id: 'encrypted-password-not-checked',
    title: 'a password for a key that is not given',
    source: () => atomic(right({ PFXCertPassword: encrypted(), PFXCertPasswordEncryptionType: '1' })),
    says: /not checked/,
  },
  {
    id: 'encrypted-password-for-another',
    title: 'a password for another key than the given one',
    source: () => atomic(right({ PFXCertPassword: encrypted(), PFXCertPasswordEncryptionType: '1' })),
    says: /Encrypt it for the certificate of this device/,
    given: () => ({ mdmCertificate: otherCertificate() }),
  },
  {
    id: 'blob-not-base64',
    title: 'a blob that is no base64',
    source: () => atomic(pfx('this is no base64!', { PFXCertPassword: 'right' })),
    says: /not base64/,
  },
  {
    id: 'blob-unusual-base64',
    title: 'base64 in lines',
    source: () => atomic(pfx(blob().replace(/.{64}/g, '$&\r\n'), { PFXCertPassword: 'right' })),
    says: /one line/,
  },
  {
    id: 'blob-not-a-pfx',
    title: 'a blob that is no PFX',
    source: () => atomic(pfx(Buffer.from('no PFX').toString('base64'), { PFXCertPassword: 'right' })),
    says: /no PFX/,
  },
  {
    id: 'blob-not-a-pfx',
    title: 'a PFX that was cut off',
    source: () => atomic(pfx(blob({ damage: 'truncated' }), { PFXCertPassword: 'right' })),
    says: /no PFX, or a damaged one/,
  },
  {
    id: 'blob-not-read',
    title: 'a PFX protected by a signature',
    source: () => atomic(pfx(signed(blob()), { PFXCertPassword: 'right' })),
    says: /could not be checked/,
  },
  {
    id: 'password-missing',
    title: 'a PFX with a password and none given',
    source: () => atomic(right({ PFXCertPassword: undefined })),
    says: /PFXCertPassword is missing/,
  },
  {
    id: 'password-wrong',
    title: 'a wrong password',
    source: () => atomic(right({ PFXCertPassword: 'wrong' })),
    says: /does not open/,
  },
  {
    id: 'password-unneeded',
    title: 'a password for a PFX without one',
    source: () => atomic(pfx(blob({ password: null }), { PFXCertPassword: 'right' })),
    says: /Remove it/,
  },
  {
    id: 'password-empty-absent',
    title: 'a PFX with the empty password and none given',
    source: () => atomic(pfx(blob({ password: '' }))),
    says: /empty/,
  },
  {
    id: 'pfx-without-key',
    title: 'a PFX without key',
    source: () => atomic(pfx(blob({ content: 'certificates-only' }), { PFXCertPassword: 'right' })),
    says: /no private key/,
  },
  {
    id: 'pfx-without-certificate',
    title: 'a PFX without certificate',
    source: () => atomic(pfx(blob({ content: 'keys-only' }), { PFXCertPassword: 'right' })),
    says: /no certificate/,
  },
  {
    id: 'key-for-tpm',
    title: 'an EC key for the TPM',
    source: () =>
      atomic(
        pfx(blob({ identities: [pool.identity('ec-p256', 0)] }), {
          PFXCertPassword: 'right',
          KeyLocation: '1',
          PFXKeyExportable: 'false',
        }),
      ),
    says: /EC of 256 bits/,
  },
];
