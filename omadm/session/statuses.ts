import type { AlertCommand, Chal, Command, Message, StatusCommand } from '../../syncml/message.ts';
import type { Unnumbered } from './envelope.ts';

export type OwedStatus = Unnumbered<StatusCommand>;

/** What a Status answers: the message by its MsgID, the command in it by its CmdID and name. */
export interface Reference {
  readonly msgRef: string;
  readonly cmdRef: string;
  readonly cmd: string;
}

export function statusOf(reference: Reference, code: string, chal?: Chal): OwedStatus {
  return {
    kind: 'Status',
    ...reference,
    targetRefs: [],
    sourceRefs: [],
    ...(chal === undefined ? {} : { chal }),
    data: { text: code, cdata: false },
    items: [],
  };
}

/** The first Status of every answer (device-and-mdm.md, 5.2). */
export function headerStatus(msgRef: string, code: string, chal?: Chal): OwedStatus {
  return statusOf({ msgRef, cmdRef: '0', cmd: 'SyncHdr' }, code, chal);
}

/** Alerts that a device may send (device-and-mdm.md, 5.2). */
const deviceAlerts: ReadonlySet<string> = new Set(['1200', '1201', '1222', '1223', '1224', '1225', '1226']);

/**
 * The Statuses that a server owes for the commands of a device's message, in their order. Statuses are not answered,
 * and of Results only a chunk is.
 */
export function statusesFor(message: Message): readonly OwedStatus[] {
  const { header, commands } = message;
  if (header?.noResp === true) return [];
  const msgRef = header?.msgId ?? '';
  return commands.flatMap((command) => {
    const code = codeFor(command);
    if (code === undefined || ('noResp' in command && command.noResp)) return [];
    const cmd = command.kind === 'Unknown' ? command.name : command.kind;
    return [statusOf({ msgRef, cmdRef: command.cmdId ?? '', cmd }, code)];
  });
}

/** A device tells of itself by Alert and Replace; there is nothing that a server would carry out for it. */
function codeFor(command: Command): string | undefined {
  switch (command.kind) {
    case 'Status':
      return undefined;
    case 'Results':
      return hasMoreData(command) ? '213' : undefined;
    case 'Alert':
      return deviceAlerts.has(alertCode(command)) ? '200' : '406';
    case 'Replace':
      return hasMoreData(command) ? '406' : '200';
    case 'Unknown':
      return '400';
    case 'Add':
    case 'Delete':
    case 'Get':
    case 'Exec':
    case 'Atomic':
    case 'Sequence':
      return '406';
  }
}

export function alertCode(alert: AlertCommand): string {
  return alert.data?.text.trim() ?? '';
}

/** Whether an Alert of this code is in a message. */
export function hasAlert(message: Message, code: string): boolean {
  return message.commands.some((command) => command.kind === 'Alert' && alertCode(command) === code);
}

/** Whether the last Item of a command is a chunk that others follow. */
export function hasMoreData(command: Command): boolean {
  return 'items' in command && command.items.at(-1)?.moreData === true;
}

/** The Status that the other side gave to the header of a message. */
export function statusOfHeader(message: Pick<Message, 'commands'>, msgId: string): StatusCommand | undefined {
  return message.commands.find(
    (command): command is StatusCommand =>
      command.kind === 'Status' &&
      command.cmd?.trim() === 'SyncHdr' &&
      command.cmdRef?.trim() === '0' &&
      command.msgRef?.trim() === msgId,
  );
}

export function codeOf(status: StatusCommand | undefined): string {
  return status?.data?.text.trim() ?? '';
}

/** An alert that a message consists of, or holds beside its Statuses. */
export function alert(code: string): Unnumbered<AlertCommand> {
  return { kind: 'Alert', data: { text: code, cdata: false }, items: [] };
}
