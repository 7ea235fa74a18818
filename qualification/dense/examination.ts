import type { Case } from '../../cases/case.ts';
import type { Verdict } from '../../cases/verdict.ts';
import { TooManyWorlds } from '../../oracles/predict.ts';
import type { Pool } from '../../pki/pool.ts';
import { examine, type Examination } from '../accusations.ts';
import type { RandomDevice } from '../random-device.ts';
import { denseDevice } from './devices.ts';
import { pfxSession } from './pfx-sessions.ts';
import { scepSession } from './scep-sessions.ts';

/** How many sessions of each half of the CSP. */
export interface DenseSessions {
  readonly pfx: number;
  readonly scep: number;
}

/** The dense sessions of a device: short, of few UniqueIDs, whose commands disturb one another. */
export function* denseSessions(
  device: RandomDevice,
  { pfx, scep }: DenseSessions,
  pool: Pool,
): Iterable<Case> {
  for (let number = 1; number <= pfx; number++) yield pfxSession(device, number, pool);
  for (let number = 1; number <= scep; number++) yield scepSession(device, number, pool);
}

/**
 * Tries dense sessions on the right device of this number. One that the oracle gives up because it asks too much at
 * once is no accusation: it is the session that is of no use. They are counted, so that they stay rare.
 */
export async function examineDensely(
  number: number,
  sessions: DenseSessions,
  pool: Pool,
): Promise<Examination> {
  const device = denseDevice(number);
  const examination = await examine(device, denseSessions(device, sessions, pool));
  const accusations = examination.accusations.filter(({ trial }) => !asksTooMuch(trial.verdict));
  return { ...examination, accusations, tooManyWorlds: examination.accusations.length - accusations.length };
}

/** Whether the oracle gave a session up for the number of its possible worlds. */
export function asksTooMuch(verdict: Verdict): boolean {
  return verdict.kind === 'suite-error' && verdict.reason.startsWith(`${TooManyWorlds.name}:`);
}
