import { issueFor, type IssuerOptions } from './issuance.ts';
import { writeAnswer, type Answer, type AnswerContext, type Outcome } from './answer.ts';
import { isIssuedBy, isSelfSigned, readCertificate, type CertificateParts } from './certificate.ts';
import {
  readCertificationRequest,
  readIssuerAndSubject,
  type CertificationRequest,
} from './certification-request.ts';
import { openEnvelope, type OpenedEnvelope } from './envelope.ts';
import { ScepMessageError } from './error.ts';
import { logMessage, logRequest, type LoggedMessage, type LoggedRequest } from './log.ts';
import {
  readPkiMessage,
  verifyPkiMessage,
  type FailInfo,
  type PkiMessage,
  type VerifiedPkiMessage,
} from './message.ts';
import type { AnswerFault } from './script.ts';
import { sameBytes } from './text.ts';

/** Transactions that are remembered; the oldest goes when one more comes. */
const maximumTransactions = 10_000;

/** An enrollment, from its first request on. */
interface Transaction {
  readonly request: CertificationRequest;
  /** How often it was answered PENDING. */
  pending: number;
  certificate?: Uint8Array;
}

/** What was decided on a message, with what could be read of it. */
interface Decision {
  readonly outcome: Outcome;
  readonly cipher?: string;
  readonly request?: CertificationRequest;
}

/** What was understood of a message, and the answer; without one where the bytes are no pkiMessage. */
export interface Handled extends Partial<Answer> {
  readonly message?: LoggedMessage;
  readonly request?: LoggedRequest;
}

/** The part of a CA that reads pkiMessages, decides on them and answers. It knows nothing of HTTP. */
export class Registrar {
  readonly #options: IssuerOptions;
  readonly #transactions = new Map<string, Transaction>();

  constructor(options: IssuerOptions) {
    this.#options = options;
  }

