import type { Command } from '../../../syncml/message.ts';
import type { PlannedFault } from '../../sessions/plan.ts';
import { enrollmentCommands, entraKeyIdentifier, usualEnrollment, type Enrollment } from '../enrollment.ts';
import { withOnly } from '../faults.ts';
import { plannedFault } from './faults.ts';
import type { Action } from './plan.ts';
import { renderAction, type Outcome, type Place } from './render.ts';
import { withEnrollment, type Progress } from './requests.ts';

/** A fault of a plan at the action that it belongs to, and its place among those of the plan. */
export interface PlacedFault {
  readonly planned: PlannedFault;
  readonly number: number;
}

/** What an action with its faults comes to. */
export interface FaultyOutcome extends Omit<Outcome, 'enrollment'> {
  readonly enrollments: readonly Enrollment[];
}

/** An action with its faults: one of an enrollment stands in the action's own, where it has one. */
export function renderWithFaults(
  action: Action,
  faults: readonly PlacedFault[],
  place: Place,
  progress: Progress,
): FaultyOutcome {
  const inside = faults.find(({ planned }) => 'isIn' in plannedFault(planned.fault));
  const { enrollment, ...outcome } = renderAction(
    action,
    inside === undefined ? place : withFaultInside(place, inside),
    progress,
  );
  const rest = enrollment === undefined ? faults : faults.filter((fault) => fault !== inside);
  return rest.reduce<FaultyOutcome>((before, fault) => withFault(before, fault, place), {
    ...outcome,
    enrollments: enrollment === undefined ? [] : [enrollment],
  });
}

function withFaultInside(place: Place, { planned }: PlacedFault): Place {
  const fault = plannedFault(planned.fault);
  return 'isIn' in fault ? { ...place, fault: { fault, at: planned.at } } : place;
}

/** Adds what a fault brings along: an enrollment of its own, or commands around the ones that are there. */
function withFault(before: FaultyOutcome, { planned, number }: PlacedFault, place: Place): FaultyOutcome {
  const { scope, pool } = place;
  const { fault: id, at } = planned;
  const fault = plannedFault(id);
  // An action that only looks around is a stand-in, and not needed beside the commands of a fault.
  const outcome = before.standIn ? { ...before, standIn: false, commands: [], words: '' } : before;
  if ('isIn' in fault) return withOwn(outcome, withOnly(smallEnrollment(place, number), fault, at), place);

  const put = (commands: readonly Command[]): readonly Command[] =>
    fault.put({ scope, commands }, at).commands;
  if (!fault.amongEnrollment || outcome.enrollments.length > 0) {
    return { ...outcome, commands: put(outcome.commands), words: joined(outcome.words, id) };
  }
  const own = smallEnrollment(place, number);
  const commands = [...outcome.commands, ...put(enrollmentCommands(own, pool))];
  return { ...withOwn(outcome, own, place), commands };
}

function withOwn(outcome: FaultyOutcome, enrollment: Enrollment, { pool }: Place): FaultyOutcome {
  return {
    ...outcome,
    commands: [...outcome.commands, ...enrollmentCommands(enrollment, pool)],
    words: joined(outcome.words, `enroll ${enrollment.uniqueId}`),
    progress: withEnrollment(outcome.progress, enrollment, enrollment.server, pool),
    enrollments: [...outcome.enrollments, enrollment],
  };
}

function joined(...words: readonly string[]): string {
  return words.filter((word) => word !== '').join(', ');
}

/** The enrollment that takes the fewest commands, below a UniqueID of its own. */
function smallEnrollment({ scope, tpm, entraKey }: Place, number: number): Enrollment {
  return {
    ...usualEnrollment,
    scope,
    uniqueId: `Faulty${number + 1}`,
    tpm,
    entraKeyIdentifier: entraKey ? entraKeyIdentifier : undefined,
    uniqueIdFirst: false,
  };
}
