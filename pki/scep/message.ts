import type { HashName } from './algorithms.ts';
import { isIssuedBy, isSelfSigned, type CertificateParts, type KeyedCertificate } from './certificate.ts';
import type { DerValue } from './der-read.ts';
import { octetString, printableString, utf8String } from './der-write.ts';
import { writeEnvelope, type EnvelopeSpecification } from './envelope.ts';
import { ScepMessageError } from './error.ts';
import {
  attributeOf,
  readSignedData,
  verifySigner,
  type SignedAttribute,
  type SignedData,
  type Signer,
} from './signed-data.ts';
import { writeSignedData } from './signed-data-write.ts';
import { isPrintableText, readText, sameBytes } from './text.ts';

/** Values of messageType (RFC 8894, 3.2.1.2). CertPoll is the one that was called GetCertInitial. */
export const messageTypes = {
  CertRep: 3,
  RenewalReq: 17,
  PKCSReq: 19,
  CertPoll: 20,
  GetCert: 21,
  GetCRL: 22,
} as const;

export type MessageType = keyof typeof messageTypes;

/** Values of pkiStatus (RFC 8894, 3.2.1.3). */
export const pkiStatuses = { SUCCESS: 0, FAILURE: 2, PENDING: 3 } as const;

export type PkiStatus = keyof typeof pkiStatuses;

/** Values of failInfo (RFC 8894, 3.2.1.4). */
export const failInfos = { badAlg: 0, badMessageCheck: 1, badRequest: 2, badTime: 3, badCertId: 4 } as const;

export type FailInfo = keyof typeof failInfos;

/** Object identifiers of the attributes (RFC 8894, 3.2.1 and 8). */
const attributes = {
  messageType: '2.16.840.1.113733.1.9.2',
  pkiStatus: '2.16.840.1.113733.1.9.3',
  failInfo: '2.16.840.1.113733.1.9.4',
  senderNonce: '2.16.840.1.113733.1.9.5',
  recipientNonce: '2.16.840.1.113733.1.9.6',
  transactionId: '2.16.840.1.113733.1.9.7',
  failInfoText: '1.3.6.1.5.5.7.24.1',
} as const;

/** What the attributes of a message say. */
export interface PkiAttributes {
  readonly messageType: MessageType;
  /** Opaque: hexadecimal, decimal and base64 all occur. Only characters of a PrintableString. */
  readonly transactionId: string;
  /** 16 octets by RFC 8894, 3.2.1.5. */
  readonly senderNonce?: Uint8Array;
  readonly recipientNonce?: Uint8Array;
  readonly pkiStatus?: PkiStatus;
  readonly failInfo?: FailInfo;
  readonly failInfoText?: string;
}

/** How a message is signed and, where it has a content, encrypted. */
export interface Protection {
  readonly signer: KeyedCertificate;
  readonly hash: HashName;
  readonly envelope?: EnvelopeSpecification;
}

/**
 * Makes a pkiMessage (RFC 8894, 3.2).
 *
 * @param content PKCS#10 of a PKCSReq or RenewalReq, IssuerAndSubject of a CertPoll, certificates of a CertRep that is
 *   SUCCESS; absent in a CertRep of another status. Without `protection.envelope` it is signed, but not encrypted.
 * @throws ScepMessageError `value` for a transactionId that is no PrintableString
 */
export function writePkiMessage(
  message: PkiAttributes,
  content: Uint8Array | undefined,
  protection: Protection,
): Uint8Array {
  const { signer, hash, envelope } = protection;
  const inner = content === undefined || envelope === undefined ? content : writeEnvelope(content, envelope);
  return writeSignedData({
    ...(inner && { content: inner }),
    signer,
    hash,
    attributes: writeAttributes(message),
  });
}

function writeAttributes(message: PkiAttributes): SignedAttribute[] {
  if (!isPrintableText(message.transactionId)) {
    throw new ScepMessageError('value', `the transactionID "${message.transactionId}" is no PrintableString`);
  }
  const written: SignedAttribute[] = [
    { oid: attributes.messageType, value: printableString(String(messageTypes[message.messageType])) },
    { oid: attributes.transactionId, value: printableString(message.transactionId) },
  ];
  const add = (oid: string, value: Uint8Array | undefined): void => {
    if (value !== undefined) written.push({ oid, value });
  };
  add(attributes.senderNonce, message.senderNonce && octetString(message.senderNonce));
  add(attributes.recipientNonce, message.recipientNonce && octetString(message.recipientNonce));
  add(attributes.pkiStatus, message.pkiStatus && printableString(String(pkiStatuses[message.pkiStatus])));
  add(attributes.failInfo, message.failInfo && printableString(String(failInfos[message.failInfo])));
  add(
    attributes.failInfoText,
    message.failInfoText === undefined ? undefined : utf8String(message.failInfoText),
  );
  return written;
}

