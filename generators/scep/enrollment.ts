import type { Preparation, Scope, ScepServer } from '../../cases/case.ts';
import { authoritiesOf } from '../../pki/scep/authorities.ts';
import { thumbprintOf } from '../../pki/scep/log.ts';
import type { ScepScript } from '../../pki/scep/script.ts';
import type { Pool } from '../../pki/pool.ts';
import type { Command, TreeCommand } from '../../syncml/message.ts';
import { addressOf, uniqueIds } from '../address.ts';
import { add, atomic, exec } from '../command.ts';
import { helloContainer } from '../install.ts';

/** Whose certificate CAThumbprint is the hash of, and how it is written. */
export type ThumbprintChoice =
  | 'root'
  | 'root-in-lower-case'
  /** The certificate above the registration authority, where that is not the root. */
  | 'intermediate'
  /** A CA that the server does not show. */
  | 'another'
  /** That of the root but for one digit. */
  | 'first-digit-changed'
  | 'last-digit-changed'
  /** 16 bytes, as in the example of csp-source.txt. */
  | 'short'
  /** A byte too many, a digit too few. */
  | 'long'
  | 'odd'
  /** A letter that is no digit in its place. */
  | 'not-hex'
  /** Bytes as tools of Windows show them, and as OpenSSL does. */
  | 'with-blanks'
  | 'with-colons'
  | 'empty'
  /** The registration authority, which is no CA. */
  | 'registration';

/**
 * One SCEP enrollment, as choices: what the payload says, and what of device and server bears on it. Texts are sent as
 * they stand; `undefined` leaves the setting out.
 */
export interface Enrollment {
  readonly scope: Scope;
  readonly uniqueId: string;
  /** Whether the device has a TPM. */
  readonly tpm: boolean;
  /** Identifier of the device's Entra key, where it has one. */
  readonly entraKeyIdentifier: string | undefined;
  /** How the server behaves that ServerURL names. */
  readonly server: ScepScript;
  /** `own`: the URL of the enrollment's own server. */
  readonly serverUrl: string | undefined;
  readonly challenge: string | undefined;
  readonly ekuMapping: string | undefined;
  readonly keyUsage: string | undefined;
  readonly subjectName: string | undefined;
  readonly keyLength: string | undefined;
  readonly hashAlgorithm: string | undefined;
  readonly caThumbprint: ThumbprintChoice | undefined;
  readonly keyProtection: string | undefined;
  readonly containerName: string | undefined;
  readonly retryDelay: string | undefined;
  readonly retryCount: string | undefined;
  readonly templateName: string | undefined;
  readonly subjectAlternativeNames: string | undefined;
  readonly validPeriod: string | undefined;
  readonly validPeriodUnits: string | undefined;
  readonly customTextToShowInPrompt: string | undefined;
  readonly aadKeyIdentifierList: string | undefined;
  /** Where Exec of Enroll stands; `outside`: behind the Atomic. */
  readonly enroll: 'last' | 'before-last' | 'first' | 'outside' | 'absent';
  /** Whether UniqueID is added by a command of its own, or by implicit Add. */
  readonly uniqueIdFirst: boolean;
  readonly wrapping: 'atomic' | 'bare';
}

/** Identifier of the Entra key of devices that have one. */
export const entraKeyIdentifier = 'b4f5c2d1-entra-key';

/** A valid enrollment with the settings that are required, and no more. */
export const usualEnrollment: Enrollment = {
  scope: 'device',
  uniqueId: uniqueIds[0],
  tpm: false,
  entraKeyIdentifier: undefined,
  server: {},
  serverUrl: 'own',
  // csp-source.txt, Challenge: in base64; it stands for challenge-1.
  challenge: 'Y2hhbGxlbmdlLTE=',
  ekuMapping: '1.3.6.1.5.5.7.3.2',
  keyUsage: '160',
  subjectName: 'CN=Alpha',
  keyLength: '2048',
  hashAlgorithm: 'SHA-2',
  caThumbprint: 'root',
  keyProtection: undefined,
  containerName: undefined,
  retryDelay: undefined,
  retryCount: undefined,
  templateName: undefined,
  subjectAlternativeNames: undefined,
  validPeriod: undefined,
  validPeriodUnits: undefined,
  customTextToShowInPrompt: undefined,
  aadKeyIdentifierList: undefined,
  enroll: 'last',
  uniqueIdFirst: true,
  wrapping: 'atomic',
};

/** ServerURL of the server of that name. Every request of a case has one of its own, so that their logs do not mix. */
export function serverUrlOf(name: string): string {
  return `http://scep.conformance.test/${name}`;
}

/** LocURI of a SCEP request, or of a node below it. */
export function scepAddress(scope: Scope, uniqueId: string, ...below: readonly string[]): string {
  return addressOf(scope, 'SCEP', uniqueId, ...below);
}

