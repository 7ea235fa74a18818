import type { Command } from '../../syncml/message.ts';
import { alertFault } from './alert.ts';
import { executeAtomic } from './atomic.ts';
import { cmdIdFaults } from './command-ids.ts';
import { notExecuted, type Execution, type ReplySpace } from './execution.ts';
import type { Device } from './device-parts.ts';
import type { NodeDefinition } from './provider.ts';
import { wholeCommand, type Report } from './report.ts';
import { executeSequence } from './sequence.ts';
import { executeTreeCommand, prepare } from './tree-command.ts';

/**
 * Executes the commands of a message in their order. One report for each that is answered, the members of a
 * container inside the container's.
 * @param root the definition above all providers
 */
export function executeCommands(
  commands: readonly Command[],
  device: Device,
  root: NodeDefinition,
): readonly Report[] {
  const { statuses, elementFault } = device.rules;
  const idFaults = cmdIdFaults(commands, device.rules);
  const execution: Execution = {
    device,
    root,
    replySpace: replySpaceOf(device.limits.reply),
    formFault: (command) => elementFault(command) ?? idFaults.get(command),
    execute: (command, context, prepared) => {
      // Nothing inside a container without CmdID is executed; its members are answered all the same.
      if (idFaults.has(command)) return notExecuted(command, statuses['not-executed'], execution);
      switch (command.kind) {
        case 'Atomic':
          return executeAtomic(command, execution);
        case 'Sequence':
          return executeSequence(command, context, execution);
        case 'Alert': {
          const refusal = alertFault(command);
          return wholeCommand(command, refusal === undefined ? '200' : statuses[refusal]);
        }
        case 'Status':
        case 'Results':
          // Answers are not answered (OMA RepPro, Status).
          return undefined;
        case 'Unknown': {
          const refusal = elementFault(command);
          return wholeCommand(command, refusal === undefined ? '200' : statuses[refusal]);
        }
        case 'Add':
        case 'Replace':
        case 'Delete':
        case 'Get':
        case 'Exec':
          return executeTreeCommand(prepared ?? prepare(command, device, root), context, execution);
      }
    },
  };
  return commands.flatMap((command) => execution.execute(command, undefined) ?? []);
}

function replySpaceOf(length: number): ReplySpace {
  let left = length;
  return {
    take: (text) => {
      if (text.length > left) return false;
      left -= text.length;
      return true;
    },
  };
}
