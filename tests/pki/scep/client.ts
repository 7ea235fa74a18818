import type { KeyObject } from 'node:crypto';
import type { ContentCipherName } from '../../../pki/ciphers.ts';
import { openPool, type Pool } from '../../../pki/pool.ts';
import { seededRandom, type RandomBytes } from '../../../pki/random.ts';
import type { HashName } from '../../../pki/scep/algorithms.ts';
import { authoritiesOf, type Authorities } from '../../../pki/scep/authorities.ts';
import { createScepCa, type ScepCa } from '../../../pki/scep/ca.ts';
import {
  readCertificate,
  selfSignedCertificate,
  type KeyedCertificate,
} from '../../../pki/scep/certificate.ts';
import {
  writeCertificationRequest,
  type RequestSpecification,
} from '../../../pki/scep/certification-request.ts';
import { publicKeyOf } from '../../../pki/scep/keys.ts';
import { openEnvelope } from '../../../pki/scep/envelope.ts';
import { openPkiMessage, writePkiMessage, type VerifiedPkiMessage } from '../../../pki/scep/message.ts';
import { writeIssuerAndSubject, writeName } from '../../../pki/scep/names.ts';
import type { ScepScript } from '../../../pki/scep/script.ts';
import { readCertificatesOnly } from '../../../pki/scep/signed-data.ts';
import { sameBytes } from '../../../pki/scep/text.ts';

/** A moment within the life of every certificate of the pool. */
export const now = new Date('2030-06-01T12:00:00Z');

export const pool: Pool = await openPool();
export const authorities: Authorities = authoritiesOf(pool);

export function caWith(script: ScepScript, seed = 'ca'): ScepCa {
  return createScepCa({ authorities, script, now: () => now, random: seededRandom(seed) });
}

/** How one enrollment of the tests is asked for. */
export interface Asked extends Partial<Omit<RequestSpecification, 'privateKey'>> {
  readonly key?: KeyObject;
  readonly cipher?: ContentCipherName;
  readonly messageHash?: HashName;
  readonly transactionId?: string;
  readonly random?: RandomBytes;
  /** Signs in place of a self-signed certificate; then it is a RenewalReq. */
  readonly renews?: KeyedCertificate;
}

/** One device with one request, which it can send and poll for. */
export class TestClient {
  readonly key: KeyObject;
  readonly signer: KeyedCertificate;
  readonly #asked: Asked;
  readonly #random: RandomBytes;
  readonly #presented: readonly Uint8Array[];
  readonly #subject: string;

  constructor(presented: readonly Uint8Array[], asked: Asked = {}) {
    this.key = asked.key ?? pool.identity('rsa-2048', 0).privateKey;
    this.#asked = asked;
    this.#presented = presented;
    this.#random = asked.random ?? seededRandom('client');
    this.#subject = asked.subject ?? 'CN=device';
    this.signer = asked.renews ?? {
      privateKey: this.key,
      certificate: selfSignedCertificate(writeName(this.#subject), this.key, now, this.#hash),
    };
  }

  get #hash(): HashName {
    return this.#asked.messageHash ?? 'sha256';
  }

  request(): Uint8Array {
    const { hash = 'sha256', ...rest } = this.#asked;
    return writeCertificationRequest({ ...rest, subject: this.#subject, hash, privateKey: this.key });
  }

  enrollment(content: Uint8Array = this.request()): Uint8Array {
    return this.#message(this.#asked.renews === undefined ? 'PKCSReq' : 'RenewalReq', content);
  }

  poll(): Uint8Array {
    const issuer = readCertificate(this.#presented[1] ?? this.#recipient).subjectName;
    return this.#message('CertPoll', writeIssuerAndSubject(issuer, writeName(this.#subject)));
  }

  /** What a CertRep says; opens the envelope of a SUCCESS. */
  read(reply: Uint8Array): { message: VerifiedPkiMessage; certificates: readonly Uint8Array[] } {
    const message = openPkiMessage(reply);
    const { content } = message;
    const certificates =
      message.pkiStatus !== 'SUCCESS' || content === undefined
        ? []
        : readCertificatesOnly(openEnvelope(content, [this.signer]).plain);
    return { message, certificates };
  }

  /** Whether the certificate is over the client's own key. */
  owns(certificate: Uint8Array): boolean {
    return sameBytes(readCertificate(certificate).publicKey, publicKeyOf(this.key));
  }

  get #recipient(): Uint8Array {
    const [first] = this.#presented;
    if (first === undefined) throw new Error('the CA presents no certificate');
    return first;
  }

  #message(messageType: 'PKCSReq' | 'RenewalReq' | 'CertPoll', content: Uint8Array): Uint8Array {
    return writePkiMessage(
      { messageType, transactionId: this.#asked.transactionId ?? 'A1', senderNonce: this.#random(16) },
      content,
      {
        signer: this.signer,
        hash: this.#hash,
        envelope: {
          recipient: this.#recipient,
          cipher: this.#asked.cipher ?? 'aes-256-cbc',
          random: this.#random,
        },
      },
    );
  }
}

/** Sends a pkiMessage by POST. @throws where the CA gives no body */
export function post(ca: ScepCa, body: Uint8Array): Uint8Array {
  const response = ca.respond({ method: 'POST', target: '/ca/pkiclient.exe?operation=PKIOperation', body });
  if (response.kind === 'drop' || response.body.kind !== 'bytes') throw new Error('no answer');
  return response.body.bytes;
}
