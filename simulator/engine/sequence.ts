import { isSuccess } from '../../csp/statuses.ts';
import type { ContainerCommand } from '../../syncml/message.ts';
import { notExecuted, type Execution } from './execution.ts';
import type { CommandContext } from './provider.ts';
import { wholeCommand, type Report } from './report.ts';

/**
 * Executes the members of a Sequence in their order (OMA RepPro, Sequence). The Sequence itself succeeds once it has
 * begun; what follows a member that failed is A-58.
 */
export function executeSequence(
  sequence: ContainerCommand,
  context: CommandContext,
  execution: Execution,
): Report {
  const { rules } = execution.device;
  const reports: Report[] = [];
  let aborted = false;
  for (const command of rules.sequenceOrder(sequence.commands)) {
    const report: Report | undefined = aborted
      ? notExecuted(command, rules.statuses['not-executed'], execution)
      : execution.execute(command, context);
    if (report === undefined) continue;
    reports.push(report);
    aborted ||= !rules.sequenceGoesOn && report.items.some(({ status }) => !isSuccess(status));
  }
  return wholeCommand(sequence, '200', reports);
}
