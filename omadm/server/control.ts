import {
  OperationFailure,
  openService,
  serveOperations,
  type Operations,
  type Parcel,
  type ServiceAddress,
} from '../http/json-service.ts';
import type { HttpService } from '../http/serve.ts';
import type { PackageOne } from '../session/turns.ts';
import { NoAnswer, type Channel } from './channel.ts';
import type { EnrolledDevice, Registry } from './registry.ts';

/** What those who send documents to a device are told of it. */
export interface ManagedDevice {
  readonly deviceId: string;
  readonly user?: string;
  /** What it said at its enrollment. */
  readonly about: Readonly<Record<string, string>>;
  /** What it said at the beginning of its last session; absent where there was none yet. */
  readonly packageOne?: PackageOne;
  /** The service by which the device's state can be given and read, where it has one. */
  readonly laboratory?: ServiceAddress;
}

export interface ControlOptions {
  readonly registry: Registry;
  readonly channelOf: (device: EnrolledDevice) => Channel;
  readonly token: string;
  readonly port?: number;
  /** Services by which devices can be woken and looked at, by DevId; the control adds to them. */
  readonly laboratories: Map<string, ServiceAddress>;
  /** Milliseconds in which whoever leases a device has to show that it is still there; default 10,000. */
  readonly leaseGrace?: number;
}

/** Bytes of a document go as they are; who sends a document names the device in the query. */
type ControlOperation =
  'devices' | 'lease' | 'keep-lease' | 'release' | 'exchange' | 'case-over' | 'end-session' | 'laboratory';

/**
 * The service by which the conformance suites send documents through a management server that runs in another process.
 * A device is leased to one of them at a time; who comes second waits.
 */
