import type { Scope } from '../../cases/case.ts';
import type { AnswerKey } from '../../csp/ambiguities.ts';
import type { RequirementId } from '../../csp/requirements.ts';
import type { Pool } from '../../pki/pool.ts';
import type { Command, TreeCommand } from '../../syncml/message.ts';
import { requestAddress } from '../address.ts';
import { add, atomic, command } from '../command.ts';
import type { Draft } from '../draft.ts';
import { openPfx, pfxOf, type PfxFixture } from '../fixtures.ts';

/**
 * A case that asks open questions of the specification so that the answers show, whatever the device answers to all the
 * others. Other cases ask many at once, as payloads in the field do, and what is seen has more than one explanation.
 *
 * What makes an answer certain is always the same: what is asked stands alone in an Atomic, where a setting may stand
 * on every device and a failure has one member to speak of; and what the rest depends on, such as the
 * Formats that the device takes, is found out in the same case before.
 */
export interface Probe {
  /** The questions that it answers, on every device on which they are not moot. */
  readonly asks: readonly [AnswerKey, ...AnswerKey[]];
  /** Last part of the case's id, where several probes ask the same first question. */
  readonly variant?: string;
  /** The requirement that it is a case of. */
  readonly requirement: RequirementId;
  /** Nothing is asked of the requirement that it forbids; else some devices refuse what is asked. */
  readonly positive?: true;
  /** It sends documents that are not built as SyncML has it. */
  readonly irregular?: true;
  /** What is done, without a full stop. */
  readonly title: string;
  readonly steps: (pool: Pool) => Pick<Draft, 'parts'> & Partial<Pick<Draft, 'device' | 'watched'>>;
}

/** One command in an Atomic of its own. */
export function alone(...commands: readonly Command[]): Command {
  return atomic(commands);
}

export function eachAlone(commands: readonly Command[]): readonly Command[] {
  return commands.map((one) => alone(one));
}

/**
 * Whether a failed Atomic names the member at fault (A-03/blame): the second Add can only be answered with 418, or as
 * the first member of any Atomic that fails. Without it, no status of a member tells anything for certain.
 */
export const findBlame: readonly Command[] = eachAlone([
  add(requestAddress('device', 'Twice'), 'node'),
  add(requestAddress('device', 'Twice'), 'node'),
]);

/** Formats of the blob that some device takes; the last one is none at all. */
const blobFormats = ['chr', 'b64', 'bin', undefined] as const;

/** The blob of a request in every Format, each alone: the first that the device takes triggers the install. */
export function inEveryFormat(
  verb: 'Add' | 'Replace',
  uniqueId: string,
  base64: string,
  scope: Scope = 'device',
): readonly TreeCommand[] {
  const address = requestAddress(scope, uniqueId, 'PFXCertBlob');
  return blobFormats.map((format) => command(verb, address, format, base64));
}

/** Installs that succeed if only the device takes the Format of their blob: then it is known which ones it takes. */
export function findFormats(pool: Pool): readonly Command[] {
  return blobFormats.flatMap((format) => {
    const uniqueId = `In-${format ?? 'none'}`;
    const address = requestAddress('device', uniqueId, 'PFXCertBlob');
    const blob = pfxOf(pool, { ...openPfx, index: 2 });
    return [
      atomic(request(uniqueId, { KeyLocation: '3', PFXKeyExportable: 'false' })),
      alone(add(address, format, blob)),
    ];
  });
}

/** What the answers of an install depend on, found out before it. */
export function findWhatInstallsDependOn(pool: Pool): readonly Command[] {
  return [...findBlame, ...findFormats(pool)];
}

/** An install with the blob in every Format, which goes on where the device takes one of them. */
export function installed(
  pool: Pool,
  uniqueId: string,
  settings: Settings = plain,
  pfx: PfxFixture = openPfx,
): readonly Command[] {
  return [
    alone(...request(uniqueId, settings)),
    ...eachAlone(inEveryFormat('Add', uniqueId, pfxOf(pool, pfx))),
  ];
}

const formats = {
  KeyLocation: 'int',
  ContainerName: 'chr',
  PFXCertPassword: 'chr',
  PFXCertPasswordEncryptionType: 'int',
  PFXKeyExportable: 'bool',
} as const;

/** The settings of a PFX install that probes use, by name. */
export type Settings = Readonly<Partial<Record<keyof typeof formats, string>>>;

/** Settings that hold on every device and ask no question. */
export const plain = { KeyLocation: '3', PFXKeyExportable: 'false' } as const satisfies Settings;

/** Add of a request and then of its settings. */
export function request(
  uniqueId: string,
  settings: Settings,
  scope: Scope = 'device',
): readonly TreeCommand[] {
  return [add(requestAddress(scope, uniqueId), 'node'), ...set('Add', uniqueId, settings, scope)];
}

/** Add or Replace of each setting. */
export function set(
  verb: 'Add' | 'Replace',
  uniqueId: string,
  settings: Settings,
  scope: Scope = 'device',
): readonly TreeCommand[] {
  return Object.entries(settings).map(([name, text]) =>
    command(verb, requestAddress(scope, uniqueId, name), formats[name as keyof typeof formats], text),
  );
}

/** PFX requests of the device whose Status and Thumbprint are looked at in the end. */
export function watching(...uniqueIds: readonly string[]): Draft['watched'] {
  return uniqueIds.map((uniqueId) => ({ prefix: 'device', uniqueId }));
}