  /** Answers the body of a PKIOperation. Never throws for what the body is. */
  handle(bytes: Uint8Array, faults: readonly AnswerFault['kind'][]): Handled {
    let message: PkiMessage;
    try {
      message = readPkiMessage(bytes);
    } catch (error) {
      return { problem: problemOf(error) };
    }
    let verified: VerifiedPkiMessage;
    try {
      verified = verifyPkiMessage(message);
    } catch (error) {
      return writeAnswer({ message }, failureOf(error, 'badMessageCheck'), this.#options, faults);
    }
    const { outcome, cipher, request } = this.#decide(verified);
    const context: AnswerContext = { message, verified, ...(cipher !== undefined && { cipher }) };
    const understood = {
      message: logMessage(verified, cipher),
      ...(request && { request: logRequest(request) }),
    };
    try {
      return { ...understood, ...writeAnswer(context, outcome, this.#options, faults) };
    } catch (error) {
      // The signer's certificate is one that can not be encrypted to.
      return { ...understood, ...writeAnswer(context, failureOf(error, 'badAlg'), this.#options, faults) };
    }
  }

  #decide(message: VerifiedPkiMessage): Decision {
    if (message.content === undefined) return { outcome: refuse('badRequest', 'the message has no content') };
    let opened: OpenedEnvelope;
    try {
      opened = openEnvelope(message.content, [this.#options.authority.responder]);
    } catch (error) {
      return { outcome: failureOf(error, 'badMessageCheck') };
    }
    const { plain, cipher } = opened;
    try {
      switch (message.messageType) {
        case 'PKCSReq':
        case 'RenewalReq': {
          const request = readCertificationRequest(plain);
          return { cipher, request, outcome: this.#enroll(message, request) };
        }
        case 'CertPoll':
          return { cipher, outcome: this.#poll(message, plain) };
        case 'GetCert':
        case 'GetCRL':
        case 'CertRep':
          return { cipher, outcome: refuse('badRequest', `${message.messageType} is not served`) };
      }
    } catch (error) {
      return { cipher, outcome: failureOf(error, 'badRequest') };
    }
  }

  #enroll(message: VerifiedPkiMessage, request: CertificationRequest): Outcome {
    const objection = this.#objection(message, request);
    if (objection !== undefined) return objection;
    // A client that sends its request again, as micromdm does in place of polling, continues its transaction.
    const known = this.#transactions.get(message.transactionId);
    const continues = known !== undefined && sameBytes(known.request.publicKey, request.publicKey);
    return this.#proceed(continues ? known : this.#begin(message.transactionId, request));
  }

  /** Why a request is refused before anything else is looked at. */
  #objection(message: VerifiedPkiMessage, request: CertificationRequest): Outcome | undefined {
    const renews = this.#issuedHere(message.signer);
    if (message.messageType === 'RenewalReq') {
      return renews
        ? undefined
        : refuse('badMessageCheck', 'a renewal is signed with no certificate of this CA that is valid');
    }
    if (
      !renews &&
      !(isSelfSigned(message.signer) && sameBytes(message.signer.publicKey, request.publicKey))
    ) {
      return refuse(
        'badMessageCheck',
        'the message is not signed with a self-signed certificate of the requested key',
      );
    }
    const { challenge } = this.#options.script;
    if (challenge !== undefined && request.challenge !== challenge) {
      return refuse(
        'badRequest',
        request.challenge === undefined ? 'the challenge is missing' : 'the challenge is wrong',
      );
    }
    return undefined;
  }

  #issuedHere(certificate: CertificateParts): boolean {
    const { authority, now } = this.#options;
    const time = now();
    if (certificate.notBefore > time || certificate.notAfter < time) return false;
    return isIssuedBy(certificate, authority.issuer.certificate);
  }

  #poll(message: VerifiedPkiMessage, content: Uint8Array): Outcome {
    const transaction = this.#transactions.get(message.transactionId);
    if (transaction === undefined) return refuse('badCertId', 'no such transaction');
    const { issuer, subject } = readIssuerAndSubject(content);
    const { presented } = this.#options.authority;
    if (!sameBytes(subject, transaction.request.subjectName))
      return refuse('badCertId', 'a poll for another subject');
    if (!presented.some((certificate) => sameBytes(readCertificate(certificate).subjectName, issuer))) {
      return refuse('badCertId', 'a poll for another issuer');
    }
    if (!sameBytes(message.signer.publicKey, transaction.request.publicKey)) {
      return refuse('badMessageCheck', 'a poll that is signed with another key than the request');
    }
    return this.#proceed(transaction);
  }

  #begin(transactionId: string, request: CertificationRequest): Transaction {
    const transaction: Transaction = { request, pending: 0 };
    this.#transactions.delete(transactionId);
    this.#transactions.set(transactionId, transaction);
    const [oldest] = this.#transactions.keys();
    if (this.#transactions.size > maximumTransactions && oldest !== undefined)
      this.#transactions.delete(oldest);
    return transaction;
  }

  #proceed(transaction: Transaction): Outcome {
    const { pending = 0, failure } = this.#options.script;
    if (transaction.pending < pending) {
      transaction.pending += 1;
      return { status: 'PENDING' };
    }
    if (failure !== undefined) {
      return {
        ...refuse(failure.failInfo, 'the script says so'),
        ...(failure.text !== undefined && { text: failure.text }),
      };
    }
    transaction.certificate ??= issueFor(transaction.request, transaction.request.publicKey, this.#options);
    return { status: 'SUCCESS', certificate: transaction.certificate, request: transaction.request };
  }
}

const refuse = (failInfo: FailInfo, problem: string): Outcome & { status: 'FAILURE' } => ({
  status: 'FAILURE',
  failInfo,
  problem,
});

/** The failure that an error of the message means; errors of other kinds are our own. */
function failureOf(error: unknown, otherwise: FailInfo): Outcome {
  const problem = problemOf(error);
  return refuse(
    error instanceof ScepMessageError && error.reason === 'algorithm' ? 'badAlg' : otherwise,
    problem,
  );
}

function problemOf(error: unknown): string {
  if (error instanceof ScepMessageError) return error.message;
  throw error;
}
