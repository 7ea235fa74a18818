import type { Command } from '../../syncml/message.ts';
import type { Refusal } from './refusals.ts';
import type { EngineRules } from './rules.ts';

/**
 * What is wrong with the CmdIDs of a message, by command. Whether an id was used before is decided in document order,
 * a container before its members (MS-MDM 2.2.3.2: unique in the message, never 0).
 */
export function cmdIdFaults(
  commands: readonly Command[],
  rules: Pick<EngineRules, 'cmdIdFault'>,
): ReadonlyMap<Command, Refusal> {
  const faults = new Map<Command, Refusal>();
  const used = new Set<string>();
  const visit = (command: Command): void => {
    const fault = rules.cmdIdFault(command, used.has(command.cmdId ?? ''));
    if (fault !== undefined) faults.set(command, fault);
    if (command.cmdId !== undefined) used.add(command.cmdId);
    if (command.kind === 'Atomic' || command.kind === 'Sequence') command.commands.forEach(visit);
  };
  commands.forEach(visit);
  return faults;
}
