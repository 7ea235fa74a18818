import type { Answers } from '../cases/case.ts';
import type { RequirementId } from '../csp/requirements.ts';
import type { Asking } from './asking.ts';
import type { Clue, CommandReference, Expectation, Reason, StatusExpectation } from './expectation.ts';
import type { Admitted } from './admitted.ts';
import type { Request, RequestCommand, RequestItem } from './request.ts';
import type { State } from './state.ts';
import type { Device } from './device.ts';

/**
 * One way through one message, while it is followed. The only thing in the oracle that changes: `explore` makes a
 * new one for each way, and what is left at its end is an outcome.
 */
export interface Run {
  readonly request: Request;
  readonly device: Device;
  readonly asking: Asking;
  /** Before the message. */
  readonly before: State;
  state: State;
  readonly expectations: Expectation[];
  readonly exercised: Set<RequirementId>;
  /** Compares with what was seen, where something was seen already. */
  readonly watcher: Watcher | undefined;
}

/** Follows one way with the reply at hand. */
export interface Watcher {
  /** Whether an expectation agrees with what was seen. */
  agrees(expectation: Expectation): boolean;
  /** The answers with those that the reply gives; undefined where the two contradict each other. */
  complete(answers: Answers): Answers | undefined;
}

/** Thrown to give up a way whose expectations do not agree with what was seen. */
export const disagreement = new Error('this way does not agree with what was seen');

/** What a command of the request is called in an expectation. */
export function referenceTo(command: RequestCommand, item?: RequestItem): CommandReference {
  const { index, name, cmdId, line } = command;
  return {
    index,
    name,
    ...(cmdId === undefined ? {} : { cmdId }),
    ...(item?.locUri === undefined ? {} : { locUri: item.locUri }),
    ...(item === undefined || command.items.length < 2 ? {} : { item: item.item }),
    ...(line === undefined ? {} : { line }),
  };
}

export interface ExpectedStatus extends Admitted {
  readonly reason: Reason;
  readonly optional?: boolean;
  readonly clue?: Clue;
}

/** Notes the status that a command has to get; with NoResp, any or none. */
export function expectStatus(
  run: Run,
  command: RequestCommand,
  item: RequestItem | undefined,
  expected: ExpectedStatus,
): void {
  const { statuses, settles, reason, optional, clue } = expected;
  const free = command.noResp || run.request.noResp;
  const expectation: StatusExpectation = {
    kind: 'status',
    command: referenceTo(command, item),
    statuses: free ? { kind: 'any' } : statuses,
    ...(optional === true || free ? { optional: true } : {}),
    ...(settles === undefined || free ? {} : { settles }),
    ...(clue === undefined ? {} : { clue }),
    reason,
  };
  expect(run, expectation);
}

/** Notes an expectation and that its requirement is exercised. */
export function expect(run: Run, expectation: Exclude<Expectation, { kind: 'stores' | 'scep-log' }>): void {
  if (run.watcher?.agrees(expectation) === false) throw disagreement;
  run.expectations.push(expectation);
  run.exercised.add(expectation.reason.requirement);
  const { success } = expectation.reason.breaks ?? {};
  if (expectation.kind === 'status' && success !== undefined) run.exercised.add(success);
}
