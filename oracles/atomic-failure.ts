import { anyStatus, codes, decidedByStatus, either, toldApart, type Admitted } from './admitted.ts';
import type { Refused } from './deed.ts';
import type { Reason, Settlement } from './expectation.ts';
import type { RequestCommand } from './request.ts';
import { reasonOf } from './rule.ts';
import { containerRules, memberRules } from './rules/containers.ts';
import { phaseRules } from './rules/scep-phases.ts';
import { expectStatus, type Run } from './run.ts';
import { settingPath, type Slot } from './slots.ts';
import {
  certificateKey,
  certificatesOf,
  installName,
  namesBelow,
  nodeKey,
  requestKey,
  withGone,
  withNodeReason,
  type InstalledCertificate,
  type State,
} from './state.ts';

/** Which slot made the Atomic fail, and with what. */
export interface Fault {
  readonly place: number;
  readonly refused: Refused;
}

/** Puts the state back to what it was, and says how the Atomic and what is in it are answered. */
export function failAtomic(
  run: Run,
  atomic: RequestCommand,
  slots: readonly Slot[],
  fault: Fault,
  before: State,
): void {
  const tried = run.state;
  run.state = slots.some(({ command }) => command.kind === 'Exec')
    ? { ...before, notStarted: reasonOf(phaseRules.rolledBack) }
    : before;
  noteReasons(run, slots, fault, tried);
  expectAtomic(run, atomic, slots);
  const admittedAt = statusesOfMembers(run, slots, fault);
  const undone = reasonOf(containerRules.allOrNothing);
  for (const [place, slot] of slots.entries()) {
    const { command, item } = slot;
    if (slot.nested) {
      expectStatus(run, command, item, { statuses: anyStatus, reason: undone, optional: true });
      continue;
    }
    const blamed = place === fault.place;
    expectStatus(run, command, item, {
      ...admittedAt(place, slot),
      reason: blamed ? fault.refused.reason : undone,
      // A Status with a blank CmdRef can not be told from that of another command without CmdID.
      optional: command.cmdIdClass === 'missing' && !blamed,
    });
  }
}

function expectAtomic(run: Run, atomic: RequestCommand, slots: readonly Slot[]): void {
  // With a Get inside, Learn names 500 for the Get, and leaves the Atomic open.
  const statuses = slots.some(({ command, nested }) => command.kind === 'Get' && !nested)
    ? codes('500', '507')
    : codes('507');
  const rule = memberRules.find((candidate) =>
    slots.some(({ command }) => candidate.decide(command, run.asking) !== undefined),
  );
  const reason = reasonOf(rule ?? containerRules.allOrNothing);
  run.exercised.add('R-DM-08');
  run.exercised.add('R-GEN-02');
  expectStatus(run, atomic, undefined, { statuses, reason, optional: atomic.cmdIdClass === 'missing' });
}

/**
 * The statuses admitted for each slot, by the readings of.
 *
 * Which faults a device finds by checking all members first is not specified. So whatever one that goes member by
 * member may answer, one that checks first may answer as well, and A-34 needs no fork: it is settled where a member
 * before the fault was not executed, and where it is known the other way, the statuses are exact.
 */
function statusesOfMembers(
  run: Run,
  slots: readonly Slot[],
  { place: faultPlace, refused }: Fault,
): (place: number, slot: Slot) => Admitted {
  const { asking } = run;
  if (asking.answer('A-03/blame') === 'first-member') {
    return (_, slot) => {
      const first = slot.command === slots[0]?.command;
      return either([{ statuses: codes(first ? '500' : '216') }, ...ownStatuses(slot)]);
    };
  }
  const done = decidedByStatus('A-03/done', { '216': '216', '200': '200', '516': '516' }, asking);
  const notReached = decidedByStatus(
    'A-03/not-reached',
    { '215': '215', '216': '216', '404': '404', '500': '500' },
    asking,
  );
  const doneOrNot = either([done, notReached]);
  const inOrder = asking.known('A-34') === 'one-by-one';
  // No check finds that an import will fail: what stands before it was executed.
  const executed = inOrder || (refused.imported && faultPlace === slots.length - 1);
  return (place, slot) => {
    const own = ownStatuses(slot);
    if (place === faultPlace) {
      return executed || slots.length === 1
        ? refused.admitted
        : perhapsNotReached(refused.admitted, notReached);
    }
    if (place < faultPlace) {
      if (executed) return either([done, ...own]);
      if (own.length > 0) return either([doneOrNot, ...own]);
      return { ...doneOrNot, settles: [notExecuted, ...toldApart(notReached, done.statuses)] };
    }
    // Whether an install that fails does so in its turn or at the end, what follows may have been done.
    if (inOrder) return either([refused.late ? doneOrNot : notReached, ...own]);
    // It may be at fault as well.
    return { statuses: anyStatus, settles: [skipped] };
  };
}