export function serveControl(options: ControlOptions): Promise<HttpService> {
  const { registry, channelOf, laboratories } = options;
  const leases = createLeases(options.leaseGrace ?? 10_000);
  const described = (device: EnrolledDevice): ManagedDevice => {
    const { packageOne } = channelOf(device);
    const laboratory = laboratories.get(device.account.deviceId);
    return {
      deviceId: device.account.deviceId,
      about: device.about,
      ...(device.user === undefined ? {} : { user: device.user }),
      ...(packageOne === undefined ? {} : { packageOne }),
      ...(laboratory === undefined ? {} : { laboratory }),
    };
  };
  const channelFor = (query: URLSearchParams): Channel => {
    const device = registry.find(query.get('device') ?? '');
    if (device === undefined)
      throw new OperationFailure('laboratory', 'this device is not enrolled (any more)');
    return channelOf(device);
  };
  const operations: Record<ControlOperation, Operations[string]> = {
    devices: () => ({ json: registry.list().map(described) }),
    lease: async (parcel, _, gone) => {
      const wanted = (jsonOf(parcel) as { deviceId?: string }).deviceId;
      const deviceId = await leases.take(
        () =>
          registry
            .list()
            .map(({ account }) => account.deviceId)
            .filter((id) => wanted === undefined || id === wanted),
        gone,
      );
      const device = registry.find(deviceId);
      if (device === undefined) throw new OperationFailure('laboratory', 'the device has just left');
      return { json: described(device) };
    },
    // Answered by nobody: it stands as long as whoever has the lease is there.
    'keep-lease': (parcel, _, gone) =>
      new Promise((resolve) => {
        const { deviceId } = jsonOf(parcel) as { deviceId: string };
        leases.confirm(deviceId);
        whenGone(gone, () => {
          leases.give(deviceId);
          resolve(undefined);
        });
      }),
    release: (parcel) => {
      leases.give((jsonOf(parcel) as { deviceId: string }).deviceId);
      return undefined;
    },
    exchange: async (parcel, query, gone) => {
      if (parcel === undefined || !('bytes' in parcel)) {
        throw new OperationFailure('laboratory', 'the document is missing');
      }
      const channel = channelFor(query);
      whenGone(gone, () => {
        channel.abandon('nobody waits for the answer any more');
      });
      try {
        const reply = await channel.exchange(parcel.bytes, { user: query.get('user') === 'yes' });
        return reply === undefined ? undefined : { bytes: reply };
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        throw new OperationFailure('transport', error.message);
      }
    },
    'case-over': (_, query) => {
      const channel = channelFor(query);
      channel.abandon('the case is over');
      // A device that comes only by its own schedule would let the next case wait for that.
      if (laboratories.has(query.get('device') ?? '')) channel.endSession();
      return undefined;
    },
    'end-session': (_, query) => {
      channelFor(query).endSession();
      return undefined;
    },
    laboratory: (parcel) => {
      const { deviceId, ...address } = jsonOf(parcel) as ServiceAddress & { deviceId: string };
      laboratories.set(deviceId, address);
      return undefined;
    },
  };
  return serveOperations(operations, {
    token: options.token,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
}

/** An abort that has been already is told too. */
function whenGone(gone: AbortSignal, work: () => void): void {
  if (gone.aborted) work();
  else gone.addEventListener('abort', work);
}

function jsonOf(parcel: Parcel): unknown {
  return parcel !== undefined && 'json' in parcel ? parcel.json : {};
}

interface Leases {
  /** Waits until one of the devices is free. */
  take(candidates: () => readonly string[], gone: AbortSignal): Promise<string>;
  /** Whoever took it is there: it is not taken away any more. */
  confirm(deviceId: string): void;
  give(deviceId: string): void;
}

function createLeases(grace: number): Leases {
  /** With the timers of those that are not confirmed yet. */
  const taken = new Map<string, NodeJS.Timeout>();
  const queue: (() => boolean)[] = [];
  const serveQueue = (): void => {
    for (let index = 0; index < queue.length;) {
      if (queue[index]?.() === true) queue.splice(index, 1);
      else index++;
    }
  };
  const give = (deviceId: string): void => {
    clearTimeout(taken.get(deviceId));
    taken.delete(deviceId);
    serveQueue();
  };
  return {
    take: (candidates, gone) =>
      new Promise((resolve, reject) => {
        if (candidates().length === 0) {
          reject(new OperationFailure('laboratory', 'no such device is enrolled'));
          return;
        }
        queue.push(() => {
          if (gone.aborted) return true;
          const free = candidates().find((id) => !taken.has(id));
          if (free === undefined) return false;
          taken.set(
            free,
            setTimeout(() => {
              give(free);
            }, grace),
          );
          resolve(free);
          return true;
        });
        serveQueue();
      }),
    confirm: (deviceId) => {
      clearTimeout(taken.get(deviceId));
    },
    give,
  };
}

/** The other end of the control, for the processes that run cases. */
export interface Control {
  devices(): Promise<readonly ManagedDevice[]>;
  /**
   * The device is nobody else's until `release`, `close`, or the end of this process.
   * @param deviceId absent: any that is free
   */
  lease(deviceId?: string): Promise<ManagedDevice>;
  release(deviceId: string): Promise<void>;
  exchange(
    deviceId: string,
    document: Uint8Array,
    needs: { readonly user: boolean },
  ): Promise<Uint8Array | undefined>;
  /**
   * A document that is still under way is given up. The session of a device that can be woken ends, so that each case
   * has one of its own; that of any other stays open for the next case, as long as the server holds it.
   */
  caseOver(deviceId: string): Promise<void>;
  /** Ends the session that is open, where nothing is under way in it. */
  endSession(deviceId: string): Promise<void>;
  introduceLaboratory(deviceId: string, laboratory: ServiceAddress): Promise<void>;
  close(): void;
}

/** A device is slow and leases are waited for; whoever calls has a limit of its own. */
const longest = 24 * 3_600_000;

/** Every failure is an OperationFailure. */
export function openControl(address: ServiceAddress): Control {
  const service = openService(address);
  const ask = async (operation: ControlOperation, json?: unknown): Promise<unknown> => {
    const answer = await service.ask(operation, json === undefined ? undefined : { json }, longest);
    return answer !== undefined && 'json' in answer ? answer.json : undefined;
  };
  return {
    devices: async () => (await ask('devices')) as readonly ManagedDevice[],
    lease: async (deviceId) => {
      const device = (await ask('lease', { deviceId })) as ManagedDevice;
      // Ends with `release`, or with this process.
      ask('keep-lease', { deviceId: device.deviceId }).catch(() => undefined);
      return device;
    },
    release: async (deviceId) => {
      await ask('release', { deviceId });
    },
    exchange: async (deviceId, document, { user }) => {
      const query = new URLSearchParams({ device: deviceId, ...(user ? { user: 'yes' } : {}) });
      const answer = await service.ask(`exchange?${query.toString()}`, { bytes: document }, longest);
      return answer !== undefined && 'bytes' in answer ? answer.bytes : undefined;
    },
    caseOver: async (deviceId) => {
      await service.ask(`case-over?${new URLSearchParams({ device: deviceId }).toString()}`);
    },
    endSession: async (deviceId) => {
      await service.ask(`end-session?${new URLSearchParams({ device: deviceId }).toString()}`);
    },
    introduceLaboratory: async (deviceId, laboratory) => {
      await ask('laboratory', { deviceId, ...laboratory });
    },
    close: () => {
      service.close();
    },
  };
}
