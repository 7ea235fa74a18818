import { editionMismatch } from '../mdm/edition.ts';
import { TargetFailure, type Target } from '../target.ts';
import { deviceCapabilities } from './capabilities.ts';
import { cleanUpDevice } from './clean-up.ts';
import { beginRun, type RunOnDevice } from './begin.ts';
import type { DeviceConnection, MachineDescription } from './connection.ts';
import type { Allowances } from './fitness.ts';
import type { Journal } from './journal.ts';
import { realClock, recoverDevice, type Clock } from './recover.ts';
import { refusalOf } from './refusal.ts';
import { deviceSession } from './session.ts';
import { createTurns } from './turns.ts';

export interface DeviceTargetOptions {
  /** Where everything that is to be undone is noted; its memory is that of the connection too (journal.ts). */
  readonly journal: Journal;
  /** How the machine is reached, in words for reports, such as ssh://admin@win11. */
  readonly address: string;
  /** Makes the names of the run's own probes ones that nobody else has. */
  readonly run: string;
  readonly allow?: Allowances;
  /** Milliseconds for one document; more than the 30 s that the library waits for its lock. */
  readonly patience?: number;
  /** Seconds that a case may wait in all, since a real machine waits them really; 0: none that waits is carried out. */
  readonly longestWait?: number;
  readonly clock?: Clock;
}

const usualPatience = 120_000;

/**
 * A real Windows machine by mdmlocalmanagement.dll. Nothing is done to it before the first case or the question what it
 * can do; from then to `close` the journal has what is to be undone. One case at a time.
 *
 * Consent is for whoever makes the connection to ask for (consent.ts).
 */
export function deviceTarget(connection: DeviceConnection, options: DeviceTargetOptions): Target {
  const {
    journal,
    address,
    allow = {},
    patience = usualPatience,
    longestWait = 0,
    clock = realClock,
  } = options;
  let describing: Promise<MachineDescription> | undefined;
  let beginning: Promise<RunOnDevice> | undefined;
  let known: RunOnDevice | undefined;
  const turns = createTurns();

  const describe = (): Promise<MachineDescription> => (describing ??= connection.describe());
  const run = (): Promise<RunOnDevice> =>
    (beginning ??= describe()
      .then((machine) => beginRun({ connection, journal, machine, allow, run: options.run }))
      .then((begun) => (known = begun)));

  return {
    identity: async () => {
      const { computerName, edition, build } = await describe();
      return {
        target: 'device',
        id: computerName,
        description: `${computerName}, Windows ${edition}, by local management (${address})`,
        edition: build,
      };
    },
    capabilities: async () => {
      const { machine, probed } = await run();
      return deviceCapabilities(machine, probed, longestWait);
    },
    refusal: (testCase) =>
      refusalOf(testCase, longestWait, known) ??
      editionMismatch(known?.machine.build, testCase.preparation.edition),
    recover: async (most) => {
      const begun = await run();
      const end = clock.now() + most;
      // Behind whatever the case before is still waiting for.
      return turns.next(() => recoverDevice({ connection, journal, run: begun, clock }, end - clock.now()));
    },
    open: async ({ edition }) => {
      const begun = await run();
      const mismatch = editionMismatch(begun.machine.build, edition);
      if (mismatch !== undefined) throw new TargetFailure('laboratory', mismatch);
      return deviceSession({ connection, journal, turns, run: begun, patience, longestWait, clock });
    },
    close: () =>
      turns.next(async () => {
        try {
          // A run that did not begin has undone what it had done, or is doing so.
          await beginning?.catch(() => undefined);
          if (known !== undefined) await cleanUpDevice(connection, journal);
        } finally {
          await connection.close();
        }
      }),
  };
}
