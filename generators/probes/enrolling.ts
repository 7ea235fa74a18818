import type { Pool } from '../../pki/pool.ts';
import type { Command } from '../../syncml/message.ts';
import { add, exec } from '../command.ts';
import type { Draft, Part } from '../draft.ts';
import { changed, type EnrollmentChange } from '../scep/combinations/change.ts';
import {
  scepAddress,
  scepDeviceFor,
  scepSettings,
  usualEnrollment,
  type Enrollment,
} from '../scep/enrollment.ts';
import { settled } from '../scep/observing.ts';
import { alone, eachAlone } from './probe.ts';

/** The usual enrollment, except for what is given. */
export function enrollmentOf(change: EnrollmentChange): Enrollment {
  return changed(usualEnrollment, change);
}

export function prepared(enrollments: readonly Enrollment[], pool: Pool): NonNullable<Draft['device']> {
  return scepDeviceFor(enrollments, pool);
}

/** The Exec of an enrollment, alone in its Atomic. */
export function execOf({ scope, uniqueId }: Enrollment): Command {
  return alone(exec(scepAddress(scope, uniqueId, 'Install', 'Enroll')));
}

export function started(enrollment: Enrollment): Part {
  return [execOf(enrollment)];
}

/** Settings that hold on every device in one Atomic, those that may be refused each in one of its own. */
export function settingsOf(enrollment: Enrollment, pool: Pool, apart: readonly string[] = []): Part {
  const { scope, uniqueId } = enrollment;
  const settings = scepSettings(enrollment, pool).map(
    ([name, format, text]) =>
      [name, add(scepAddress(scope, uniqueId, 'Install', name), format, text)] as const,
  );
  const commandsOf = (wanted: (name: string) => boolean) =>
    settings.filter(([name]) => wanted(name)).map(([, one]) => one);
  return [
    alone(add(scepAddress(scope, uniqueId), 'node'), ...commandsOf((name) => !apart.includes(name))),
    ...eachAlone(commandsOf((name) => apart.includes(name))),
  ];
}

/** Settings, Exec, and the look at what came of it. */
export function enrolling(
  enrollment: Enrollment,
  pool: Pool,
  { apart, settles }: { readonly apart?: readonly string[]; readonly settles?: number | undefined } = {},
): readonly Part[] {
  return [settingsOf(enrollment, pool, apart), started(enrollment), ...settled([enrollment], settles)];
}
