import type { Decision } from './explanation.ts';
import type { CommandReading, Reading, Success } from './reading.ts';

/**
 * The assumptions that bear on whether a command succeeds: those of which one answer leaves it better chances than
 * another. A question that is only asked once the command has failed decides nothing, and is left out.
 *
 * @param commands what each of the readings expects of the command, in the same order
 */
export function decisionsOn(
  readings: readonly Reading[],
  commands: readonly CommandReading[],
): readonly Decision[] {
  const outcomes = new Map<string, Map<string, Set<Success>>>();
  for (const [place, { assumed }] of readings.entries()) {
    const success = commands[place]?.success ?? 'either';
    for (const [key, answer] of Object.entries(assumed)) {
      const answers = outcomes.get(key) ?? new Map<string, Set<Success>>();
      outcomes.set(key, answers.set(answer, (answers.get(answer) ?? new Set()).add(success)));
    }
  }
  return [...outcomes].flatMap(([key, answers]) => {
    const told = [...answers].map(([answer, found]) => ({ answer, success: joined(found) }));
    return new Set(told.map(({ success }) => success)).size < 2 ? [] : [{ key, answers: told }];
  });
}

/** Of the readings by which a command can not succeed, some leave its status open: it fails all the same. */
function joined(found: ReadonlySet<Success>): Success {
  if (!found.has('succeeds')) return 'fails';
  return found.size === 1 ? 'succeeds' : 'either';
}