/** The member at fault, where another one may have been found before it. */
function perhapsNotReached(own: Admitted, notReached: Admitted): Admitted {
  return {
    ...either([own, notReached]),
    settles: [...toldApart(own, notReached.statuses), skipped],
  };
}

const notExecuted: Settlement = {
  key: 'A-34',
  answers: { '215': 'checked-first', '404': 'checked-first', '500': 'checked-first' },
};

/** Of the codes that a member may carry for its own fault or for that of another, 215 alone means one thing. */
const skipped: Settlement = { key: 'A-03/not-reached', answers: { '215': '215' } };

/** Codes that a member may carry in any reading for what it is, whether it was reached or not (R-DM-09 to R-DM-12). */
function ownStatuses({ command }: Slot): readonly Admitted[] {
  const admitted: Admitted[] = [];
  if (command.kind === 'Get' || command.kind === 'Atomic') admitted.push({ statuses: codes('500') });
  if (command.kind === 'Unknown' || command.cmdIdClass === 'missing')
    admitted.push({ statuses: codes('400') });
  if (!['Add', 'Replace', 'Delete', 'Exec', 'Get', 'Atomic', 'Unknown'].includes(command.kind)) {
    admitted.push({ statuses: anyStatus });
  }
  return admitted;
}

/** What a Get or the stores must not show later is blamed on this Atomic. */
function noteReasons(run: Run, slots: readonly Slot[], fault: Fault, tried: State): void {
  const undone = reasonOf(containerRules.allOrNothing);
  const nothingInstalled: Reason = { ...undone, requirement: 'R-GEN-02' };
  const settings = new Set<string>();
  const installs = new Set<string>();
  for (const slot of slots) {
    const path = settingPath(slot);
    if (path?.node === undefined || path.id === undefined || path.node.half === 'root') continue;
    const request = { scope: path.scope, half: path.node.half, id: path.id };
    settings.add(nodeKey(request, path.node.name));
    if (!run.state.requests.has(nodeKey(request, ''))) settings.add(nodeKey(request, ''));
    if (path.node.name === 'PFXCertBlob') installs.add(nodeKey(request, installName));
    const held = run.state.requests.get(nodeKey(request, ''));
    if (slot.command.kind === 'Delete' && held !== undefined && path.node.format === 'node') {
      for (const name of namesBelow(held)) settings.add(nodeKey(held, name));
      settings.add(nodeKey(held, installName));
    }
  }
  run.state = withNodeReason(run.state, changedBefore(run), { ...undone, ifGone: true });
  run.state = withNodeReason(run.state, [...settings], undone);
  run.state = withNodeReason(run.state, [...installs], nothingInstalled);
  if (installs.size === 0) return;

  const held = new Set(allHeld(run.state).map(certificateKey));
  const rolledBack = allHeld(tried).filter((certificate) => !held.has(certificateKey(certificate)));
  run.state = withGone(run.state, [...fault.refused.notInstalled, ...rolledBack], nothingInstalled);
}

/** Nodes that commands before the Atomic have set in this message: these it leaves alone. */
function changedBefore({ before, state }: Run): readonly string[] {
  if (before === state) return [];
  return [...state.requests.values()].flatMap((request) => {
    const earlier = before.requests.get(requestKey(request));
    if (earlier === request) return [];
    const added = earlier === undefined ? ['', 'Status'] : [];
    const set = [...request.settings].filter(([name, setting]) => earlier?.settings.get(name) !== setting);
    return [...added, ...set.map(([name]) => name)].map((name) => nodeKey(request, name));
  });
}

function allHeld(state: State): readonly InstalledCertificate[] {
  return [...state.requests.values()].flatMap(certificatesOf).filter(({ hold }) => hold !== 'none');
}
