import type { Payload } from '../cases/case.ts';
import type { Command, Irregularity, Item, Message, Meta } from '../syncml/message.ts';
import { allCommands } from '../syncml/walk.ts';
import { readSyncML, type ReadResult } from '../syncml/read.ts';
import { readAddress, type Address } from './address.ts';

/** A payload as the oracle reads it: once for each step, whatever the number of worlds. */
export interface Request {
  /** Why there is nothing to carry out; undefined where there is. */
  readonly unreadable?: Extract<ReadResult, { ok: false }>['error'];
  readonly shape: Message['shape'];
  /** Of SyncHdr; undefined where it names none. */
  readonly msgId?: string;
  /** NoResp stands in SyncHdr. */
  readonly noResp: boolean;
  /** What may make a device refuse the message as a whole, in words that name the doubt. */
  readonly doubts: readonly string[];
  /** The commands at the top; containers hold theirs. */
  readonly commands: readonly RequestCommand[];
  /** All of them, in document order. */
  readonly all: readonly RequestCommand[];
}

export type CommandName = Command['kind'];

export interface RequestCommand {
  readonly index: number;
  readonly kind: CommandName;
  /** As written, for an element that is no command too. */
  readonly name: string;
  readonly cmdId?: string;
  readonly cmdIdClass: CmdIdClass;
  /** A command before it has the same CmdID. */
  readonly repeated: boolean;
  readonly line?: number;
  readonly noResp: boolean;
  /** Breaches of the content model inside of it that have no rule of their own: a device may refuse the command. */
  readonly doubts: readonly string[];
  readonly items: readonly RequestItem[];
  readonly members: readonly RequestCommand[];
}

/** `odd`: reads as a number to some, and not to others (007, -1). */
export type CmdIdClass = 'number' | 'missing' | 'zero' | 'not-a-number' | 'odd';

export interface RequestItem {
  /** Place among the Items of its command. */
  readonly item: number;
  readonly locUri?: string;
  readonly address: Address;
  /** Of the Item, else of its command. */
  readonly format?: string;
  /** Of the container around, which may cover its members (MS-MDM 2.2.5.3) or not (2.2.7.3). */
  readonly containerFormat?: string;
  /** Text of Data; undefined where there is no Data. */
  readonly text?: string;
  readonly cdata: boolean;
  readonly moreData: boolean;
  /** Data holds elements: what value that makes, nobody says. */
  readonly markup: boolean;
}

/**
 * @param numbering `by-server`: bare commands that all lack a CmdID are a profile, which its MDM server numbers before it
 *   sends it
 */
export function readRequest(payload: Payload, numbering: 'as-sent' | 'by-server' = 'as-sent'): Request {
  const bytes = 'text' in payload ? payload.text : Uint8Array.from(Buffer.from(payload.base64, 'base64'));
  // Text comes from bytes in UTF-8, so what its XML declaration says has to be compared with that.
  const read = readSyncML(typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes);
  if (!read.ok) {
    return { unreadable: read.error, shape: 'message', noResp: false, doubts: [], commands: [], all: [] };
  }
  const { message: sent, irregularities } = read;
  const message = numbering === 'by-server' ? numberedByServer(sent) : sent;
  const reader = new Reader();
  const commands = reader.commandsOf(message.commands, undefined);
  spreadDoubts(reader.all, message, irregularities);
  return {
    shape: message.shape,
    ...(message.header?.msgId === undefined ? {} : { msgId: message.header.msgId }),
    noResp: message.header?.noResp === true,
    doubts: doubtsOfMessage(message, irregularities, bytes),
    commands,
    all: reader.all,
  };
}

function numberedByServer(message: Message): Message {
  const isProfile =
    message.shape === 'fragment' && allCommands(message).every(({ command }) => command.cmdId === undefined);
  if (!isProfile) return message;
  let number = 0;
  const numbered = (command: Command): Command => {
    const cmdId = String(++number);
    return command.kind === 'Atomic' || command.kind === 'Sequence'
      ? { ...command, cmdId, commands: command.commands.map(numbered) }
      : { ...command, cmdId };
  };
  return { ...message, commands: message.commands.map(numbered) };
}

