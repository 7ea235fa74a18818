import { CertificateError, describeCertificate } from '../../pki/certificate.ts';
import { readCertificate, type CertificateParts, type KeyedCertificate } from '../../pki/scep/certificate.ts';
import { openEnvelope } from '../../pki/scep/envelope.ts';
import { ScepMessageError } from '../../pki/scep/error.ts';
import { publicKeyOf } from '../../pki/scep/keys.ts';
import { openPkiMessage, type VerifiedPkiMessage } from '../../pki/scep/message.ts';
import { readCertificatesOnly } from '../../pki/scep/signed-data.ts';
import { sameBytes } from '../../pki/scep/text.ts';
import { issuerOf, type TrustedAuthority } from './authority.ts';
import type { CertificatePath } from './certificate-watch.ts';
import { EnrollmentError, failInfoErrors } from './error.ts';
import type { ReplyCheck, ScepClientRules } from './rules.ts';

/** What the device sent, as far as the answer has to fit to it. */
export interface Sent {
  readonly transactionId: string;
  readonly senderNonce: Uint8Array;
  /** Key and self-signed certificate: who the answer is encrypted for. */
  readonly signer: KeyedCertificate;
}

export type Reply =
  | { readonly kind: 'pending' }
  | { readonly kind: 'issued'; readonly certificate: Uint8Array; readonly path: CertificatePath };

/**
 * Reads a CertRep as a careful client does (RFC 8894, 3.3.2): who signed it, what it answers, and whether the
 * certificate is the one that was asked for.
 *
 * @throws EnrollmentError for a FAILURE and for an answer that can not be believed; ScepMessageError for what is no
 *   answer of SCEP
 */
export function readReply(
  bytes: Uint8Array,
  sent: Sent,
  authority: TrustedAuthority,
  now: Date,
  makesSureOf: (check: ReplyCheck) => boolean,
  statusOfAnswer: ScepClientRules['statusOfAnswer'] = (status) => status,
): Reply {
  const message = openPkiMessage(bytes);
  const isKnown = authority.trusted.some(({ encoded }) => sameBytes(encoded, message.signer.encoded));
  if (makesSureOf('signer') && !isKnown) {
    throw new EnrollmentError('CRYPT_E_SIGNER_NOT_FOUND', `signed by ${message.signer.subject}, a stranger`);
  }
  assertAnswers(message, sent, makesSureOf);
  const { pkiStatus } = message;
  if (pkiStatus === undefined) {
    throw new EnrollmentError('CRYPT_E_AUTH_ATTR_MISSING', 'the answer has no pkiStatus');
  }
  switch (statusOfAnswer(pkiStatus)) {
    case 'PENDING':
      return { kind: 'pending' };
    case 'FAILURE':
      throw failureOf(message);
    case 'SUCCESS':
      return issuedTo(sent, certificatesIn(message, sent, makesSureOf), authority, now, makesSureOf);
  }
}

function assertAnswers(
  message: VerifiedPkiMessage,
  sent: Sent,
  makesSureOf: (check: ReplyCheck) => boolean,
): void {
  if (message.messageType !== 'CertRep') {
    throw new EnrollmentError('CRYPT_E_BAD_MSG', `${message.messageType} in place of CertRep`);
  }
  if (makesSureOf('transaction') && message.transactionId !== sent.transactionId) {
    throw new EnrollmentError('CRYPT_E_BAD_MSG', 'the answer is for another transaction');
  }
  const { recipientNonce } = message;
  if (!makesSureOf('nonce')) return;
  if (recipientNonce === undefined) {
    throw new EnrollmentError('CRYPT_E_AUTH_ATTR_MISSING', 'the answer has no recipientNonce');
  }
  if (!sameBytes(recipientNonce, sent.senderNonce)) {
    throw new EnrollmentError('CRYPT_E_BAD_MSG', 'the nonce of the answer is not that of the request');
  }
}

function failureOf({ failInfo, failInfoText }: VerifiedPkiMessage): EnrollmentError {
  const reason = [failInfo, failInfoText].filter((part) => part !== undefined).join(': ');
  return new EnrollmentError(
    failInfo === undefined ? 'CERTSRV_E_ADMIN_DENIED_REQUEST' : failInfoErrors[failInfo],
    `the server refuses the request: ${reason || 'no reason is given'}`,
  );
}

function certificatesIn(
  { content }: VerifiedPkiMessage,
  { signer }: Sent,
  makesSureOf: (check: ReplyCheck) => boolean,
): readonly Uint8Array[] {
  if (content === undefined) {
    throw new EnrollmentError('SCARD_E_NO_SUCH_CERTIFICATE', 'SUCCESS without any content');
  }
  if (makesSureOf('encryption')) return readCertificatesOnly(openEnvelope(content, [signer]).plain);
  try {
    return readCertificatesOnly(content);
  } catch (error) {
    if (!(error instanceof ScepMessageError)) throw error;
    return readCertificatesOnly(openEnvelope(content, [signer]).plain);
  }
}

function issuedTo(
  { signer }: Sent,
  certificates: readonly Uint8Array[],
  { trusted }: TrustedAuthority,
  now: Date,
  makesSureOf: (check: ReplyCheck) => boolean,
): Reply {
  const own = publicKeyOf(signer.privateKey);
  const parts = certificates.map((der) => readCertificate(der));
  const certificate = makesSureOf('own-key')
    ? parts.find(({ publicKey }) => sameBytes(publicKey, own))
    : parts[0];
  if (certificate === undefined) {
    throw new EnrollmentError('SCARD_E_NO_SUCH_CERTIFICATE', "no certificate for the device's key");
  }
  const path = pathOf(certificate, trusted);
  if (makesSureOf('issuer') && path.length === 1) {
    throw new EnrollmentError('CERT_E_CHAINING', 'the certificate was not issued by the CA');
  }
  if (makesSureOf('expiry') && now > certificate.notAfter) {
    throw new EnrollmentError('CERT_E_EXPIRED', 'the certificate has expired');
  }
  assertUsable(certificate.encoded);
  return { kind: 'issued', certificate: certificate.encoded, path };
}

/** From the certificate up; a CA that issued itself, or that nobody of the trusted ones issued, ends it. */
function pathOf(certificate: CertificateParts, trusted: readonly CertificateParts[]): CertificatePath {
  const others = trusted.filter((one) => !sameBytes(one.encoded, certificate.encoded));
  const issuer = issuerOf(certificate, others);
  return issuer === undefined ? [certificate] : [certificate, ...pathOf(issuer, others)];
}

/** The stores of the device take only what node:crypto takes too. */
function assertUsable(certificate: Uint8Array): void {
  try {
    describeCertificate(certificate);
  } catch (error) {
    if (!(error instanceof CertificateError)) throw error;
    throw new EnrollmentError('CRYPT_E_ASN1_BADTAG', error.message);
  }
}
