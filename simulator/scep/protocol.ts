import type { KeyObject } from 'node:crypto';
import type { ContentCipherName } from '../../pki/ciphers.ts';
import type { RandomBytes } from '../../pki/random.ts';
import type { HashName } from '../../pki/scep/algorithms.ts';
import { selfSignedCertificate } from '../../pki/scep/certificate.ts';
import { writeCertificationRequest } from '../../pki/scep/certification-request.ts';
import { ScepMessageError } from '../../pki/scep/error.ts';
import { contentTypes } from '../../pki/scep/exchange.ts';
import { writePkiMessage } from '../../pki/scep/message.ts';
import { writeIssuerAndSubject, writeName } from '../../pki/scep/names.ts';
import { readCertificatesOnly } from '../../pki/scep/signed-data.ts';
import { trustAuthority, type TrustedAuthority } from './authority.ts';
import type { CertificatePath } from './certificate-watch.ts';
import { EnrollmentError, messageErrors } from './error.ts';
import { bodyOf, exchange, type Received, type Resumption, type Step } from './exchanges.ts';
import { hashesOf } from './hash-algorithms.ts';
import type { EnrollmentPlan } from './plan.ts';
import { readReply, type Reply, type Sent } from './reply.ts';
import type { ReplyCheck, ScepClientRules } from './rules.ts';

/** How an enrollment ends. */
export type EnrollmentOutcome = Enrolled | Failed | LeftPending;

export interface Enrolled {
  readonly kind: 'enrolled';
  readonly certificate: Uint8Array;
  readonly path: CertificatePath;
  /** The server that issued it. */
  readonly respondent: string;
}

export interface Failed {
  readonly kind: 'failed';
  /** HRESULT, without sign. */
  readonly errorCode: number;
  /** For people. */
  readonly detail: string;
  /** The last server that answered, if any did. */
  readonly respondent?: string;
}

/** The server was still pending after the last poll, and is not asked any more. */
export interface LeftPending {
  readonly kind: 'left-pending';
  readonly respondent: string;
}

/**
 * The protocol of one enrollment (RFC 8894). It yields what it needs from outside, so that the same rules run against
 * a CA in this process and, asynchronously, over HTTP.
 */
export type Enrollment = Generator<Step, EnrollmentOutcome, Resumption>;

/** What an enrollment works with. */
export interface EnrollmentTools {
  readonly rules: ScepClientRules;
  readonly privateKey: KeyObject;
  readonly random: RandomBytes;
  /** The plan with the settings of this moment, on a device that reads some of them late. */
  readonly replan?: () => EnrollmentPlan;
}

/** Enrolls with the servers of a plan, one after the other until one of them issues a certificate. */
export function* enroll(plan: EnrollmentPlan, tools: EnrollmentTools): Enrollment {
  let outcome: EnrollmentOutcome = failed(new EnrollmentError('E_INVALIDARG', 'no server'), undefined);
  let respondent: string | undefined;
  for (const server of plan.servers) {
    const url = tools.rules.askedUrl(server);
    const shown = tools.rules.respondentUrl(server, url, plan.servers);
    const heard = (): string => (respondent = shown);
    try {
      const reply = yield* enrollAt(url, plan, tools, heard);
      if (reply.kind === 'pending') return { kind: 'left-pending', respondent: shown };
      return { kind: 'enrolled', certificate: reply.certificate, path: reply.path, respondent: shown };
    } catch (error) {
      outcome = failed(error, respondent);
    }
  }
  return outcome;
}

/** The failure that an error of a server or of the settings means; errors of other kinds are the suite's own. */
export function failed(error: unknown, respondent?: string): Failed {
  const known =
    error instanceof ScepMessageError
      ? new EnrollmentError(messageErrors[error.reason], error.message)
      : error;
  if (!(known instanceof EnrollmentError)) throw error;
  return {
    kind: 'failed',
    errorCode: known.hresult,
    detail: known.message,
    ...(respondent === undefined ? {} : { respondent }),
  };
}

/**
 * Enrolls with one server. It comes back with `pending` only where a device leaves it at that.
 *
 * @param heard to be called when the server has answered; gives what RespondentServerUrl shows of it
 */
