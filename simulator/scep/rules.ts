import type { KeyProvider } from '../../cases/observation.ts';
import type { AnswerTo } from '../../csp/ambiguities.ts';
import type { HashName } from '../../pki/scep/algorithms.ts';
import type { MessageType, PkiStatus } from '../../pki/scep/message.ts';
import { isIssuedBy, readCertificate } from '../../pki/scep/certificate.ts';
import type { RequestSpecification } from '../../pki/scep/certification-request.ts';
import { thumbprintOf } from '../../pki/scep/log.ts';
import type { CompleteAnswers } from '../answers.ts';
import { fromBase64 } from '../csp/base64.ts';
import type { NewCertificate } from '../keys/certificate-stores.ts';
import type { CertificatePath } from './certificate-watch.ts';
import { rsaKeyLengths, type KeyLength } from './key-source.ts';

/** What a careful client makes sure of before it believes an answer. */
export type ReplyCheck =
  'content-type' | 'signer' | 'transaction' | 'nonce' | 'encryption' | 'own-key' | 'issuer' | 'expiry';

/** Why the certificate of an enrollment is valid no more (csp-source.txt, CertThumbprint). */
export type Invalidity = 'expired' | 'chain' | 'key';

/** Decisions of the SCEP client. */
export interface ScepClientRules {
  /** Servers in the order in which they are asked (R-SCEP-05, A-26). */
  readonly serversOf: (serverUrl: string) => readonly string[];
  /** The URL that is asked for a server, without query. */
  readonly askedUrl: (server: string) => string;
  /** What RespondentServerUrl shows of the server that answered, one of those of ServerURL (R-SCEP-36). */
  readonly respondentUrl: (server: string, asked: string, servers: readonly string[]) => string;
  /** The challenge password of a Challenge; undefined: it is none (R-SCEP-06, A-15). */
  readonly challengePassword: (challenge: string) => string | undefined;
  /** The members of a list, as csp-source.txt separates them (R-SCEP-08, R-SCEP-24). */
  readonly membersOf: (setting: 'EKUMapping' | 'SubjectAlternativeNames', text: string) => readonly string[];
  /** The length of the key that is made for a KeyLength; undefined: none is (R-SCEP-19). */
  readonly keyLengthFor: (keyLength: number | undefined) => KeyLength | undefined;
  /** When CAThumbprint is looked at (R-SCEP-23). */
  readonly authenticates: 'before-request' | 'after-answer';
  /** Whether a CA's certificate is the one that CAThumbprint means (R-SCEP-23). */
  readonly isExpectedAuthority: (certificate: Uint8Array, thumbprint: string) => boolean;
  /** Whether a CA's certificate is one that CAThumbprint can mean, the root or one below it. */
  readonly canBeNamed: (certificate: Uint8Array) => boolean;
  /** The hashes that a request can be made with whose key the provider keeps (R-SCEP-22). */
  readonly hashesWith: (provider: KeyProvider, allowed: readonly HashName[]) => readonly HashName[];
  /** The hash of the request, one of those that the server set (R-SCEP-21), the preferred one first. */
  readonly hashFor: (allowed: readonly HashName[], ofServer: readonly HashName[]) => HashName | undefined;
  /** Whether the request tells the wish for a period of validity in a form that others read (R-SCEP-26, A-68). */
  readonly showsValidityWish: boolean;
  /** The last word on what is asked for. */
  readonly finishRequest: (specification: RequestSpecification) => RequestSpecification;
  /** Seconds that RetryDelay stands for (R-SCEP-16). */
  readonly secondsBetweenPolls: (retryDelay: number) => number;
  /** How often a pending server is polled (R-SCEP-17). */
  readonly polls: (retryCount: number) => number;
  /** The message that asks a pending server again (RFC 8894, 3.3.3). */
  readonly formOfPoll: (poll: PollForm) => PollForm;
  /** What the pkiStatus of an answer is taken for (RFC 8894, 3.2.1.3). */
  readonly statusOfAnswer: (status: PkiStatus) => PkiStatus;
  /** What an enrollment comes to whose last poll was answered with pending too. */
  readonly afterLastPoll: AnswerTo<'A-69'>;
  readonly makesSureOf: (check: ReplyCheck) => boolean;
  /** Key length and hash that Windows Hello for Business takes (R-SCEP-20, R-SCEP-22). */
  readonly helloTakes: (keyLength: number, allowed: readonly HashName[]) => boolean;
  /** AADKeyIdentifierList against the identifier of the device's key (R-SCEP-31). */
  readonly matchesEntraKey: (list: string, identifier: string | undefined) => boolean;
  /** The last word on what is put into a store (R-SCEP-12 to R-SCEP-15, R-SCEP-27). */
  readonly finishInstall: (certificate: NewCertificate) => NewCertificate;
  /** The thumbprint that CertThumbprint gets, of the certificate and of its issuers (R-SCEP-32). */
  readonly thumbprintFor: (path: CertificatePath) => string;
  /** Whether CertThumbprint is emptied (R-SCEP-33). */
  readonly emptiesThumbprint: (reason: Invalidity) => boolean;
  /** Whether an alert follows an install (R-SCEP-01, A-07). */
  readonly alertsInstall: boolean;
  /** Whether an enrollment under way ends with its id, or goes on without nodes. */
  readonly deleteGivesUp: boolean;
  /** Whether anything is done for a deleted enrollment: its certificate and key go, and A-70. */
  readonly cleansUp: boolean;
  /**
   * Whose certificates go when a request is deleted (R-SCEP-38, R-GEN-01).
   * @param owners keys of all requests that have enrolled one
   */
  readonly releasedWith: (key: string, owners: readonly string[]) => readonly string[];
}

