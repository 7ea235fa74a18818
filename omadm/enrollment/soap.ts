import type { Limits } from '../../syncml/limits.ts';
import { actions, namespaces, tokenTypes, type EnrollmentStep } from './namespaces.ts';
import {
  attributeOf,
  childOf,
  element,
  isNamed,
  MalformedMessage,
  readXml,
  textElement,
  textOf,
  type XmlElement,
} from './xml.ts';

/** The parts of a SOAP message that the enrollment looks at. */
export interface Envelope {
  readonly header: XmlElement | undefined;
  /** What RelatesTo of the answer repeats. */
  readonly messageId: string | undefined;
  /** The first element in Body. */
  readonly content: XmlElement;
}

/** Who the sender says to be. */
export interface UserCredentials {
  readonly user: string;
  readonly password: string;
}

/** Reads a SOAP envelope of version 1.2 or 1.1. @throws MalformedMessage */
export function readEnvelope(bytes: Uint8Array, limits: Limits): Envelope {
  const root = readXml(bytes, limits);
  const version = [namespaces.soap, namespaces.oldSoap].find((uri) => isNamed(root, uri, 'Envelope'));
  if (version === undefined) throw new MalformedMessage('the message is no SOAP envelope');
  const header = childOf(root, version, 'Header');
  const content = childOf(root, version, 'Body')?.children[0];
  if (content === undefined) throw new MalformedMessage('the envelope has no Body with something in it');
  return { header, messageId: textOf(childOf(header, namespaces.addressing, 'MessageID')), content };
}

/**
 * User and password of the message, exactly as they stand there; undefined where Security holds no UsernameToken with a
 * password in clear text.
 */
export function readUserCredentials({ header }: Envelope): UserCredentials | undefined {
  const security = childOf(header, namespaces.security, 'Security');
  const token = childOf(security, namespaces.security, 'UsernameToken');
  const user = childOf(token, namespaces.security, 'Username');
  const password = childOf(token, namespaces.security, 'Password');
  if (user === undefined || password === undefined) return undefined;
  const type = attributeOf(password, 'Type')?.trim() ?? tokenTypes.passwordText;
  return type === tokenTypes.passwordText ? { user: user.text, password: password.text } : undefined;
}

export interface RequestEnvelope {
  readonly step: EnrollmentStep;
  readonly to: string;
  /** Sixteen bytes each. */
  readonly randomBytes: (length: number) => Uint8Array;
  readonly credentials?: UserCredentials;
}

/** A request as a device sends it. */
export function writeRequest(request: RequestEnvelope, body: string): Uint8Array {
  const { step, to, randomBytes, credentials } = request;
  const header = [
    mustUnderstand('a:Action', actions[step].request),
    textElement('a:MessageID', `urn:uuid:${uuidOf(randomBytes(16))}`),
    element('a:ReplyTo', [textElement('a:Address', `${namespaces.addressing}/anonymous`)]),
    mustUnderstand('a:To', to),
    ...(credentials === undefined ? [] : [securityHeader(credentials, uuidOf(randomBytes(16)))]),
  ];
  return envelope(header, body);
}

function securityHeader({ user, password }: UserCredentials, id: string): string {
  const token = [
    textElement('wsse:Username', user),
    textElement('wsse:Password', password, { 'wsse:Type': tokenTypes.passwordText }),
  ];
  return element('wsse:Security', [element('wsse:UsernameToken', token, { 'u:Id': `uuid-${id}-1` })], {
    's:mustUnderstand': '1',
  });
}

export interface ResponseEnvelope {
  readonly step: EnrollmentStep;
  readonly relatesTo: string | undefined;
  /** Names this exchange in logs of both sides. */
  readonly activityId: string;
  /** The time that a Timestamp in Security gives; without it there is no Security. */
  readonly created?: Date;
}

/** Responses may be used for so long: what Microsoft's sample has. */
const timestampLife = 300_000;

/** An answer to a device, or a fault. */
export function writeResponse(response: ResponseEnvelope, body: string): Uint8Array {
  const { step, relatesTo, activityId, created } = response;
  const header = [
    mustUnderstand('a:Action', actions[step].response),
    textElement('ActivityId', activityId, { CorrelationId: activityId, xmlns: namespaces.diagnostics }),
    ...(relatesTo === undefined ? [] : [textElement('a:RelatesTo', relatesTo)]),
    ...(created === undefined ? [] : [timestamp(created)]),
  ];
  return envelope(header, body);
}

function timestamp(created: Date): string {
  const times = [
    textElement('u:Created', created.toISOString()),
    textElement('u:Expires', new Date(created.getTime() + timestampLife).toISOString()),
  ];
  return element('wsse:Security', [element('u:Timestamp', times, { 'u:Id': '_0' })], {
    's:mustUnderstand': '1',
  });
}

function envelope(header: readonly string[], body: string): Uint8Array {
  const prefixes = {
    'xmlns:s': namespaces.soap,
    'xmlns:a': namespaces.addressing,
    'xmlns:u': namespaces.securityUtility,
    'xmlns:wsse': namespaces.security,
    'xmlns:wst': namespaces.trust,
    'xmlns:ac': namespaces.authorization,
    'xmlns:xsi': namespaces.instance,
  };
  return Buffer.from(
    element('s:Envelope', [element('s:Header', header), element('s:Body', [body])], prefixes),
    'utf8',
  );
}

const mustUnderstand = (name: string, text: string): string =>
  textElement(name, text, { 's:mustUnderstand': '1' });

/** Sixteen bytes as a UUID of version 4 (RFC 9562, 5.4). */
export function uuidOf(bytes: Uint8Array): string {
  const octets = Uint8Array.from(bytes);
  octets[6] = ((octets[6] ?? 0) & 0x0f) | 0x40;
  octets[8] = ((octets[8] ?? 0) & 0x3f) | 0x80;
  return Buffer.from(octets)
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
