import {
  OperationFailure,
  serveOperations,
  type Operations,
  type Parcel,
  type ServiceAddress,
} from '../http/json-service.ts';
import type { HttpService } from '../http/serve.ts';
import type { PackageOne } from '../session/turns.ts';
import { createLeases } from './leases.ts';
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
export type ControlOperation =
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
