/** One error code of Windows, with the file of the Windows SDK that names it. */
interface WindowsError {
  readonly value: number;
  readonly source: 'winerror.h';
  readonly meaning: string;
}

/** What Status of a PFX install, and ErrorCode of an enrollment, can say here (MS-ERREF 2.1 and 2.2). */
export const windowsErrors = {
  ERROR_SUCCESS: { value: 0, source: 'winerror.h', meaning: 'the import succeeded' },
  ERROR_INVALID_DATA: { value: 13, source: 'winerror.h', meaning: 'PFXCertBlob is not base64' },
  ERROR_NOT_SUPPORTED: {
    value: 50,
    source: 'winerror.h',
    meaning: 'an algorithm of the PFX is not supported',
  },
  ERROR_INVALID_PASSWORD: { value: 86, source: 'winerror.h', meaning: 'the password of the PFX is wrong' },
  E_INVALIDARG: { value: 0x80070057, source: 'winerror.h', meaning: 'a setting is missing or invalid' },
  CRYPT_E_ASN1_BADTAG: { value: 0x8009310b, source: 'winerror.h', meaning: 'the blob is no PFX, or damaged' },
  CRYPT_E_NOT_FOUND: { value: 0x80092004, source: 'winerror.h', meaning: 'the PFX holds no certificate' },
  CRYPT_E_HASH_VALUE: { value: 0x80091007, source: 'winerror.h', meaning: 'CAThumbprint is no SHA-1 hash' },
  NTE_NO_KEY: { value: 0x8009000d, source: 'winerror.h', meaning: 'there is no private key' },
  NTE_PERM: { value: 0x80090010, source: 'winerror.h', meaning: 'the key may not be exportable there' },
  NTE_BAD_KEYSET: { value: 0x80090016, source: 'winerror.h', meaning: 'the container does not exist' },
  NTE_NOT_SUPPORTED: { value: 0x80090029, source: 'winerror.h', meaning: 'the TPM does not take such a key' },
  NTE_DECRYPTION_FAILURE: {
    value: 0x8009002c,
    source: 'winerror.h',
    meaning: 'the password can not be decrypted',
  },
  TBS_E_SERVICE_NOT_RUNNING: { value: 0x80284008, source: 'winerror.h', meaning: 'there is no TPM' },
} as const satisfies Readonly<Record<string, WindowsError>>;

export type WindowsErrorName = keyof typeof windowsErrors;

/** As a node of format int gives it: Windows' ints have 32 bits and a sign. */
export function errorText(name: WindowsErrorName): string {
  return String(windowsErrors[name].value | 0);
}
