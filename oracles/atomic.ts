import { anyFailure, anyStatus, codes } from './admitted.ts';
import { applyTrigger } from './apply-trigger.ts';
import { beginEnrollment } from './begin-enrollment.ts';
import { assumeThisTime } from './asking.ts';
import { failAtomic, type Fault } from './atomic-failure.ts';
import type { Surroundings } from './attempt.ts';
import { commandRefusal } from './command-refusal.ts';
import type { Deed, Refused } from './deed.ts';
import { perform } from './perform.ts';
import type { RequestCommand } from './request.ts';
import { reasonOf } from './rule.ts';
import { containerRules, memberRules } from './rules/containers.ts';
import { isGivenUpForLater } from './rules/enrollment.ts';
import { expectStatus, type Run } from './run.ts';
import { concerns, settingPath, slotsOf, type Slot } from './slots.ts';
import { nodeKey } from './state.ts';

/**
 * Carries out an Atomic: its members in order on a state that is dropped again when one of them fails
 * (MS-MDM 3.1.5.1.3; OMA RepPro, Atomic).
 *
 * @returns whether it succeeded
 */
export function carryOutAtomic(run: Run, atomic: RequestCommand): boolean {
  const slots = slotsOf(atomic);
  const refusal = commandRefusal(run, atomic);
  if (refusal !== undefined) {
    expectStatus(run, atomic, undefined, refusal);
    for (const slot of slots) expectNothingDone(run, slot);
    return false;
  }
  const before = run.state;
  const fault = carryOutSlots(run, slots);
  if (run.state.lost || slots.length === 0) {
    expectAnything(run, [{ command: atomic }, ...slots]);
    return true;
  }
  if (fault !== undefined) {
    failAtomic(run, atomic, slots, fault, before);
    return false;
  }
  // Of an Atomic without CmdID that is executed after all, no document says whether it gets a Status.
  const optional = atomic.cmdIdClass === 'missing';
  const reason = reasonOf(containerRules.carriedOut);
  expectStatus(run, atomic, undefined, { statuses: codes('200'), reason, optional });
  for (const slot of slots) expectDeed(run, slot);
  if (slots.some(triggers)) run.exercised.add('R-GEN-02');
  return true;
}

/** Whether a slot starts what the settings in its Atomic are for. */
function triggers(slot: Slot): boolean {
  return slot.command.kind === 'Exec' || settingPath(slot)?.node?.name === 'PFXCertBlob';
}

/** Carries out slots until one fails; then, or at the end, what waits for the commit. */
function carryOutSlots(run: Run, slots: readonly Slot[]): Fault | undefined {
  const added = new Set<string>();
  for (const [place, slot] of slots.entries()) {
    const deed = carryOutSlot(run, slot, surroundingsOf(slots, place, added));
    slot.deed = deed;
    if (deed.kind === 'refused' && !isTolerated(run, slot)) return { place, refused: deed };
    if (slot.command.kind === 'Add') noteAdded(slot, added);
  }
  for (const [place, slot] of slots.entries()) {
    if (slot.deed?.kind !== 'pending') continue;
    const deed = isOvertaken(run, slot.deed, slots.slice(place + 1))
      ? doneOf(slot.deed)
      : applyPending(run, slot.deed);
    slot.deed = deed;
    if (deed.kind === 'refused') return { place, refused: deed };
  }
  return undefined;
}

type Pending = Extract<Deed, { kind: 'pending' }>;

/**
 * At the end of an Atomic that sets the blob of a request more than once, the last one is there to be imported. Of
 * several Execs that are accepted, the last one counts where another one begins again.
 */
function isOvertaken(run: Run, { trigger: { kind, request } }: Pending, later: readonly Slot[]): boolean {
  switch (kind) {
    case 'blob':
      return later.some((slot) => isPending(slot, kind, request));
    case 'enroll':
      return later.some((slot) => isExecOf(slot, request)) && isGivenUpForLater(run.asking);
  }
}

/** Whether a slot has begun this for a request, by requestKey, and it waits for the end of the Atomic. */
function isPending({ deed }: Slot, kind: Pending['trigger']['kind'], request: string): boolean {
  return deed?.kind === 'pending' && deed.trigger.kind === kind && deed.trigger.request === request;
}

function isExecOf(slot: Slot, request: string): boolean {
  const address = slot.item?.address;
  return slot.command.kind === 'Exec' && address?.kind === 'path' && concerns(address, request);
}

function doneOf({ admitted, reason }: Pending): Deed {
  return { kind: 'done', admitted, reason };
}

