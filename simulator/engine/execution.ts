import type { Command } from '../../syncml/message.ts';
import type { Device } from './device-parts.ts';
import type { CommandContext, NodeDefinition } from './provider.ts';
import type { Refusal } from './refusals.ts';
import { wholeCommand, type Report } from './report.ts';
import type { PreparedCommand } from './tree-command.ts';

/** A budget that the values of one reply draw on. */
export interface ReplySpace {
  /** False where the text does not fit any more. */
  take(text: string): boolean;
}

/** What the execution of one message's commands shares. */
export interface Execution {
  readonly device: Device;
  /** What the values of the reply still may come to. */
  readonly replySpace: ReplySpace;
  /** The definition above all providers. */
  readonly root: NodeDefinition;
  /** What is wrong with a command's form, whatever it says and wherever it stands. */
  readonly formFault: (command: Command) => Refusal | undefined;
  /**
   * Executes any command whose form is in order. Undefined: it is not answered.
   * @param prepared the command as prepare() read it, where that was done before
   */
  readonly execute: (
    command: Command,
    context: CommandContext,
    prepared?: PreparedCommand,
  ) => Report | undefined;
}

/**
 * The report of a command that is not executed because of something around it. A fault of form is answered all the
 * same: a command without CmdID has 400 wherever it stands (R-DM-11, R-DM-12).
 */
export function notExecuted(command: Command, status: string, execution: Execution): Report {
  const fault = execution.formFault(command);
  const members = command.kind === 'Atomic' || command.kind === 'Sequence' ? command.commands : [];
  return wholeCommand(
    command,
    fault === undefined ? status : execution.device.rules.statuses[fault],
    members.map((member) => notExecuted(member, status, execution)),
  );
}