/** A message whose attributes can be read; its signature is not verified, its envelope not opened. */
export interface PkiMessage extends PkiAttributes {
  /** EnvelopedData, or whatever else was signed. */
  readonly content: Uint8Array | undefined;
  readonly signedData: SignedData;
}

/**
 * Reads a pkiMessage without verifying it, so that a CA can answer also one that is wrong.
 *
 * @throws ScepMessageError `format`, `limit`, `signer` without a signer, `attribute` for a missing or unknown value
 */
export function readPkiMessage(bytes: Uint8Array): PkiMessage {
  const signedData = readSignedData(bytes);
  const { signer, content } = signedData;
  if (signer === undefined) throw new ScepMessageError('signer', 'the message is not signed');
  const messageType = number(signer, attributes.messageType, messageTypes, 'messageType');
  const transactionId = text(signer, attributes.transactionId);
  if (messageType === undefined) throw new ScepMessageError('attribute', 'messageType is missing');
  // It has to be one that an answer can repeat.
  if (transactionId === undefined || !isPrintableText(transactionId)) {
    throw new ScepMessageError('attribute', 'transactionID is missing or no PrintableString');
  }
  const senderNonce = nonce(signer, attributes.senderNonce);
  const recipientNonce = nonce(signer, attributes.recipientNonce);
  const pkiStatus = number(signer, attributes.pkiStatus, pkiStatuses, 'pkiStatus');
  const failInfo = number(signer, attributes.failInfo, failInfos, 'failInfo');
  const failInfoText = text(signer, attributes.failInfoText);
  return {
    messageType,
    transactionId,
    ...(senderNonce && { senderNonce }),
    ...(recipientNonce && { recipientNonce }),
    ...(pkiStatus && { pkiStatus }),
    ...(failInfo && { failInfo }),
    ...(failInfoText !== undefined && { failInfoText }),
    content,
    signedData,
  };
}

/** A message whose signature is right. Whether the signer is the expected one is for the caller to decide. */
export interface VerifiedPkiMessage extends PkiMessage {
  readonly signer: CertificateParts;
  /** Hash of the signature. */
  readonly hash: string;
}

/** @throws ScepMessageError `signature`, `signer`, `algorithm`, `attribute` */
export function verifyPkiMessage(message: PkiMessage): VerifiedPkiMessage {
  const { certificate, hash } = verifySigner(message.signedData);
  return { ...message, signer: certificate, hash };
}

/**
 * Makes sure that a message comes from whom it may come from: signed with a self-signed certificate, as a first
 * request is, or with one of the certificates given, or with one that one of them issued.
 *
 * @throws ScepMessageError `signer`
 */
export function assertSigner(
  message: VerifiedPkiMessage,
  expected: 'self-signed' | readonly Uint8Array[],
): void {
  const { signer } = message;
  const right =
    expected === 'self-signed'
      ? isSelfSigned(signer)
      : expected.some(
          (certificate) => sameBytes(certificate, signer.encoded) || isIssuedBy(signer, certificate),
        );
  if (!right) throw new ScepMessageError('signer', `signed by ${signer.subject}, who is not expected to`);
}

/** Reads and verifies; see assertSigner for who signed. @throws ScepMessageError */
export function openPkiMessage(bytes: Uint8Array): VerifiedPkiMessage {
  return verifyPkiMessage(readPkiMessage(bytes));
}

function text(signer: Signer, oid: string): string | undefined {
  const value = attributeOf(signer, oid);
  if (value !== undefined && value.content.length > 1024)
    throw new ScepMessageError('limit', `the attribute ${oid} is longer than 1024 octets`);
  return value && readText(value);
}

function number<Name extends string>(
  signer: Signer,
  oid: string,
  values: Readonly<Record<Name, number>>,
  what: string,
): Name | undefined {
  const value = text(signer, oid);
  if (value === undefined) return undefined;
  const name = keysOf(values).find((key) => String(values[key]) === value);
  if (name === undefined) throw new ScepMessageError('attribute', `${what} has the unknown value "${value}"`);
  return name;
}

/** Object.keys with the type that a record of literal keys has. */
const keysOf = <Name extends string>(values: Readonly<Record<Name, number>>): Name[] =>
  Object.keys(values) as Name[];

function nonce(signer: Signer, oid: string): Uint8Array | undefined {
  const value: DerValue | undefined = attributeOf(signer, oid);
  if (value === undefined) return undefined;
  if (value.tag !== 0x04 || value.content.length > 64)
    throw new ScepMessageError('attribute', 'a nonce is no OCTET STRING of at most 64 octets');
  return value.content;
}
