import type { FailInfo } from '../../pki/scep/message.ts';
import type { ScepMessageFault } from '../../pki/scep/error.ts';
import type { Failure } from '../../pki/scep/transport.ts';
import { hresultOf, type WindowsErrorName } from '../csp/windows-errors.ts';

/** Why an enrollment fails, with what ErrorCode shows. It never leaves the client. */
export class EnrollmentError extends Error {
  override readonly name = 'EnrollmentError';
  /** HRESULT, without sign. */
  readonly hresult: number;

  constructor(error: WindowsErrorName | { readonly httpStatus: number }, message: string) {
    super(message);
    // HTTP statuses have a facility of their own: HTTP_E_STATUS_NOT_FOUND is 0x80190194 (winerror.h).
    this.hresult = typeof error === 'string' ? hresultOf(error) : 0x8019_0000 + error.httpStatus;
  }
}

/** What WinHTTP reports for each way in which an exchange fails. */
export const transportErrors: Readonly<Record<Failure, WindowsErrorName>> = {
  unreachable: 'ERROR_WINHTTP_CANNOT_CONNECT',
  dropped: 'ERROR_WINHTTP_CONNECTION_ERROR',
  timeout: 'ERROR_WINHTTP_TIMEOUT',
  'too-large': 'ERROR_WINHTTP_RESPONSE_DRAIN_OVERFLOW',
  'too-many-redirects': 'ERROR_WINHTTP_REDIRECT_FAILED',
};

/** What CryptoAPI reports for each way in which an answer is wrong. */
export const messageErrors: Readonly<Record<ScepMessageFault, WindowsErrorName>> = {
  format: 'CRYPT_E_ASN1_BADTAG',
  limit: 'CRYPT_E_ASN1_LARGE',
  signature: 'NTE_BAD_SIGNATURE',
  signer: 'CRYPT_E_SIGNER_NOT_FOUND',
  attribute: 'CRYPT_E_AUTH_ATTR_MISSING',
  envelope: 'CRYPT_E_NO_DECRYPT_CERT',
  algorithm: 'NTE_BAD_ALGID',
  value: 'CRYPT_E_INVALID_X500_STRING',
};

/** RFC 8894, 3.2.1.4; no document tells what Windows makes of them, so they are the codes nearest in meaning. */
export const failInfoErrors: Readonly<Record<FailInfo, WindowsErrorName>> = {
  badAlg: 'NTE_BAD_ALGID',
  badMessageCheck: 'NTE_BAD_SIGNATURE',
  badRequest: 'CERTSRV_E_ADMIN_DENIED_REQUEST',
  badTime: 'ERROR_TIME_SKEW',
  badCertId: 'CRYPT_E_NOT_FOUND',
};