/** Name, Format and value of each setting below Install that is sent, in the order of the document's example. */
export function scepSettings(
  enrollment: Enrollment,
  pool: Pool,
): readonly (readonly [name: string, format: string, text: string])[] {
  const all: readonly (readonly [string, string, string | undefined])[] = [
    ['RetryCount', 'int', enrollment.retryCount],
    ['RetryDelay', 'int', enrollment.retryDelay],
    ['KeyUsage', 'int', enrollment.keyUsage],
    ['KeyLength', 'int', enrollment.keyLength],
    ['HashAlgorithm', 'chr', enrollment.hashAlgorithm],
    ['SubjectName', 'chr', enrollment.subjectName],
    ['SubjectAlternativeNames', 'chr', enrollment.subjectAlternativeNames],
    ['ValidPeriod', 'chr', enrollment.validPeriod],
    // csp-source.txt, ValidPeriodUnits: string, in its example int; the DDF has int.
    ['ValidPeriodUnits', 'int', enrollment.validPeriodUnits],
    ['EKUMapping', 'chr', enrollment.ekuMapping],
    ['KeyProtection', 'int', enrollment.keyProtection],
    ['ContainerName', 'chr', enrollment.containerName],
    ['CustomTextToShowInPrompt', 'chr', enrollment.customTextToShowInPrompt],
    ['AADKeyIdentifierList', 'chr', enrollment.aadKeyIdentifierList],
    ['TemplateName', 'chr', enrollment.templateName],
    ['ServerURL', 'chr', serverUrlText(enrollment)],
    ['Challenge', 'chr', enrollment.challenge],
    ['CAThumbprint', 'chr', thumbprintText(enrollment, pool)],
  ];
  return all.flatMap(([name, format, text]) => (text === undefined ? [] : [[name, format, text] as const]));
}

/** The commands of an enrollment, in its wrapping. */
export function enrollmentCommands(enrollment: Enrollment, pool: Pool): readonly Command[] {
  const { scope, uniqueId, uniqueIdFirst, wrapping } = enrollment;
  const at = (...below: readonly string[]): string => scepAddress(scope, uniqueId, ...below);
  const settings: readonly TreeCommand[] = [
    ...(uniqueIdFirst ? [add(at(), 'node')] : []),
    ...scepSettings(enrollment, pool).map(([name, format, text]) => add(at('Install', name), format, text)),
  ];
  const enroll = exec(at('Install', 'Enroll'));
  const wrap = (commands: readonly Command[]): readonly Command[] =>
    wrapping === 'atomic' ? [atomic(commands)] : commands;
  switch (enrollment.enroll) {
    case 'last':
      return wrap([...settings, enroll]);
    case 'before-last':
      return wrap([...settings.slice(0, -1), enroll, ...settings.slice(-1)]);
    case 'first':
      return wrap([enroll, ...settings]);
    case 'outside':
      return [...wrap(settings), enroll];
    case 'absent':
      return wrap(settings);
  }
}

/** What a device has to have for these enrollments: a TPM, a container, an Entra key, and servers it can reach. */
export function scepDeviceFor(
  enrollments: readonly Enrollment[],
  pool: Pool,
): Partial<Omit<Preparation, 'edition'>> {
  const entraKey = enrollments.find((one) => one.entraKeyIdentifier !== undefined)?.entraKeyIdentifier;
  return {
    tpm: enrollments.some(({ tpm }) => tpm),
    helloContainers: enrollments.some(({ keyProtection }) => keyProtection === '4') ? [helloContainer] : [],
    ...(entraKey === undefined ? {} : { entraKeyIdentifier: entraKey }),
    scepServers: serversFor(enrollments, pool),
  };
}

/** One server for each request; the last enrollment of a request decides how it behaves. */
function serversFor(enrollments: readonly Enrollment[], pool: Pool): readonly ScepServer[] {
  const scripts = new Map(enrollments.map((enrollment) => [nameOf(enrollment), enrollment.server]));
  return [...scripts].map(([name, script]) => scepServer(name, script, pool));
}

/** A server of a name that behaves so. */
export function scepServer(name: string, script: ScepScript, pool: Pool): ScepServer {
  const { presented } = authoritiesOf(pool).byName[script.authority ?? 'root-with-registration'];
  return {
    url: serverUrlOf(name),
    script,
    presented: presented.map((certificate) => Buffer.from(certificate).toString('base64')),
  };
}

function nameOf({ scope, uniqueId }: Enrollment): string {
  return `${scope}-${uniqueId}`;
}

function serverUrlText(enrollment: Enrollment): string | undefined {
  return enrollment.serverUrl === 'own' ? serverUrlOf(nameOf(enrollment)) : enrollment.serverUrl;
}

/** The text of CAThumbprint, or undefined where none is sent. */
export function thumbprintText(
  { caThumbprint, server }: Pick<Enrollment, 'caThumbprint' | 'server'>,
  pool: Pool,
): string | undefined {
  const { byName } = authoritiesOf(pool);
  const own = byName[server.authority ?? 'root-with-registration'];
  switch (caThumbprint) {
    case undefined:
      return undefined;
    case 'root':
      return thumbprintOf(own.root);
    case 'root-in-lower-case':
      return thumbprintOf(own.root).toLowerCase();
    case 'intermediate':
      return thumbprintOf(own.issuer.certificate);
    case 'another':
      return thumbprintOf(server.authority === 'another' ? byName.root.root : byName.another.root);
    case 'first-digit-changed':
      return otherDigit(thumbprintOf(own.root)[0]) + thumbprintOf(own.root).slice(1);
    case 'last-digit-changed':
      return thumbprintOf(own.root).slice(0, -1) + otherDigit(thumbprintOf(own.root).at(-1));
    case 'short':
      return thumbprintOf(own.root).slice(0, 32);
    case 'long':
      return `${thumbprintOf(own.root)}00`;
    case 'odd':
      return thumbprintOf(own.root).slice(0, 39);
    case 'not-hex':
      return `${thumbprintOf(own.root).slice(0, 39)}G`;
    case 'with-blanks':
      return thumbprintOf(own.root).replace(/..(?=.)/g, '$& ');
    case 'with-colons':
      return thumbprintOf(own.root).replace(/..(?=.)/g, '$&:');
    case 'empty':
      return '';
    case 'registration':
      return thumbprintOf(own.responder.certificate);
  }
}

function otherDigit(digit: string | undefined): string {
  return digit === '0' ? '1' : '0';
}