function* enrollAt(
  url: string,
  plan: EnrollmentPlan,
  tools: EnrollmentTools,
  heard: () => string,
): Generator<Step, Reply, Resumption> {
  const { rules, random } = tools;
  const first = yield* exchange(url, 'GetCACaps');
  const respondent = heard();
  const capabilities = readCapabilities(bodyOf(first, 'GetCACaps'));
  const second = yield* exchange(url, 'GetCACert');
  const presented = readPresented(second, rules);
  const isExpected = (certificate: Uint8Array): boolean =>
    rules.isExpectedAuthority(certificate, plan.thumbprint) && rules.canBeNamed(certificate);
  const looksAtExpiry = rules.makesSureOf('expiry');
  const authenticate = (): TrustedAuthority =>
    trustAuthority(presented, isExpected, second.now, looksAtExpiry);
  const authority =
    rules.authenticates === 'before-request'
      ? authenticate()
      : trustAuthority(presented, () => true, second.now, looksAtExpiry);

  const hash = rules.hashFor(plan.hashes, hashesOf(capabilities)) ?? 'sha256';
  const asked = rules.finishRequest({ ...plan.asked, hash, privateKey: tools.privateKey });
  const subject = writeName(asked.subject);
  const request = writeCertificationRequest(asked);
  const signer = {
    privateKey: tools.privateKey,
    certificate: selfSignedCertificate(subject, tools.privateKey, second.now, hash),
  };
  // Random, not a hash of the key as RFC 8894, 3.2.1.1 proposes: keys of the pool come back in other enrollments.
  const transactionId = Buffer.from(random(16)).toString('hex').toUpperCase();
  const posts = capabilities.has('POSTPKIOperation') || capabilities.has('SCEPStandard');
  const talk = { url, posts, authority, hash, cipher: cipherFor(capabilities), signer, transactionId };

  let reply = yield* ask('PKCSReq', request, talk, tools);
  const poll = writeIssuerAndSubject(authority.issuer.subjectName, subject);
  const { messageType, transactionId: polled } = rules.formOfPoll({ messageType: 'CertPoll', transactionId });
  for (let count = 0; reply.kind === 'pending'; count += 1) {
    const { retryCount, retryDelay } = tools.replan?.() ?? plan;
    const polls = rules.polls(retryCount);
    if (count >= polls) {
      if (rules.afterLastPoll === 'pending') return reply;
      throw new EnrollmentError('ERROR_TIMEOUT', `still pending after ${polls} polls`);
    }
    const seconds = rules.secondsBetweenPolls(retryDelay);
    yield { kind: 'wait', seconds, respondent };
    const content = messageType === 'CertPoll' ? poll : request;
    reply = yield* ask(messageType, content, { ...talk, transactionId: polled }, tools);
  }
  if (rules.authenticates === 'after-answer') authenticate();
  return reply;
}

/** What all messages of one transaction have in common. */
interface Talk {
  readonly url: string;
  readonly posts: boolean;
  readonly authority: TrustedAuthority;
  readonly hash: HashName;
  readonly cipher: ContentCipherName;
  readonly signer: Sent['signer'];
  readonly transactionId: string;
}

function* ask(
  messageType: 'PKCSReq' | 'CertPoll',
  content: Uint8Array,
  talk: Talk,
  { rules, random }: EnrollmentTools,
): Generator<Step, Reply, Resumption> {
  const { signer, hash, transactionId, authority } = talk;
  const senderNonce = random(16);
  const message = writePkiMessage({ messageType, transactionId, senderNonce }, content, {
    signer,
    hash,
    envelope: { recipient: authority.recipient.encoded, cipher: talk.cipher, random },
  });
  const received = yield* exchange(talk.url, 'PKIOperation', { bytes: message, posts: talk.posts });
  const body = bodyOf(received, 'PKIOperation');
  assertContentType(received, [contentTypes.message], rules);
  const sent = { transactionId, senderNonce, signer };
  const makesSureOf = (check: ReplyCheck): boolean => rules.makesSureOf(check);
  return readReply(body, sent, authority, received.now, makesSureOf, rules.statusOfAnswer);
}

/** Keywords by line; unknown ones, and the content type, are passed over (RFC 8894, 3.5.2). */
function readCapabilities(body: Uint8Array): ReadonlySet<string> {
  return new Set(Buffer.from(body).toString('latin1').split(/\r?\n/, 64));
}

/** One certificate, or several in a message that holds nothing else (RFC 8894, 4.2). */
function readPresented(received: Received, rules: ScepClientRules): readonly Uint8Array[] {
  const body = bodyOf(received, 'GetCACert');
  assertContentType(received, [contentTypes.certificate, contentTypes.certificates], rules);
  return received.answer.contentType === contentTypes.certificates ? readCertificatesOnly(body) : [body];
}

function assertContentType({ answer }: Received, expected: readonly string[], rules: ScepClientRules): void {
  if (rules.makesSureOf('content-type') && !expected.includes(answer.contentType)) {
    throw new EnrollmentError(
      'ERROR_WINHTTP_INVALID_SERVER_RESPONSE',
      `content type "${answer.contentType}" in place of ${expected.join(' or ')}`,
    );
  }
}

/** RFC 8894, 3.5.2: AES stands for AES-128; every server reads triple DES. */
function cipherFor(capabilities: ReadonlySet<string>): ContentCipherName {
  return capabilities.has('AES') || capabilities.has('SCEPStandard') ? 'aes-128-cbc' : '3des-cbc';
}
