import type { Preparation } from '../../../cases/case.ts';
import type { Pool } from '../../../pki/pool.ts';
import type { Command, Message } from '../../../syncml/message.ts';
import { thumbprintText, usualEnrollment, type Enrollment, type ThumbprintChoice } from '../enrollment.ts';

const thumbprints: readonly ThumbprintChoice[] = [
  'root',
  'root-in-lower-case',
  'intermediate',
  'another',
  'short',
];

/**
 * The enrollments that a message makes in the regular way, each in an Atomic that ends with its Exec, as the choices
 * that they come from. Different choices may come to the same payload, such as a root that is its own issuer; all of
 * them are returned.
 */
export function enrollmentsIn(message: Message, device: Preparation, pool: Pool): readonly Enrollment[] {
  return message.commands.flatMap((command) =>
    command.kind === 'Atomic' ? readingsOf(command.commands, device, pool) : [],
  );
}

/** A command on a SCEP request, or on a setting of it. */
interface Part {
  readonly kind: Command['kind'];
  readonly request: string;
  /** '' for the request itself, Enroll for the trigger. */
  readonly name: string;
  readonly text: string;
}

function readingsOf(commands: readonly Command[], device: Preparation, pool: Pool): readonly Enrollment[] {
  const parts = commands.map(partIn);
  const last = parts.at(-1);
  if (last?.kind !== 'Exec' || last.name !== 'Enroll') return [];
  // Anything else in the Atomic may make it fail as a whole.
  const settings = parts.slice(0, -1);
  if (settings.some((part) => part?.kind !== 'Add' || part.request !== last.request)) return [];
  const textOf = (name: string): string | undefined => settings.find((part) => part?.name === name)?.text;

  const [root, uniqueId = ''] = last.request.split('/');
  const url = textOf('ServerURL');
  const server = device.scepServers?.find((one) => one.url === url);
  const sent = textOf('CAThumbprint');
  const known: Enrollment = {
    ...usualEnrollment,
    scope: root === 'User' ? 'user' : 'device',
    uniqueId,
    tpm: device.tpm,
    entraKeyIdentifier: device.entraKeyIdentifier,
    server: server?.script ?? {},
    serverUrl: server === undefined ? url : 'own',
    challenge: textOf('Challenge'),
    ekuMapping: textOf('EKUMapping'),
    keyUsage: textOf('KeyUsage'),
    subjectName: textOf('SubjectName'),
    keyLength: textOf('KeyLength'),
    hashAlgorithm: textOf('HashAlgorithm'),
    caThumbprint: undefined,
    keyProtection: textOf('KeyProtection'),
    containerName: textOf('ContainerName'),
    retryDelay: textOf('RetryDelay'),
    retryCount: textOf('RetryCount'),
    templateName: textOf('TemplateName'),
    subjectAlternativeNames: textOf('SubjectAlternativeNames'),
    validPeriod: textOf('ValidPeriod'),
    validPeriodUnits: textOf('ValidPeriodUnits'),
    customTextToShowInPrompt: textOf('CustomTextToShowInPrompt'),
    aadKeyIdentifierList: textOf('AADKeyIdentifierList'),
    uniqueIdFirst: settings.some((part) => part?.name === ''),
  };
  return thumbprints
    .map((caThumbprint) => ({ ...known, caThumbprint }))
    .filter((enrollment) => thumbprintText(enrollment, pool) === sent);
}

function partIn(command: Command): Part | undefined {
  if (!('items' in command)) return undefined;
  const [item] = command.items;
  const address = /^\.\/(Device|User)\/.*\/SCEP\/([^/]+)(?:\/Install\/([^/]+))?$/.exec(
    item?.target?.locUri ?? '',
  );
  if (address === null) return undefined;
  const [, root = '', uniqueId = '', name = ''] = address;
  return { kind: command.kind, request: `${root}/${uniqueId}`, name, text: item?.data?.text ?? '' };
}
