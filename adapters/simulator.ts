import type { Answers, Need, Preparation, ScepServer } from '../cases/case.ts';
import { openPool } from '../pki/pool.ts';
import { seededRandom } from '../pki/random.ts';
import { authoritiesOf, type Authorities } from '../pki/scep/authorities.ts';
import { createScepCa, type ScepCa } from '../pki/scep/ca.ts';
import { syncTransport } from '../pki/scep/transport.ts';
import { createClock, type Clock } from '../simulator/clock.ts';
import { createDevice, type DeviceParts, type VirtualDevice } from '../simulator/device.ts';
import type { ScepAccess } from '../simulator/scep/client.ts';
import { poolKeys } from '../simulator/scep/key-source.ts';
import type { Capabilities, Target, TargetIdentity, TargetSession } from './target.ts';

/** The virtual clock's first moment in every case, so that a case gives the same bytes whenever it runs. */
const startOfTime = Date.UTC(2026, 0, 1);

const can: Readonly<Record<Need, true>> = {
  exchange: true,
  get: true,
  atomic: true,
  'device-scope': true,
  'user-scope': true,
  tpm: true,
  'no-tpm': true,
  'hello-container': true,
  'prepared-certificates': true,
  'store-read-back': true,
  'passing-time': true,
  'scep-servers': true,
  'key-removal': true,
  'raw-bytes': true,
  edition: true,
};

export interface SimulatorOptions {
  /** What the device answers to the ambiguities; what is not named gets the simulator's default. */
  readonly answers?: Answers;
  /** Breaks or changes rules of the device: gets the right ones, gives those to use. */
  readonly adjustRules?: NonNullable<DeviceParts['adjustRules']>;
}

/** The embedded virtual device, with SCEP servers beside it: in process, nothing to install. Each case gets a new device. */
export function simulatorTarget({ answers = {}, adjustRules }: SimulatorOptions = {}): Target {
  return {
    identity: () =>
      Promise.resolve<TargetIdentity>({ target: 'simulator', description: 'virtual device of this suite' }),
    capabilities: () =>
      Promise.resolve(
        Object.fromEntries(
          Object.keys(can).map((need) => [need, { answer: 'yes' }]),
        ) as unknown as Capabilities,
      ),
    open: async (preparation) => {
      const clock = createClock(startOfTime);
      const laboratory = await scepLaboratory(preparation, clock);
      const device = createDevice(
        { preparation, answers, startsAt: startOfTime },
        {
          clock,
          scep: laboratory.access,
          ...(adjustRules === undefined ? {} : { adjustRules }),
        },
      );
      return sessionOn(device, laboratory.servers);
    },
    close: () => Promise.resolve(),
  };
}

interface RunningServer {
  readonly url: string;
  readonly ca: ScepCa;
}

interface ScepLaboratory {
  readonly servers: readonly RunningServer[];
  readonly access: ScepAccess;
}

async function scepLaboratory(preparation: Preparation, clock: Clock): Promise<ScepLaboratory> {
  const pool = await openPool();
  const authorities = authoritiesOf(pool);
  const servers = (preparation.scepServers ?? []).map((server) => startServer(server, authorities, clock));
  const transport = syncTransport(Object.fromEntries(servers.map(({ url, ca }) => [url, ca])));
  return { servers, access: { transport, keys: poolKeys(pool), random: seededRandom('scep client') } };
}

/** Its answers depend on nothing but its URL and what it is asked, so that a case can be repeated. */
function startServer({ url, script }: ScepServer, authorities: Authorities, clock: Clock): RunningServer {
  const now = (): Date => new Date(clock.now());
  return { url, ca: createScepCa({ authorities, script, now, random: seededRandom(`scep server ${url}`) }) };
}

function sessionOn(device: VirtualDevice, servers: readonly RunningServer[]): TargetSession {
  return {
    exchange: (request) => Promise.resolve(device.handle(request)),
    readStores: () => Promise.resolve(device.stores()),
    readScepLog: () => Promise.resolve(servers.map(({ url, ca }) => ({ url, entries: [...ca.log] }))),
    removeKeys: (scope) => {
      device.removeKeys(scope);
      return Promise.resolve();
    },
    wait: (seconds) => {
      device.advance(seconds);
      return Promise.resolve();
    },
    cleanUp: () => Promise.resolve(),
  };
}
