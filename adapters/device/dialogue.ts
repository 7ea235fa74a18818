import { escapeText } from '../../syncml/escape.ts';
import type { Message } from '../../syncml/message.ts';
import { readSyncML } from '../../syncml/read.ts';
import { TargetFailure } from '../target.ts';
import type { Applied, DeviceConnection } from './connection.ts';
import { explainHresult } from './hresult.ts';

/** A command of the suite's own, in the order in which it is sent; its CmdID is its place, counted from 1. */
export interface OwnCommand {
  readonly verb: 'Add' | 'Get' | 'Delete';
  readonly address: string;
  /** Format of an added node. */
  readonly format?: 'node' | 'int';
  readonly value?: string;
}

/** What the machine said to one of them. */
export interface OwnAnswer {
  /** Status code; undefined where there is none. */
  readonly code?: string;
  /** Data of the Results. */
  readonly value?: string;
}

/** Sends commands of the suite's own in one SyncBody. @throws TargetFailure where the call fails */
export async function ask(
  connection: Pick<DeviceConnection, 'apply'>,
  commands: readonly OwnCommand[],
  patience: number,
): Promise<readonly OwnAnswer[]> {
  if (commands.length === 0) return [];
  const body = `<SyncBody>${commands.map((command, index) => markupOf(command, index + 1)).join('')}<Final/></SyncBody>`;
  const answers = answersIn(succeeded(await connection.apply(body, patience)));
  return commands.map((_, index) => answers(String(index + 1)));
}

/** One command as markup. */
export function markupOf({ verb, address, format, value }: OwnCommand, cmdId: number): string {
  const meta = format === undefined ? '' : `<Meta><Format xmlns="syncml:metinf">${format}</Format></Meta>`;
  const data = value === undefined ? '' : `<Data>${escapeText(value)}</Data>`;
  return `<${verb}><CmdID>${cmdId}</CmdID><Item><Target><LocURI>${escapeText(address)}</LocURI></Target>${meta}${data}</Item></${verb}>`;
}

/** The document that came back; '' where there was none. @throws TargetFailure where the call failed */
export function succeeded({ hresult, result = '' }: Applied): string {
  if (hresult === 0) return result;
  throw new TargetFailure('transport', explainHresult('ApplyLocalManagementSyncML', hresult));
}

/** Answers by CmdRef, never by place (device-and-mdm.md, 1.5). */
export function answersIn(result: string): (cmdRef: string) => OwnAnswer {
  const read = readSyncML(result);
  const commands: Message['commands'] = read.ok ? read.message.commands : [];
  return (cmdRef) => {
    let code: string | undefined;
    let value: string | undefined;
    for (const command of commands) {
      if (command.kind === 'Status' && command.cmdRef === cmdRef) code ??= command.data?.text.trim();
      if (command.kind === 'Results' && command.cmdRef === cmdRef) value ??= command.items[0]?.data?.text;
    }
    return { ...(code === undefined ? {} : { code }), ...(value === undefined ? {} : { value }) };
  };
}
