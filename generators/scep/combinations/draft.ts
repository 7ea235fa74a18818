import type { Draft, Part } from '../../draft.ts';
import type { Laboratory } from '../../family.ts';
import { lineOfTwins } from '../../combinations/detectable-fault.ts';
import { enrollmentCommands, scepDeviceFor, type Enrollment } from '../enrollment.ts';
import { enrollmentFaults, faultsIn } from '../faults.ts';
import { lookAfter, settled } from '../observing.ts';
import { firstExchange, pollInterval, retriesOf, settlingTime } from '../settling.ts';
import { describeEnrollment } from './describe.ts';

/** An enrollment, its twin with a fault less, the twin's twin, until nothing is wrong. */
export function enrollmentDrafts(
  laboratory: Laboratory,
  id: string,
  enrollment: Enrollment,
): readonly Draft[] {
  return lineOfTwins(enrollment, enrollmentFaults).map((one, index, { length }) => ({
    ...enrollmentDraft(laboratory, id + '/twin'.repeat(index), one),
    ...(index + 1 < length ? { twin: id + '/twin'.repeat(index + 1) } : {}),
  }));
}

/** One enrollment in one message, with the device and the server that it needs, and looks at what comes of it. */
function enrollmentDraft({ pool }: Laboratory, id: string, enrollment: Enrollment): Draft {
  const faults = faultsIn(enrollment);
  return {
    id,
    title: describeEnrollment(enrollment),
    alsoAims: faults.map((fault) => fault.requirement),
    faults: faults.map((fault) => fault.words),
    device: scepDeviceFor([enrollment], pool),
    parts: [enrollmentCommands(enrollment, pool), ...looks(enrollment)],
    watched: [],
  };
}

/** A look at about half of the first wait for a retry, where there is one that is long enough, and one when all is done. */
function looks(enrollment: Enrollment): readonly Part[] {
  const half = pollInterval(enrollment) / 2;
  const waits = (enrollment.server.pending ?? 0) > 0 && retriesOf(enrollment) > 0;
  if (!waits || half < firstExchange) return settled([enrollment]);
  return [...lookAfter(half, [enrollment]), ...settled([enrollment], settlingTime(enrollment) - half)];
}
