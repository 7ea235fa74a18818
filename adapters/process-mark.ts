import { hostname } from 'node:os';

/** By which a process is found again, on the computer that it runs on. */
export interface ProcessMark {
  readonly pid: number;
  readonly host: string;
}

export function thisProcess(): ProcessMark {
  return { pid: process.pid, host: hostname() };
}

/**
 * Whether a process with this number runs here. Nobody can tell for one of another computer, and a number may have gone
 * to another program since.
 */
export function isLivingHere({ pid, host }: ProcessMark): boolean {
  return host === hostname() && isLiving(pid);
}

/** The same for a process that is known to have been started here. */
export function isLiving(pid: number): boolean {
  try {
    // Signal 0 is none: it only asks whether there is such a process.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process: it is there, and no signal could be sent.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
