import { hash } from 'node:crypto';
import { isSelfSigned } from './certificate.ts';
import type { CertificationRequest, ValidityWish } from './certification-request.ts';
import type { GeneralName } from './general-names.ts';
import { describePublicKey } from './keys.ts';
import type { FailInfo, MessageType, PkiStatus, VerifiedPkiMessage } from './message.ts';
import type { Fault, Operation } from './script.ts';

/** What a device sent in one HTTP request, and what it was answered: plain JSON. */
export interface ScepLogEntry {
  /** Counted from 1 for each CA. */
  readonly number: number;
  /** On the clock of the CA, in ISO 8601. */
  readonly time: string;
  readonly method: string;
  /** Path without the query. */
  readonly path: string;
  /** The query's `operation`, whatever it is. */
  readonly operation: string;
  readonly userAgent?: string;
  /** The pkiMessage, where its signature is right. */
  readonly message?: LoggedMessage;
  /** The PKCS#10 request, where it could be opened and its signature is right. */
  readonly request?: LoggedRequest;
  readonly answer: LoggedAnswer;
}

export interface LoggedMessage {
  readonly messageType: MessageType;
  readonly transactionId: string;
  /** Hexadecimal. */
  readonly senderNonce?: string;
  /** Hash of the message's signature. */
  readonly hash: string;
  /** Cipher of the envelope, where it could be opened. */
  readonly cipher?: string;
  readonly signer: { readonly subject: string; readonly thumbprint: string; readonly selfSigned: boolean };
}

export interface LoggedRequest {
  readonly subject: string;
  readonly challenge?: string;
  readonly subjectAlternativeNames: readonly GeneralName[];
  readonly extendedKeyUsages: readonly string[];
  /** Bits as the CSP has them: 0x80 digitalSignature, 0x20 keyEncipherment. */
  readonly keyUsage?: number;
  readonly keyAlgorithm: string;
  readonly keyBits: number;
  /** SHA-256 of SubjectPublicKeyInfo, hexadecimal: the same key gives the same value. */
  readonly publicKey: string;
  /** Hash of the request's signature. */
  readonly hash: string;
  readonly template?: string;
  readonly validity?: ValidityWish;
  /** Object identifiers of every extension that is asked for. */
  readonly extensions: readonly string[];
}

export interface LoggedAnswer {
  /** Absent where the connection was dropped. */
  readonly httpStatus?: number;
  readonly pkiStatus?: PkiStatus;
  readonly failInfo?: FailInfo;
  /** Why a request was refused, in words. */
  readonly problem?: string;
  /** SHA-1 of the certificate that was issued, hexadecimal in upper case. */
  readonly issued?: string;
  /** Faults of the script that were applied. */
  readonly faults: readonly Fault['kind'][];
}

export const knownOperations: readonly Operation[] = ['GetCACaps', 'GetCACert', 'PKIOperation'];

export function logMessage(message: VerifiedPkiMessage, cipher: string | undefined): LoggedMessage {
  return {
    messageType: message.messageType,
    transactionId: message.transactionId,
    ...(message.senderNonce && { senderNonce: Buffer.from(message.senderNonce).toString('hex') }),
    hash: message.hash,
    ...(cipher !== undefined && { cipher }),
    signer: {
      subject: message.signer.subject,
      thumbprint: thumbprintOf(message.signer.encoded),
      selfSigned: isSelfSigned(message.signer),
    },
  };
}

export function logRequest(request: CertificationRequest): LoggedRequest {
  const { challenge, keyUsage, template, validity } = request;
  return {
    subject: request.subject,
    ...(challenge !== undefined && { challenge }),
    subjectAlternativeNames: request.subjectAlternativeNames ?? [],
    extendedKeyUsages: request.extendedKeyUsages ?? [],
    ...(keyUsage !== undefined && { keyUsage }),
    ...describePublicKey(request.publicKey),
    publicKey: hash('sha256', request.publicKey),
    hash: request.hash,
    ...(template !== undefined && { template }),
    ...(validity && { validity }),
    extensions: request.extensions.map(({ oid }) => oid),
  };
}

/** SHA-1 of a certificate, hexadecimal in upper case. */
export function thumbprintOf(certificate: Uint8Array): string {
  return hash('sha1', certificate).toUpperCase();
}
