import { contentCiphers, type ContentCipherName } from '../ciphers.ts';
import type { RandomBytes } from '../random.ts';
import type { HashName } from './algorithms.ts';
import type { CertificationRequest } from './certification-request.ts';
import { issueFor, type IssuerOptions } from './issuance.ts';
import { publicKeyOf } from './keys.ts';
import { thumbprintOf } from './log.ts';
import {
  writePkiMessage,
  type FailInfo,
  type PkiMessage,
  type PkiStatus,
  type VerifiedPkiMessage,
} from './message.ts';
import type { AnswerFault } from './script.ts';
import { writeCertificatesOnly } from './signed-data-write.ts';

/** What a request leads to. */
export type Outcome =
  | { readonly status: 'SUCCESS'; readonly certificate: Uint8Array; readonly request: CertificationRequest }
  | { readonly status: 'PENDING' }
  | {
      readonly status: 'FAILURE';
      readonly failInfo: FailInfo;
      readonly problem: string;
      readonly text?: string;
    };

/** What an answer is made for. */
export interface AnswerContext {
  readonly message: PkiMessage;
  /** Absent where the signature is wrong. */
  readonly verified?: VerifiedPkiMessage;
  /** That of the request. */
  readonly cipher?: string;
}

/** The answer, and what of it stands in the log. */
export interface Answer {
  /** CertRep. */
  readonly reply: Uint8Array;
  readonly pkiStatus: PkiStatus;
  readonly failInfo?: FailInfo;
  readonly problem?: string;
  /** SHA-1 of the certificate that was issued, hexadecimal in upper case. */
  readonly issued?: string;
}

/**
 * Makes the CertRep for an outcome, with the faults that the script wants in it.
 *
 * @throws ScepMessageError where the signer's certificate is one that can not be encrypted to
 */
export function writeAnswer(
  { message, verified, cipher }: AnswerContext,
  outcome: Outcome,
  options: IssuerOptions,
  faults: readonly AnswerFault['kind'][],
): Answer {
  const { authorities, authority, script, random } = options;
  const has = (fault: AnswerFault['kind']): boolean => faults.includes(fault);
  const certificate = outcome.status === 'SUCCESS' ? certificateFor(outcome, options, faults) : undefined;
  const content =
    outcome.status === 'SUCCESS'
      ? writeCertificatesOnly(certificate === undefined ? [] : [certificate, authority.issuer.certificate])
      : undefined;
  const recipient = has('encrypted-for-another')
    ? authorities.stranger.certificate
    : verified?.signer.encoded;
  const reply = writePkiMessage(
    {
      messageType: 'CertRep',
      transactionId: has('another-transaction') ? `${message.transactionId}0` : message.transactionId,
      pkiStatus: outcome.status,
      senderNonce: random(16),
      ...recipientNonce(message, faults, random),
      ...(outcome.status === 'FAILURE' && { failInfo: outcome.failInfo }),
      ...(outcome.status === 'FAILURE' && outcome.text !== undefined && { failInfoText: outcome.text }),
    },
    content,
    {
      signer: has('signed-by-stranger') ? authorities.stranger : authority.responder,
      hash: script.hash ?? answerHash(verified),
      ...(recipient &&
        !has('unencrypted') && {
          envelope: { recipient, cipher: script.cipher ?? answerCipher(cipher), random },
        }),
    },
  );
  return {
    reply,
    pkiStatus: outcome.status,
    ...(outcome.status === 'FAILURE' && { failInfo: outcome.failInfo, problem: outcome.problem }),
    ...(certificate && { issued: thumbprintOf(certificate) }),
  };
}

function certificateFor(
  outcome: Outcome & { status: 'SUCCESS' },
  options: IssuerOptions,
  faults: readonly AnswerFault['kind'][],
): Uint8Array | undefined {
  if (faults.includes('no-certificate')) return undefined;
  if (!faults.includes('certificate-for-another-key')) return outcome.certificate;
  return issueFor(outcome.request, publicKeyOf(options.authorities.stranger.privateKey), options);
}

function recipientNonce(
  message: PkiMessage,
  faults: readonly AnswerFault['kind'][],
  random: RandomBytes,
): { recipientNonce?: Uint8Array } {
  if (faults.includes('no-nonce') || message.senderNonce === undefined) return {};
  return { recipientNonce: faults.includes('wrong-nonce') ? random(16) : message.senderNonce };
}

/** The hash of the request where it is one that is written, so that a client understands its own. */
function answerHash(verified: VerifiedPkiMessage | undefined): HashName {
  const hash = verified?.hash;
  return hash === 'sha1' || hash === 'sha384' || hash === 'sha512' ? hash : 'sha256';
}

/** Single DES is only read; a client that sends it reads triple DES. */
function answerCipher(cipher: string | undefined): ContentCipherName {
  return (Object.keys(contentCiphers) as ContentCipherName[]).find((name) => name === cipher) ?? '3des-cbc';
}
