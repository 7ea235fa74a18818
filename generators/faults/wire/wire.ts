import type { Breach, Intent } from '../../../cases/intent.ts';
import type { RequirementId } from '../../../csp/requirements.ts';
import { allCommands, isTreeCommand } from '../../../syncml/walk.ts';
import type { Command, Message } from '../../../syncml/message.ts';
import { writeSyncML } from '../../../syncml/write.ts';
import { requestAddress } from '../../address.ts';
import { add } from '../../command.ts';
import { broken, valid } from '../../intent.ts';
import type { Fault } from '../fault.ts';

/** A message on its way to bytes: faults change the message, the text that it is written as, or the bytes. */
export interface Wire {
  readonly message: Message;
  readonly edits: readonly ((text: string) => string)[];
  readonly encode: (text: string) => Uint8Array;
}

/**
 * What a fault makes of a document. `malformed`: no well-formed XML any more. `forbidden`: well-formed, with a DTD,
 * which SyncML does not allow. `irregular`: XML as it should be, SyncML as it should not. `legal`: unusual, and right.
 */
export type Nature = 'malformed' | 'forbidden' | 'irregular' | 'legal';

export interface WireFault extends Fault<Wire> {
  readonly nature: Nature;
  /**
   * How it shows to a proofreader of SyncML; nothing where it is within the content model and only a device minds, such
   * as a slash at the end of a LocURI.
   */
  readonly breaches: readonly Breach[];
}

/** A message that is sent as it is. */
export function wireOf(message: Message): Wire {
  return { message, edits: [], encode: (text) => new TextEncoder().encode(text) };
}

/** The bytes, with all that was put in. */
export function bytesOf({ message, edits, encode }: Wire): Uint8Array {
  return encode(edits.reduce((text, edit) => edit(text), writeSyncML(message)));
}

/**
 * A document with faults, and what it is meant to be. Some faults find nothing to change; and of two, one may undo
 * what the other did.
 */
export function withFaults(
  wire: Wire,
  faults: readonly { readonly fault: WireFault; readonly at: number }[],
): { readonly bytes: Uint8Array; readonly intent: Intent } {
  const bytes = bytesOf(faults.reduce((before, { fault, at }) => fault.put(before, at), wire));
  const breaches = [...new Set(faults.flatMap(({ fault }) => fault.breaches))];
  if (breaches.length === 0 || Buffer.compare(bytes, bytesOf(wire)) === 0) return { bytes, intent: valid };
  return { bytes, intent: faults.length > 1 ? { kind: 'perhaps-broken', breaches } : broken(...breaches) };
}

type Described = readonly [
  id: string,
  words: string,
  requirement: RequirementId,
  ...breaches: readonly Breach[],
];

/** A fault that can be said in a message. */
export function inMessage(
  [id, words, requirement, ...breaches]: Described,
  nature: Nature,
  change: (message: Message, at: number) => Message,
): WireFault {
  return {
    id,
    words,
    requirement,
    nature,
    breaches,
    put: (wire, at) => ({ ...wire, message: change(wire.message, at) }),
  };
}

/**
 * A fault that only the text can have.
 * @param prepare gives the message what the edit needs, where it lacks it
 */
export function inText(
  [id, words, requirement, ...breaches]: Described,
  nature: Nature,
  edit: (text: string, at: number) => string,
  prepare: (message: Message) => Message = (message) => message,
): WireFault {
  return {
    id,
    words,
    requirement,
    nature,
    breaches,
    put: (wire, at) => ({
      ...wire,
      message: prepare(wire.message),
      edits: [...wire.edits, (text) => edit(text, at)],
    }),
  };
}

/** A fault that only the bytes can have. */
export function inBytes(
  [id, words, requirement, ...breaches]: Described,
  nature: Nature,
  encode: (text: string, at: number) => Uint8Array,
): WireFault {
  return {
    id,
    words,
    requirement,
    nature,
    breaches,
    put: (wire, at) => ({ ...wire, encode: (text) => encode(text, at) }),
  };
}

/** Changes one of the commands that `chosen` admits, counted around; the message stays where there is none. */
export function withCommand(
  message: Message,
  at: number,
  chosen: (command: Command) => boolean,
  change: (command: Command) => Command,
): Message {
  const candidates = allCommands(message).filter(({ command }) => chosen(command));
  const target = candidates[at % Math.max(1, candidates.length)]?.command;
  const visit = (command: Command): Command => {
    if (command === target) return change(command);
    return command.kind === 'Atomic' || command.kind === 'Sequence'
      ? { ...command, commands: command.commands.map(visit) }
      : command;
  };
  return { ...message, commands: message.commands.map(visit) };
}

/** Whether a command sets a value. */
export function hasData(command: Command): boolean {
  return isTreeCommand(command) && command.items.some(({ data }) => data !== undefined);
}

/** The message with a command that sets a value: one of its own, or else one on a request that nothing else is about. */
export function withSetting(message: Message): Message {
  if (allCommands(message).some(({ command }) => hasData(command))) return message;
  const setting = add(requestAddress('device', 'Extra', 'ContainerName'), 'chr', 'Container');
  return { ...message, commands: [...message.commands, { ...setting, cmdId: freshId(message) }] };
}

/** A CmdID that no command of the message has. */
export function freshId(message: Message): string {
  const used = allCommands(message).map(({ command }) => Number(command.cmdId ?? 0));
  return String(Math.max(0, ...used.filter(Number.isFinite)) + 1);
}

/** Replaces one match of a pattern, counted around; the text stays where nothing matches. */
export function withMatch(
  text: string,
  pattern: RegExp,
  at: number,
  change: (match: RegExpExecArray) => string,
): string {
  const matches = [...text.matchAll(pattern)];
  const match = matches[at % Math.max(1, matches.length)];
  if (match === undefined) return text;
  return text.slice(0, match.index) + change(match) + text.slice(match.index + match[0].length);
}
