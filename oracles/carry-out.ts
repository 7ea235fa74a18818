import { admits, anyFailure, anyStatus, codes, type Admitted } from './admitted.ts';
import { assumeThisTime, thisTime } from './asking.ts';
import { carryOutAtomic } from './atomic.ts';
import { outsideAtomic, type Surroundings } from './attempt.ts';
import { commandRefusal } from './command-refusal.ts';
import type { Deed } from './deed.ts';
import type { Reason } from './expectation.ts';
import { perform } from './perform.ts';
import type { RequestCommand, RequestItem } from './request.ts';
import { reasonOf } from './rule.ts';
import { containerRules } from './rules/containers.ts';
import { answered } from './rules/messages.ts';
import { expect, expectStatus, referenceTo, type Run } from './run.ts';
import { slotsOf } from './slots.ts';

const inSequence: Surroundings = { ...outsideAtomic, sequence: true };

/** Carries out a command at the top of a message, and notes how it is answered. */
export function carryOut(run: Run, command: RequestCommand): void {
  if (run.state.lost) expectAnything(run, command);
  else carryOutIn(run, command, outsideAtomic);
}

/** @returns whether it succeeded; undefined where the reply alone will tell */
function carryOutIn(run: Run, command: RequestCommand, surroundings: Surroundings): boolean | undefined {
  if (command.kind === 'Atomic') return carryOutAtomic(run, command);
  const refusal = commandRefusal(run, command);
  if (refusal !== undefined) {
    expectStatus(run, command, undefined, refusal);
    for (const { command: member, item } of slotsOf(command)) {
      expectStatus(run, member, item, { statuses: anyFailure, reason: refusal.reason, optional: true });
    }
    return false;
  }
  const { kind } = command;
  switch (kind) {
    case 'Sequence':
      return carryOutSequence(run, command);
    case 'Add':
    case 'Replace':
    case 'Delete':
    case 'Get':
    case 'Exec': {
      if (command.items.length === 0) {
        expectAnything(run, command);
        return undefined;
      }
      const outcomes = command.items.map((item) => {
        const deed = perform(run, { ...command, kind }, item, surroundings);
        return expectDeed(run, command, item, deed, surroundings);
      });
      return outcomes.every((done) => done === true)
        ? true
        : outcomes.includes(undefined)
          ? undefined
          : false;
    }
    // The server answers the device with Status and Results, which are not answered again.
    case 'Status':
    case 'Results':
      expectStatus(run, command, undefined, { statuses: anyStatus, reason: unspecified, optional: true });
      return undefined;
    case 'Alert':
    case 'Unknown':
      expectAnything(run, command);
      return undefined;
  }
}

const unspecified: Reason = { ...reasonOf(answered), because: 'no document says what comes of it' };

/** The members in order. Whether one that fails ends the Sequence is A-58. */
function carryOutSequence(run: Run, sequence: RequestCommand): boolean | undefined {
  const reason = reasonOf(containerRules.inOrder);
  let allDone: boolean | undefined = true;
  let aborted = false;
  for (const [place, member] of sequence.members.entries()) {
    if (aborted) {
      expectNotExecuted(run, member, reason);
      continue;
    }
    const done = carryOutIn(run, member, inSequence);
    if (done !== true) allDone = done === false ? false : allDone === false ? false : undefined;
    const isLast = place === sequence.members.length - 1;
    if (!isLast && mayHaveFailed(run, member, done)) aborted = run.asking.answer('A-58') === '215';
  }
  // RepPro: 200 once it has begun; some may answer for what failed in it.
  const statuses = allDone === true && sequence.members.length > 0 ? codes('200') : anyStatus;
  expectStatus(run, sequence, undefined, { statuses, reason });
  return allDone;
}

/** Of a command that no document speaks of, the Sequence goes on as if it had failed, or had not. */
function mayHaveFailed(run: Run, { name, index }: RequestCommand, done: boolean | undefined): boolean {
  if (done !== undefined) return !done;
  const doubt = `${thisTime}command ${index + 1} of the message, ${name}, in a Sequence`;
  return run.asking.assume(doubt, ['succeeds', 'fails']) === 'fails';
}

/** Notes what one Item gets. In a Sequence it has to be known whether it succeeded, so that there the doubt forks. */
function expectDeed(
  run: Run,
  command: RequestCommand,
  item: RequestItem,
  deed: Deed,
  surroundings: Surroundings,
): boolean | undefined {
  if (deed.kind === 'open') {
    expectStatus(run, command, item, { statuses: anyStatus, reason: deed.reason });
    return undefined;
  }
  const { reason } = deed;
  if (deed.kind === 'refused') {
    expectStatus(run, command, item, { ...deed.admitted, reason });
    if (command.kind === 'Get')
      expect(run, { kind: 'no-results', command: referenceTo(command, item), reason });
    return false;
  }
  const { admitted, done } = surroundings.sequence ? decided(run, deed.admitted) : undecided(deed.admitted);
  const clue = deed.kind === 'done' ? deed.clue : undefined;
  expectStatus(run, command, item, { ...admitted, reason, ...(clue === undefined ? {} : { clue }) });
  if (deed.kind === 'done' && deed.results !== undefined && !command.noResp) {
    const reference = referenceTo(command, item);
    if (done === false) expect(run, { kind: 'no-results', command: reference, reason });
    else expect(run, { kind: 'results', command: reference, ...deed.results });
  }
  return done;
}

interface Decision {
  readonly admitted: Admitted;
  readonly done: boolean | undefined;
}

function undecided(admitted: Admitted): Decision {
  if (admitted.statuses.kind !== 'codes') return { admitted, done: undefined };
  const good = admitted.statuses.codes.filter((code) => code === '200' || code === '202');
  const done = good.length === 0 ? false : good.length === admitted.statuses.codes.length ? true : undefined;
  return { admitted, done };
}

function decided(run: Run, admitted: Admitted): Decision {
  const open = undecided(admitted);
  if (open.done !== undefined || !admits(admitted.statuses, '200')) return open;
  const doubt = 'a Get of a node that need not be there, in a Sequence';
  const done = assumeThisTime(run.asking, doubt, ['succeeds', 'fails']) === 'succeeds';
  const left =
    admitted.statuses.kind === 'codes'
      ? admitted.statuses.codes.filter((code) => (code === '200') === done)
      : [];
  return { admitted: { ...admitted, statuses: codes(...left) }, done };
}

function expectNotExecuted(run: Run, command: RequestCommand, reason: Reason): void {
  // What stands against a command itself may be found wherever it stands (R-DM-11, R-DM-12, A-19).
  const { kind, cmdIdClass, repeated, doubts } = command;
  const formless = kind === 'Unknown' || cmdIdClass !== 'number' || repeated;
  const statuses = formless ? codes('215', '400') : codes('215');
  expectStatus(run, command, undefined, { statuses: doubts.length > 0 ? anyFailure : statuses, reason });
  for (const { command: member, item } of slotsOf(command)) {
    expectStatus(run, member, item, { statuses: anyFailure, reason, optional: true });
  }
}

/** A command, and what is in it, of which only the existence of a Status can be expected. */
function expectAnything(run: Run, command: RequestCommand): void {
  expectStatus(run, command, undefined, { statuses: anyStatus, reason: unspecified });
  for (const { command: member, item } of slotsOf(command)) {
    expectStatus(run, member, item, { statuses: anyStatus, reason: unspecified, optional: true });
  }
}