export interface PollForm {
  readonly messageType: Extract<MessageType, 'CertPoll' | 'PKCSReq'>;
  /** That of the request. */
  readonly transactionId: string;
}

/** The rules of csp-source.txt and of RFC 8894, and the answers where they leave something open. */
export function scepClientRules(answers: CompleteAnswers): ScepClientRules {
  return {
    serversOf: (serverUrl) => {
      const servers = serverUrl
        .split(';')
        .map((url) => url.trim())
        .filter((url) => url !== '');
      // Any order other than the given one shows that it does not matter.
      return answers['A-26'] === 'in-order' ? servers : servers.toReversed();
    },
    askedUrl: (server) =>
      answers['A-32'] === 'appended' ? `${server.replace(/\/$/, '')}/pkiclient.exe` : server,
    respondentUrl: (_server, asked) => asked,
    challengePassword: (challenge) => (answers['A-15'] === 'text' ? challenge : decoded(challenge)),
    membersOf: (setting, text) => text.split(setting === 'EKUMapping' ? '+' : ';'),
    keyLengthFor: (keyLength) => rsaKeyLengths.find((length) => length === keyLength),
    authenticates: 'before-request',
    isExpectedAuthority: (certificate, thumbprint) => thumbprintOf(certificate) === thumbprint.toUpperCase(),
    canBeNamed: (certificate) =>
      answers['A-66'] === 'accepted' || isIssuedBy(readCertificate(certificate), certificate),
    hashesWith: (provider, allowed) =>
      provider === 'hello' && allowed.includes('sha256') ? ['sha256'] : allowed,
    hashFor: (allowed, ofServer) => allowed.find((hash) => ofServer.includes(hash)) ?? allowed[0],
    showsValidityWish: answers['A-68'] === 'name-value-pairs',
    finishRequest: (specification) => specification,
    secondsBetweenPolls: (retryDelay) => retryDelay * 60,
    polls: (retryCount) => retryCount,
    formOfPoll: (poll) => poll,
    statusOfAnswer: (status) => status,
    afterLastPoll: answers['A-69'],
    makesSureOf: () => true,
    helloTakes: (keyLength, allowed) => keyLength === 2048 && allowed.includes('sha256'),
    matchesEntraKey: (list, identifier) =>
      identifier !== undefined && list.split(';').some((one) => one.trim() === identifier),
    finishInstall: (certificate) => certificate,
    thumbprintFor: ([certificate]) => thumbprintOf(certificate.encoded),
    emptiesThumbprint: () => true,
    alertsInstall: answers['A-07'] === 'sent',
    deleteGivesUp: answers['A-70'] === 'given-up',
    cleansUp: true,
    releasedWith: (key) => [key],
  };
}

/** A challenge password is a text; octets that are not UTF-8 are taken for Latin-1. */
function decoded(challenge: string): string | undefined {
  const bytes = fromBase64(challenge);
  if (bytes === undefined) return undefined;
  const text = Buffer.from(bytes).toString('utf8');
  return Buffer.from(text).equals(bytes) ? text : Buffer.from(bytes).toString('latin1');
}
