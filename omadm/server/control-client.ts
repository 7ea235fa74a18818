import { openService, type ServiceAddress } from '../http/json-service.ts';
import type { ControlOperation, ManagedDevice } from './control.ts';

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
