import { cleanUpDevice } from './clean-up.ts';
import { livingOwner } from './journal.ts';
import { reachDevice, type DeviceSettings } from './settings.ts';

/**
 * Undoes what an earlier part of a run has left on the machine, so that the next can begin.
 * @returns what the user has to know, a line each
 * @throws RangeError with one line for the user where that part is still going on
 * @throws TargetFailure where it can not be undone
 */
export async function cleanUpBefore(settings: DeviceSettings): Promise<readonly string[]> {
  const { connection, journal, address } = reachDevice(settings);
  try {
    const state = journal.state();
    if (state.machine === undefined) return [];
    const owner = livingOwner(state);
    if (owner !== undefined) {
      throw new RangeError(
        `the earlier part of the run on ${address} is still going on, as process ${owner.pid}; wait for it or end it, or where that process is another program, run "npx conform cleanup --even-though-it-lives" first`,
      );
    }
    await cleanUpDevice(connection, journal);
    return [`${state.machine.computerName} is as it was before the earlier part of the run.`];
  } finally {
    await connection.close();
  }
}

export function waitNotes({ longestWait = 0 }: DeviceSettings): readonly string[] {
  return longestWait === 0
    ? []
    : [
        `Cases that wait for up to ${longestWait} s in all are carried out, and that is real time (--longest-wait; without it, a twentieth of --budget).`,
      ];
}
