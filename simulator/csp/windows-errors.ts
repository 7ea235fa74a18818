/**
 * One error code of Windows, with the file of the Windows SDK that names it; `seen` is one that devices were seen to
 * show, and that no header names.
 */
interface WindowsError {
  readonly value: number;
  readonly source: 'winerror.h' | 'winhttp.h' | 'seen';
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
  CRYPT_E_HASH_VALUE: {
    value: 0x80091007,
    source: 'winerror.h',
    meaning: 'CAThumbprint is no SHA-1 hash, or no CA of the server has it',
  },
  NTE_NO_KEY: { value: 0x8009000d, source: 'winerror.h', meaning: 'there is no private key' },
  NTE_PERM: { value: 0x80090010, source: 'winerror.h', meaning: 'the key may not be exportable there' },
  NTE_BAD_KEYSET: { value: 0x80090016, source: 'winerror.h', meaning: 'the container does not exist' },
  NTE_NOT_SUPPORTED: { value: 0x80090029, source: 'winerror.h', meaning: 'the TPM does not take such a key' },
  NTE_DECRYPTION_FAILURE: {
    value: 0x8009002c,
    source: 'winerror.h',
    meaning: 'the password can not be decrypted',
  },
  ERROR_TIMEOUT: {
    value: 1460,
    source: 'winerror.h',
    meaning: 'the server was still pending after the last poll',
  },
  ERROR_TIME_SKEW: { value: 1398, source: 'winerror.h', meaning: 'SCEP badTime' },
  NTE_BAD_SIGNATURE: {
    value: 0x80090006,
    source: 'winerror.h',
    meaning: 'a signature is wrong, or SCEP badMessageCheck',
  },
  NTE_BAD_ALGID: {
    value: 0x80090008,
    source: 'winerror.h',
    meaning: 'an algorithm is not supported, or SCEP badAlg',
  },
  CRYPT_E_AUTH_ATTR_MISSING: {
    value: 0x80091006,
    source: 'winerror.h',
    meaning: 'an attribute of the SCEP answer is missing or wrong',
  },
  CRYPT_E_SIGNER_NOT_FOUND: {
    value: 0x8009100e,
    source: 'winerror.h',
    meaning: 'the answer is signed by a stranger',
  },
  CRYPT_E_BAD_ENCODE: { value: 0x80092002, source: 'winerror.h', meaning: 'Challenge is not base64' },
  CRYPT_E_NO_DECRYPT_CERT: {
    value: 0x8009200c,
    source: 'winerror.h',
    meaning: 'the answer is not encrypted for the device',
  },
  CRYPT_E_BAD_MSG: {
    value: 0x8009200d,
    source: 'winerror.h',
    meaning: 'the answer belongs to another request',
  },
  CRYPT_E_INVALID_X500_STRING: {
    value: 0x80092023,
    source: 'winerror.h',
    meaning: 'a subject, name or object identifier is malformed',
  },
  CRYPT_E_ASN1_LARGE: {
    value: 0x80093104,
    source: 'winerror.h',
    meaning: 'the answer is larger than any answer of SCEP',
  },
  CERTSRV_E_ADMIN_DENIED_REQUEST: {
    value: 0x80094014,
    source: 'winerror.h',
    meaning: 'SCEP badRequest, or a failure without a reason',
  },
  CERT_E_EXPIRED: {
    value: 0x800b0101,
    source: 'winerror.h',
    meaning: 'the certificate, or one of its issuers, has expired',
  },
  CERT_E_CHAINING: {
    value: 0x800b010a,
    source: 'winerror.h',
    meaning: 'the certificate was not issued by the CA',
  },
  SCARD_E_NO_SUCH_CERTIFICATE: {
    value: 0x8010002c,
    source: 'winerror.h',
    meaning: 'the answer holds no certificate for the key',
  },
  DM_NGC_AAD_KEY_IDENTIFIER_MISMATCH: {
    value: 0x82ab0010,
    source: 'seen',
    meaning: "AADKeyIdentifierList lacks the device's key",
  },
  ERROR_WINHTTP_TIMEOUT: { value: 12002, source: 'winhttp.h', meaning: 'the server did not answer in time' },
  ERROR_WINHTTP_INVALID_URL: { value: 12005, source: 'winhttp.h', meaning: 'ServerURL is no URL' },
  ERROR_WINHTTP_CANNOT_CONNECT: {
    value: 12029,
    source: 'winhttp.h',
    meaning: 'the server can not be reached',
  },
  ERROR_WINHTTP_CONNECTION_ERROR: {
    value: 12030,
    source: 'winhttp.h',
    meaning: 'the server closed the connection',
  },
  ERROR_WINHTTP_INVALID_SERVER_RESPONSE: {
    value: 12152,
    source: 'winhttp.h',
    meaning: 'the answer is of another content type',
  },
  ERROR_WINHTTP_REDIRECT_FAILED: {
    value: 12156,
    source: 'winhttp.h',
    meaning: 'the server redirects without end',
  },
  ERROR_WINHTTP_RESPONSE_DRAIN_OVERFLOW: {
    value: 12184,
    source: 'winhttp.h',
    meaning: 'the server sends too much',
  },
  TBS_E_SERVICE_NOT_RUNNING: { value: 0x80284008, source: 'winerror.h', meaning: 'there is no TPM' },
} as const satisfies Readonly<Record<string, WindowsError>>;

export type WindowsErrorName = keyof typeof windowsErrors;

/** As a node of format int gives it: Windows' ints have 32 bits and a sign. */
export function errorText(name: WindowsErrorName): string {
  return String(windowsErrors[name].value | 0);
}

/** As an HRESULT, which has no sign here; a Win32 code gets facility and severity (MS-ERREF 2.1.2). */
export function hresultOf(name: WindowsErrorName): number {
  const { value } = windowsErrors[name];
  return value <= 0xffff ? 0x8007_0000 + value : value;
}
