import type { Answers, Need, Preparation } from '../cases/case.ts';
import type { StoreEntry } from '../cases/observation.ts';
import { createDevice, type VirtualDevice } from '../simulator/device.ts';
import type { Capabilities, Target, TargetIdentity, TargetSession } from './target.ts';

/** The virtual clock's first moment in every case, so that a case gives the same bytes whenever it runs. */
const startOfTime = Date.UTC(2026, 0, 1);

const can: Readonly<Record<Need, true>> = {
  exchange: true,
  atomic: true,
  'device-scope': true,
  'user-scope': true,
  tpm: true,
  'no-tpm': true,
  'hello-container': true,
  'prepared-certificates': true,
  'store-read-back': true,
  'passing-time': true,
  'raw-bytes': true,
  edition: true,
};

/**
 * The embedded virtual device: in process, nothing to install. Each case gets a new device.
 * @param answers what the device answers to the ambiguities; what is not named gets the simulator's default
 */
export function simulatorTarget(answers: Answers = {}): Target {
  return {
    identity: () =>
      Promise.resolve<TargetIdentity>({ target: 'simulator', description: 'virtual device of this suite' }),
    capabilities: () =>
      Promise.resolve(
        Object.fromEntries(
          Object.keys(can).map((need) => [need, { answer: 'yes' }]),
        ) as unknown as Capabilities,
      ),
    open: (preparation: Preparation) =>
      Promise.resolve(sessionOn(createDevice({ preparation, answers, startsAt: startOfTime }))),
    close: () => Promise.resolve(),
  };
}

function sessionOn(device: VirtualDevice): TargetSession {
  return {
    exchange: (request) => Promise.resolve(device.handle(request)),
    readStores: () => Promise.resolve<readonly StoreEntry[]>(device.stores()),
    wait: (seconds) => {
      device.advance(seconds);
      return Promise.resolve();
    },
    cleanUp: () => Promise.resolve(),
  };
}