/** Doubts of the whole message: its root, its header, its encoding. */
function doubtsOfMessage(
  message: Message,
  irregularities: readonly Irregularity[],
  bytes: string | Uint8Array,
): readonly string[] {
  const doubts: string[] = [];
  const first = message.commands[0]?.position;
  const inHeader = irregularities.find(({ position }) => first === undefined || isBefore(position, first));
  if (inHeader !== undefined) doubts.push(`a message with ${inHeader.code} before its first command`);
  if (message.shape === 'message' && message.header === undefined) doubts.push('a message without SyncHdr');
  const { verDtd = '1.2', verProto = 'DM/1.2' } = message.header ?? {};
  if (verDtd !== '1.2') doubts.push('a VerDTD other than 1.2');
  if (verProto !== 'DM/1.2') doubts.push('a VerProto other than DM/1.2');
  if (
    typeof bytes !== 'string' &&
    (bytes[0] === 0xfe || bytes[0] === 0xff || bytes[0] === 0 || bytes[1] === 0)
  ) {
    doubts.push('a message in UTF-16');
  }
  return doubts;
}

/** Reads commands in document order; `all` takes each before its members. */
class Reader {
  readonly all: Draft<RequestCommand>[] = [];
  private readonly cmdIds = new Set<string>();

  commandsOf(commands: readonly Command[], meta: Meta | undefined): readonly RequestCommand[] {
    return commands.map((command) => this.commandOf(command, meta));
  }

  private commandOf(command: Command, containerMeta: Meta | undefined): RequestCommand {
    const read: Draft<RequestCommand> = {
      index: this.all.length,
      kind: command.kind,
      name: command.kind === 'Unknown' ? command.name : command.kind,
      ...(command.cmdId === undefined ? {} : { cmdId: command.cmdId }),
      cmdIdClass: classOfCmdId(command.cmdId),
      repeated: this.repeats(command.cmdId),
      ...(command.position === undefined ? {} : { line: command.position.line }),
      noResp: 'noResp' in command && command.noResp,
      doubts: [],
      items: [],
      members: [],
    };
    this.all.push(read);
    if (command.kind === 'Atomic' || command.kind === 'Sequence') {
      const covering = command.meta?.format === undefined ? containerMeta : command.meta;
      read.members = this.commandsOf(command.commands, covering);
    } else if ('items' in command) {
      const meta = 'meta' in command ? command.meta : undefined;
      read.items = command.items.map((item, place) => itemOf(item, place, meta, containerMeta));
    }
    return read;
  }

  private repeats(cmdId: string | undefined): boolean {
    if (cmdId === undefined || cmdId === '') return false;
    const repeats = this.cmdIds.has(cmdId);
    this.cmdIds.add(cmdId);
    return repeats;
  }
}

/** Gives each command the irregularities that stand between its start and that of the next command. */
function spreadDoubts(
  all: readonly Draft<RequestCommand>[],
  message: Message,
  irregularities: readonly Irregularity[],
): void {
  const left = irregularities.filter(({ code }) => !codesWithRules.has(code));
  if (left.length === 0) return;
  const starts = allCommands(message).map(({ command }) => command.position);
  for (const { code, position } of left) {
    const place = starts.findLastIndex((start) => start !== undefined && !isBefore(position, start));
    const command = all[place];
    const doubt = `a command with ${code}`;
    if (command === undefined || command.doubts.includes(doubt)) continue;
    command.doubts = [...command.doubts, doubt];
    if (code === 'markup-in-data') {
      command.items = command.items.map((item) =>
        item.text?.includes('<') === true ? { ...item, markup: true } : item,
      );
    }
  }
}

type Draft<T> = { -readonly [Key in keyof T]: T[Key] };

/** Irregularities that rules of the oracle look at themselves. */
const codesWithRules: ReadonlySet<Irregularity['code']> = new Set([
  'missing-cmdid',
  'duplicate-cmdid',
  'zero-cmdid',
]);

function isBefore(first: Irregularity['position'], second: Irregularity['position']): boolean {
  return first.line < second.line || (first.line === second.line && first.column < second.column);
}

function classOfCmdId(cmdId: string | undefined): CmdIdClass {
  if (cmdId === undefined || cmdId === '') return 'missing';
  if (cmdId === '0') return 'zero';
  if (/^[1-9]\d*$/.test(cmdId)) return 'number';
  return /^\s*[+-]?\d+(\.\d+)?\s*$/.test(cmdId) ? 'odd' : 'not-a-number';
}

function itemOf(
  item: Item,
  place: number,
  meta: Meta | undefined,
  containerMeta: Meta | undefined,
): RequestItem {
  const format = item.meta?.format ?? meta?.format;
  return {
    item: place,
    ...(item.target === undefined ? {} : { locUri: item.target.locUri }),
    address: readAddress(item.target?.locUri),
    ...(format === undefined ? {} : { format }),
    ...(containerMeta?.format === undefined ? {} : { containerFormat: containerMeta.format }),
    ...(item.data === undefined ? {} : { text: item.data.text }),
    cdata: item.data?.cdata === true,
    moreData: item.moreData === true,
    markup: false,
  };
}
