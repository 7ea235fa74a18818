import { setTimeout as pause } from 'node:timers/promises';
import { TargetFailure } from '../target.ts';
import type { RunOnDevice } from './begin.ts';
import { removeWhatIsThere } from './clean-up.ts';
import type { DeviceConnection } from './connection.ts';
import type { Journal } from './journal.ts';

/** Milliseconds between two looks whether the machine answers. */
const interval = 15_000;
/** Milliseconds; longer than Windows takes for the restart after an update. */
const longest = 15 * 60_000;

/** Time, as it comes in from outside. */
export interface Clock {
  /** Milliseconds since some fixed moment. */
  now(): number;
  pause(milliseconds: number): Promise<void>;
}

export const realClock: Clock = { now: Date.now, pause: (milliseconds) => pause(milliseconds) };

export interface Recovery {
  readonly connection: DeviceConnection;
  readonly journal: Journal;
  readonly run: RunOnDevice;
  readonly clock: Clock;
}

/**
 * Waits until a machine that has gone away (a restart, sleep, a cut line) answers again, registers it, and removes what
 * the case that it went away in has left.
 * @param most milliseconds
 * @returns false where it does not come back in that time, or not as it was when the run began
 */
export async function recoverDevice(recovery: Recovery, most: number): Promise<boolean> {
  const { clock } = recovery;
  const end = clock.now() + Math.min(most, longest);
  for (;;) {
    if (await isReadyAgain(recovery)) return true;
    const left = end - clock.now();
    if (left <= 0) return false;
    await clock.pause(Math.min(interval, left));
  }
}

/** It may go away again at every step. */
async function isReadyAgain({ connection, journal, run }: Recovery): Promise<boolean> {
  try {
    const { smbiosUuid, build, userLoggedOn } = await connection.describe();
    const { machine, scopes } = run;
    if (smbiosUuid !== machine.smbiosUuid || build !== machine.build) return false;
    // After a restart nobody is logged on, and what cases expect of the user's scope would not be there.
    if (scopes.includes('user') && !userLoggedOn) return false;
    journal.note({ kind: 'registering' });
    await connection.register();
    await removeWhatIsThere(connection, journal);
    return true;
  } catch (error) {
    if (error instanceof TargetFailure) return false;
    throw error;
  }
}
