import { isSuccess } from '../../csp/statuses.ts';
import { isTreeCommand } from '../../syncml/walk.ts';
import type { Command, ContainerCommand } from '../../syncml/message.ts';
import { notExecuted, type Execution } from './execution.ts';
import type { AtomicContext, PlannedMember } from './provider.ts';
import type { Refusal } from './refusals.ts';
import { wholeCommand, type ItemReport, type Report } from './report.ts';
import { prepare, type PreparedCommand } from './tree-command.ts';

interface Member {
  readonly command: Command;
  /** Why the member may not stand where it stands; known without executing anything. */
  readonly fault: Refusal | undefined;
  readonly prepared?: PreparedCommand;
}

type Run = { readonly kind: 'all-done'; readonly reports: readonly Report[] } | Failure;

interface Failure {
  readonly kind: 'failed';
  readonly member: number;
  /** What the member at fault is answered with. */
  readonly items: readonly ItemReport[];
  /** How many members had been executed when the fault came out. */
  readonly executed: number;
}

/**
 * Executes an Atomic: all members or none (MS-MDM 2.2.7.3, 3.1.5.1.3; OMA RepPro, Atomic). After a failure tree and
 * stores are as before, the Atomic has a status of its own, and each member one that tells its fate.
 */
export function executeAtomic(atomic: ContainerCommand, execution: Execution): Report {
  const { rules, tree, provider } = execution.device;
  const members = atomic.commands.map((command) => memberOf(command, execution));
  const rollBack = { tree: tree.checkpoint(), provider: provider.checkpoint() };
  const fail = (failure: Failure): Report => {
    rules.undo(rollBack);
    return failedAtomic(atomic, members, failure, execution);
  };

  if (rules.checksAtomicFirst) {
    const rehearsal = run(members, true, execution);
    rollBack.tree();
    rollBack.provider();
    if (rehearsal.kind === 'failed') return fail({ ...rehearsal, executed: 0 });
  }
  const result = run(members, false, execution);
  if (result.kind === 'failed') return fail(result);
  const failure = provider.commit();
  if (failure !== undefined) {
    const items = [{ status: rules.statuses[failure.refusal] }];
    return fail({ kind: 'failed', member: failure.member, items, executed: members.length });
  }
  provider.settled();
  return wholeCommand(atomic, '200', result.reports);
}

function memberOf(command: Command, execution: Execution): Member {
  const fault = execution.formFault(command) ?? execution.device.rules.memberFault(command);
  if (fault !== undefined || !isTreeCommand(command)) return { command, fault };
  return { command, fault, prepared: prepare(command, execution.device, execution.root) };
}

function run(members: readonly Member[], rehearsal: boolean, execution: Execution): Run {
  const planned = members.map(({ prepared }) => plannedMember(prepared));
  const reports: Report[] = [];
  for (const [index, { command, fault, prepared }] of members.entries()) {
    const context: AtomicContext = { member: index, members: planned, rehearsal };
    const report =
      fault === undefined
        ? execution.execute(command, context, prepared)
        : wholeCommand(command, execution.device.rules.statuses[fault]);
    if (report === undefined) continue;
    if (report.items.some(({ status }) => !isSuccess(status))) {
      return { kind: 'failed', member: index, items: report.items, executed: index };
    }
    reports.push(report);
  }
  return { kind: 'all-done', reports };
}

function plannedMember(prepared: PreparedCommand | undefined): PlannedMember | undefined {
  if (prepared === undefined || typeof prepared.items === 'string') return undefined;
  const places = prepared.items.flatMap(({ request }) =>
    typeof request === 'string' ? [] : [request.place],
  );
  return { verb: prepared.command.kind, places };
}

function failedAtomic(
  atomic: ContainerCommand,
  members: readonly Member[],
  failure: Failure,
  execution: Execution,
): Report {
  const { rules } = execution.device;
  const reports = members.map(({ command, fault }, index) => {
    if (rules.blamesFirstMember) return uniform(command, index === 0 ? '500' : '216');
    if (index === failure.member) return { ...below(command, execution), items: itemsOf(failure, execution) };
    if (fault !== undefined)
      return { ...below(command, execution), items: [{ status: rules.statuses[fault] }] };
    return notExecuted(
      command,
      rules.fateStatus[index < failure.executed ? 'done' : 'not-reached'],
      execution,
    );
  });
  return wholeCommand(atomic, rules.failedAtomic, reports);
}

/** The Items that the member at fault had executed are undone like everything else. */
function itemsOf(failure: Failure, { device }: Execution): readonly ItemReport[] {
  return failure.items.map((item) =>
    isSuccess(item.status) ? { ...item, status: device.rules.fateStatus.done } : item,
  );
}

/** A container that was refused: none of its members is executed. */
function below(command: Command, execution: Execution): Report {
  return notExecuted(command, execution.device.rules.fateStatus['not-reached'], execution);
}

/** As one device was seen to answer: the first member 500, all others 216, whichever was at fault (A-03/blame). */
function uniform(command: Command, status: string): Report {
  const members = command.kind === 'Atomic' || command.kind === 'Sequence' ? command.commands : [];
  return wholeCommand(
    command,
    status,
    members.map((member) => uniform(member, '216')),
  );
}
