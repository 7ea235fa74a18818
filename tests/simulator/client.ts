import type { Answers, Preparation, Scope } from '../../cases/case.ts';
import type { StoreEntry } from '../../cases/observation.ts';
import { defaultEdition } from '../../csp/editions.ts';
import { createDevice, type DeviceParts } from '../../simulator/device.ts';
import type { Message, StatusCommand } from '../../syncml/message.ts';
import { readSyncML } from '../../syncml/read.ts';

/** A command to be written; `cmdId` null leaves the element out, undefined numbers it by its place. */
export interface Sent {
  readonly kind: string;
  readonly cmdId?: string | null;
  readonly items?: readonly SentItem[];
  readonly members?: readonly Sent[];
  /** Text put into the command as it is, after its CmdID. */
  readonly raw?: string;
}

export interface SentItem {
  readonly target?: string;
  readonly format?: string;
  readonly data?: string;
  readonly cdata?: boolean;
}

export const csp = './Device/Vendor/MSFT/ClientCertificateInstall';
export const userCsp = './User/Vendor/MSFT/ClientCertificateInstall';

/** Format of each leaf that a test sets; chr for what is not named. */
const formats: Readonly<Record<string, string>> = {
  KeyLocation: 'int',
  PFXCertBlob: 'b64',
  PFXCertPasswordEncryptionType: 'int',
  PFXKeyExportable: 'bool',
  KeyUsage: 'int',
  KeyProtection: 'int',
  RetryDelay: 'int',
  RetryCount: 'int',
  KeyLength: 'int',
  ValidPeriodUnits: 'int',
};

function formatOf(target: string): string {
  const name = target.split('/').at(-1) ?? '';
  const depth = target.replace(/^\.\/(Device|User)\//i, './').split('/').length;
  return formats[name] ?? (depth === 6 || name === 'Install' ? 'node' : 'chr');
}

export function add(target: string, data = '', format: string | undefined = formatOf(target)): Sent {
  return { kind: 'Add', items: [item(target, data, format)] };
}

export function replace(target: string, data = '', format: string | undefined = formatOf(target)): Sent {
  return { kind: 'Replace', items: [item(target, data, format)] };
}

export function withoutFormat(command: Sent): Sent {
  return { ...command, items: (command.items ?? []).map(({ format: _, ...rest }) => rest) };
}

function item(target: string, data: string, format: string | undefined): SentItem {
  return format === undefined ? { target, data } : { target, data, format };
}

export const get = (...targets: readonly string[]): Sent => onTargets('Get', targets);
export const remove = (...targets: readonly string[]): Sent => onTargets('Delete', targets);
export const execute = (...targets: readonly string[]): Sent => onTargets('Exec', targets);
export const atomic = (...members: readonly Sent[]): Sent => ({ kind: 'Atomic', members });
export const sequence = (...members: readonly Sent[]): Sent => ({ kind: 'Sequence', members });

function onTargets(kind: string, targets: readonly string[]): Sent {
  return { kind, items: targets.map((target) => ({ target })) };
}

/** What a device answered, taken apart. */
export class Reply {
  readonly message: Message;

  constructor(bytes: Uint8Array | undefined) {
    if (bytes === undefined) throw new Error('the device gave no answer');
    const read = readSyncML(bytes);
    if (!read.ok) throw new Error(`the answer can not be read: ${read.error.reason}`);
    this.message = read.message;
  }

  get statuses(): readonly StatusCommand[] {
    return this.message.commands.filter((command) => command.kind === 'Status');
  }

  /** Status of SyncHdr. */
  get header(): string {
    return this.codes('0');
  }

  /** Codes of all commands but SyncHdr, in the order of the answer, parted by blanks. */
  get all(): string {
    return this.statuses
      .slice(1)
      .map(({ data }) => data?.text)
      .join(' ');
  }

  /** Codes of the Statuses with this CmdRef. */
  codes(cmdRef: string): string {
    return this.statuses
      .filter((status) => status.cmdRef === cmdRef)
      .map(({ data }) => data?.text)
      .join(' ');
  }

  /** Values that Gets brought, in order; node and value formats before them. */
  get results(): readonly { locUri: string; format: string | undefined; text: string | undefined }[] {
    return this.message.commands.flatMap((command) =>
      command.kind === 'Results'
        ? command.items.map(({ source, meta, data }) => ({
            locUri: source?.locUri ?? '',
            format: meta?.format,
            text: data?.text,
          }))
        : [],
    );
  }

  /** The only value that a Get brought; undefined where it brought none. */
  get value(): string | undefined {
    return this.results[0]?.text;
  }
}

export interface Session {
  /** Sends commands in one SyncBody; those without CmdID of their own are numbered in document order from 1. */
  send(...commands: readonly Sent[]): Reply;
  sendText(text: string): Reply;
  /** Value of a node, or the status that refused it. */
  read(target: string): string;
  stores(): readonly StoreEntry[];
  advance(seconds: number): void;
  removeKeys(scope: Scope): void;
}

export function open(
  answers: Answers = {},
  preparation: Partial<Preparation> = {},
  parts: DeviceParts = {},
): Session {
  const device = createDevice(
    {
      preparation: {
        edition: defaultEdition,
        tpm: true,
        certificates: [],
        helloContainers: [],
        ...preparation,
      },
      answers,
      startsAt: 0,
    },
    parts,
  );
  const sendText = (text: string): Reply => new Reply(device.handle(new TextEncoder().encode(text)));
  const send = (...commands: readonly Sent[]): Reply => sendText(bodyOf(commands));
  return {
    send,
    sendText,
    read: (target) => {
      const reply = send(get(target));
      return reply.codes('1') === '200' ? (reply.value ?? '') : reply.codes('1');
    },
    stores: () => device.stores(),
    advance: (seconds) => {
      device.advance(seconds);
    },
    removeKeys: (scope) => {
      device.removeKeys(scope);
    },
  };
}

/** A bare SyncBody with the commands. */
export function bodyOf(commands: readonly Sent[]): string {
  let next = 0;
  const write = ({ kind, cmdId, items = [], members = [], raw = '' }: Sent): string => {
    next += 1;
    const id = cmdId === null ? '' : `<CmdID>${cmdId ?? String(next)}</CmdID>`;
    const inside = members.map(write).join('');
    return `<${kind}>${id}${raw}${items.map(writeItem).join('')}${inside}</${kind}>`;
  };
  return `<SyncBody xmlns="SYNCML:SYNCML1.2">${commands.map(write).join('')}<Final/></SyncBody>`;
}

function writeItem({ target, format, data, cdata }: SentItem): string {
  const parts = [
    target === undefined ? '' : `<Target><LocURI>${escape(target)}</LocURI></Target>`,
    format === undefined ? '' : `<Meta><Format xmlns="syncml:metinf">${format}</Format></Meta>`,
    data === undefined ? '' : `<Data>${cdata === true ? `<![CDATA[${data}]]>` : escape(data)}</Data>`,
  ];
  return `<Item>${parts.join('')}</Item>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
