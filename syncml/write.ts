import { indexOfIllegalCharacter, isLocalName } from './escape.ts';
import { markupOf, type Markup } from './markup.ts';
import type { Message, UnknownCommand } from './message.ts';
import { isCommandName, isExpectedChild, syncMLNamespace } from './vocabulary.ts';
import { allCommands } from './walk.ts';

/** A message that no text can say; the message of the error tells what to change. */
export class UnwritableMessage extends Error {}

/**
 * The canonical text of a message: no XML declaration (so it is UTF-8 when sent as bytes), nothing between elements,
 * `<Final/>` for what is empty, xmlns on every child of Meta. readSyncML reads the same message from it.
 *
 * @throws UnwritableMessage where a text holds a character that XML can not carry, or where a name or namespace would be
 * read as something else
 */
export function writeSyncML(message: Message): string {
  return write(message, compact);
}

/**
 * The same message for people: one line for each element that holds text, nested ones indented by two blanks. Texts
 * are unchanged, so this too reads back to the same message.
 *
 * @throws UnwritableMessage as writeSyncML
 */
export function formatSyncML(message: Message): string {
  return write(message, (element) => indented(element, '')).trimEnd();
}

function write(message: Message, render: (element: Markup) => string): string {
  refuseMisreading(message);
  const roots = markupOf(message);
  const text = roots.map(render).join('');
  if (indexOfIllegalCharacter(text) !== -1) throw illegalCharacter(roots);
  return text;
}

function compact({ name, attributes, content }: Markup): string {
  if (content.length === 0) return `<${name}${attributes}/>`;
  if (typeof content === 'string') return `<${name}${attributes}>${content}</${name}>`;
  let inner = '';
  for (const element of content) inner += compact(element);
  return `<${name}${attributes}>${inner}</${name}>`;
}

function indented(element: Markup, indent: string): string {
  const { name, attributes, content } = element;
  if (typeof content === 'string' || content.length === 0) return `${indent}${compact(element)}\n`;
  const inner = content.map((child) => indented(child, `${indent}  `)).join('');
  return `${indent}<${name}${attributes}>\n${inner}${indent}</${name}>\n`;
}

/** Refuses what well-formed text could say but its reader would understand differently. */
function refuseMisreading(message: Message): void {
  const { shape, namespace, commands } = message;
  refuseNamespace(namespace);
  if (shape === 'fragment' && !commands.some(({ kind }) => kind !== 'Unknown')) {
    throw new UnwritableMessage(
      'a fragment needs a command that SyncML knows, or nobody takes it for SyncML',
    );
  }
  const placed = allCommands(message);
  for (const { command, parent } of placed) {
    if (command.kind !== 'Unknown') continue;
    refuseNamespace(command.namespace);
    if (!isLocalName(command.name)) {
      throw new UnwritableMessage(`${JSON.stringify(command.name)} is no name of an XML element`);
    }
    const container = parent === undefined ? undefined : placed[parent]?.command.kind;
    if (isKnown(command, container, message)) {
      throw new UnwritableMessage(
        `${command.name} would not be read as an unknown command; give it another name`,
      );
    }
  }
}

/** A default namespace can not be one of the two that XML keeps for itself, and readers trim what they find. */
function refuseNamespace(namespace: string): void {
  const reserved = ['http://www.w3.org/XML/1998/namespace', 'http://www.w3.org/2000/xmlns/'];
  if (reserved.includes(namespace) || namespace !== namespace.trim()) {
    throw new UnwritableMessage(`${JSON.stringify(namespace)} can not be the namespace of an element`);
  }
}

/** Whether a reader would find a meaning in the element, at the place where it would stand. */
function isKnown(
  { name, namespace }: UnknownCommand,
  container: string | undefined,
  message: Message,
): boolean {
  if (container === undefined && message.shape === 'fragment') {
    return isCommandName(name) || name === 'SyncML' || name === 'SyncBody' || name === 'Final';
  }
  const ofSyncML = namespace === message.namespace || namespace === syncMLNamespace;
  return ofSyncML && (isCommandName(name) || isExpectedChild(container ?? 'SyncBody', name));
}

/** Names the element that holds the character, and the command by its CmdID as far as it has one. */
function illegalCharacter(roots: readonly Markup[]): UnwritableMessage {
  let cmdId = '';
  const find = ({ name, attributes, content }: Markup): string | undefined => {
    const texts = typeof content === 'string' ? [attributes, content] : [attributes];
    for (const text of texts) {
      const code = text.codePointAt(indexOfIllegalCharacter(text));
      if (code === undefined) continue;
      const character = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
      const near = cmdId === '' ? '' : `, at or after CmdID ${cmdId}`;
      return `XML can not carry the character ${character} of ${name}${near}; such a text can only be sent as bytes`;
    }
    if (typeof content === 'string') {
      if (name === 'CmdID') cmdId = content;
      return undefined;
    }
    return firstOf(content, find);
  };
  return new UnwritableMessage(firstOf(roots, find) ?? 'XML can not carry a character of this message');
}

function firstOf<Value, Found>(
  values: readonly Value[],
  find: (value: Value) => Found | undefined,
): Found | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
