import type { Answers } from '../../cases/case.ts';
import { defaultEdition } from '../../csp/editions.ts';
import {
  enrollmentCommands,
  serverUrlOf,
  usualEnrollment,
  type Enrollment,
} from '../../generators/scep/enrollment.ts';
import { messageOf } from '../../generators/message.ts';
import type { Pool } from '../../pki/pool.ts';
import { seededRandom } from '../../pki/random.ts';
import { authoritiesOf } from '../../pki/scep/authorities.ts';
import { createScepCa, type ScepCa } from '../../pki/scep/ca.ts';
import { syncTransport } from '../../pki/scep/transport.ts';
import { createClock } from '../../simulator/clock.ts';
import { createDevice } from '../../simulator/device.ts';
import { freshKeys, type KeySource } from '../../simulator/scep/key-source.ts';
import { writeSyncML } from '../../syncml/write.ts';
import { cpuMilliseconds } from './cpu-time.ts';

/** Whose key is enrolled: one that is at hand, or one that is made for it. */
export type KeyChoice = 'pool' | 'fresh';

export const keyChoices: readonly KeyChoice[] = ['pool', 'fresh'];

/** RSA 2048, SHA-256, AES-128, a registration authority under the root: what most payloads come to. */
export const enrollment: Enrollment = usualEnrollment;

const serverUrl = serverUrlOf(`${enrollment.scope}-${enrollment.uniqueId}`);

/** One object for all, as adapters/simulator.ts has it: simulator/model.ts makes the rules of a device once for it. */
const answers: Answers = {};

/** The first moment of every device, as in adapters/simulator.ts. */
const startOfTime = Date.UTC(2026, 0, 1);

/** A source that goes round the pool, so that no key has to be made, or tells how long the making of fresh keys took. */
export interface TimedKeys extends KeySource {
  /** Milliseconds of one core spent on keys since the source was made. */
  readonly milliseconds: () => number;
}

export function keysOf(choice: KeyChoice, pool: Pool): TimedKeys {
  const fresh = freshKeys();
  let given = 0;
  let milliseconds = 0;
  return {
    next: (length) => {
      if (choice === 'pool') return pool.identity('rsa-2048', given++ % pool.count('rsa-2048')).privateKey;
      const begun = cpuMilliseconds();
      const key = fresh.next(length);
      milliseconds += cpuMilliseconds() - begun;
      return key;
    },
    milliseconds: () => milliseconds,
  };
}

/** A CA as a case of the suite has it. */
export function caFor(pool: Pool, now: () => Date): ScepCa {
  return createScepCa({
    authorities: authoritiesOf(pool),
    script: { challenge: enrollment.challenge ?? '' },
    now,
    random: seededRandom('bench server'),
  });
}

/**
 * Enrolls `count` times: each time a new virtual device gets the SyncML of an enrollment, carries it out with a CA in
 * this process and has a certificate in its store. @throws where one has none
 */
export function enrollDevices(count: number, keys: KeySource, pool: Pool): void {
  const payload = Buffer.from(writeSyncML(messageOf(enrollmentCommands(enrollment, pool))));
  const ca = caFor(pool, () => new Date(startOfTime));
  const transport = syncTransport({ [serverUrl]: ca });
  const random = seededRandom('bench device');
  for (let index = 0; index < count; index++) {
    const device = createDevice(
      {
        preparation: { edition: defaultEdition, tpm: false, certificates: [], helloContainers: [] },
        answers,
        startsAt: startOfTime,
      },
      { clock: createClock(startOfTime), scep: { transport, keys, random } },
    );
    device.handle(payload);
    if (device.stores().length !== 1) throw new Error(`no certificate: ${JSON.stringify(ca.log.at(-1))}`);
  }
}