function applyPending(run: Run, { trigger, reason, admitted }: Pending): Deed {
  switch (trigger.kind) {
    case 'blob':
      return applyTrigger(run, trigger, reason, true);
    case 'enroll':
      return beginEnrollment(run, trigger.request, { kind: 'done', admitted, reason });
  }
}

function carryOutSlot(run: Run, slot: Slot, surroundings: Surroundings): Deed {
  const { command, item } = slot;
  const refusal = commandRefusal(run, command);
  if (refusal !== undefined) return refusedAs(refusal);
  const rule = memberRules.find((candidate) => candidate.decide(command, run.asking) !== undefined);
  if (rule !== undefined) return refusedAs({ statuses: codes('500'), reason: reasonOf(rule) });

  const { kind } = command;
  switch (kind) {
    case 'Add':
    case 'Replace':
    case 'Delete':
    case 'Exec':
    case 'Get': {
      if (item === undefined) return uncertain(run, `${kind} without Item in an Atomic`);
      const deed = perform(run, { ...command, kind }, item, surroundings);
      return deed.kind === 'open'
        ? uncertain(run, 'a command on another part of the tree in an Atomic')
        : deed;
    }
    case 'Sequence':
    case 'Alert':
      return uncertain(run, `${kind} in an Atomic`);
    case 'Atomic':
    case 'Status':
    case 'Results':
    case 'Unknown':
      return { kind: 'open', reason: unspecified };
  }
}

const unspecified = { ...reasonOf(containerRules.carriedOut), because: 'no document says what comes of it' };

function uncertain(run: Run, doubt: string): Deed {
  return assumeThisTime(run.asking, doubt, ['works', 'fails']) === 'works'
    ? { kind: 'open', reason: unspecified }
    : refusedAs({ statuses: anyFailure, reason: unspecified });
}

function refusedAs({ reason, ...admitted }: Pick<Refused, 'reason'> & Refused['admitted']): Refused {
  return { kind: 'refused', admitted, reason, late: false, imported: false, notInstalled: [] };
}

/** An element that is no command gets its 400; whether it makes the Atomic fail, no document says. */
function isTolerated(run: Run, { command }: Slot): boolean {
  return (
    command.kind === 'Unknown' &&
    run.asking.assume('an element that is no command in an Atomic', ['fails it', 'is passed over']) ===
      'is passed over'
  );
}

function surroundingsOf(slots: readonly Slot[], place: number, added: ReadonlySet<string>): Surroundings {
  const brings = (slot: Slot, request: string, wanted: (name: string) => boolean): boolean => {
    const path = settingPath(slot);
    return path?.node !== undefined && concerns(path, request) && wanted(path.node.name);
  };
  return {
    atomic: true,
    sequence: false,
    last: place === slots.length - 1,
    added,
    bringsBlob: (request) => slots.some((slot) => brings(slot, request, (name) => name === 'PFXCertBlob')),
    setsLater: (request) =>
      slots.slice(place + 1).some((slot) => brings(slot, request, (name) => name !== '{UniqueID}')),
    enrollWaits: (request) => slots.slice(0, place).some((slot) => isPending(slot, 'enroll', request)),
    deletesLater: slots.slice(place + 1).some(({ command }) => command.kind === 'Delete'),
  };
}

function noteAdded(slot: Slot, added: Set<string>): void {
  const path = settingPath(slot);
  if (path?.node === undefined || path.id === undefined || path.node.half === 'root') return;
  added.add(nodeKey({ scope: path.scope, half: path.node.half, id: path.id }, path.node.name));
}

function expectDeed(run: Run, { command, item, deed }: Slot): void {
  if (deed === undefined || deed.kind === 'open') {
    expectStatus(run, command, item, { statuses: anyStatus, reason: unspecified, optional: true });
    return;
  }
  expectStatus(run, command, item, { ...deed.admitted, reason: deed.reason });
}

/** The Atomic was refused as a whole: whether its members are answered, nobody says. */
function expectNothingDone(run: Run, { command, item }: Slot): void {
  const reason = { ...reasonOf(containerRules.allOrNothing), because: 'the Atomic around it is refused' };
  expectStatus(run, command, item, { statuses: anyFailure, reason, optional: true });
}

function expectAnything(run: Run, slots: readonly Pick<Slot, 'command' | 'item'>[]): void {
  for (const { command, item } of slots) {
    expectStatus(run, command, item, { statuses: anyStatus, reason: unspecified, optional: true });
  }
}
