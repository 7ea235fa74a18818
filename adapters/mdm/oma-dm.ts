import { readFileSync } from 'node:fs';
import type { Preparation } from '../../cases/case.ts';
import { OperationFailure, type ServiceAddress } from '../../omadm/http/json-service.ts';
import { openControl, type Control } from '../../omadm/server/control-client.ts';
import type { ManagedDevice } from '../../omadm/server/control.ts';
import { openLaboratory, type RemoteLaboratory } from '../laboratory/client.ts';
import { TargetFailure, type Target, type TargetSession } from '../target.ts';
import { addressesUser, deletionOf } from './clean-up.ts';
import type { MdmDriver, MdmSettings } from './driver.ts';
import { capabilitiesOf, editionRefusal, identityOf, withLoginStatus } from './foreign-device.ts';

/** Where a management server says how its control is reached; relative to the current folder. */
export const defaultControlFile = '.cache/mdm-server/control.json';

/** The suite's own management server, which runs in another process (`conform mdm-server`, or the run itself). */
export const omaDmDriver: MdmDriver = {
  name: 'oma-dm',
  description: "the suite's own management server and a device that is enrolled in it",
  // A device that nobody can wake comes every minute (the Poll nodes of the enrollment).
  pace: { patience: 120_000 },
  create: (settings) => omaDmTarget(settings),
};

/**
 * A device that is enrolled in the suite's management server. It is leased with the first case and given back at the
 * end. Documents go out byte for byte inside its sessions.
 * @throws RangeError where no server is running
 */
export function omaDmTarget(settings: MdmSettings): Target {
  const control = openControl(readControlFile(settings.control ?? defaultControlFile));
  let leasing: Promise<Leased> | undefined;
  let foreign: ManagedDevice | undefined;
  const device = (): Promise<Leased> =>
    (leasing ??= leaseDevice(control, settings.host).then((leased) => {
      if (leased.laboratory === undefined) foreign = leased.managed;
      return leased;
    }));
  return {
    identity: async () => {
      const { laboratory, managed } = await device();
      if (laboratory === undefined) return identityOf(managed);
      const { identity } = await laboratory.identity();
      return { ...identity, target: 'mdm', description: `${identity.description}, by OMA-DM over HTTPS` };
    },
    capabilities: async () => {
      const { laboratory, managed } = await device();
      return laboratory === undefined
        ? capabilitiesOf(managed)
        : withLoginStatus((await laboratory.identity()).capabilities, managed);
    },
    refusal: (testCase) => (foreign === undefined ? undefined : editionRefusal(foreign, testCase)),
    open: async (preparation) => openSession(control, await device(), preparation),
    close: async () => {
      // Nothing was leased where no case came so far.
      const { managed, laboratory } = (await leasing) ?? {};
      laboratory?.close();
      if (managed !== undefined) await control.release(managed.deviceId);
      control.close();
    },
  };
}

interface Leased {
  readonly managed: ManagedDevice;
  readonly laboratory?: RemoteLaboratory;
}

async function leaseDevice(control: Control, host: string | undefined): Promise<Leased> {
  const managed = await carriedOut(control.lease(host));
  return managed.laboratory === undefined
    ? { managed }
    : { managed, laboratory: openLaboratory(managed.laboratory) };
}

async function openSession(
  control: Control,
  { managed, laboratory }: Leased,
  preparation: Preparation,
): Promise<TargetSession> {
  const { deviceId } = managed;
  const sent: Uint8Array[] = [];
  await laboratory?.open(preparation);
  const unseen = (what: string): Promise<never> =>
    Promise.reject(new TargetFailure('laboratory', `${what} can not be seen on this device`));
  return {
    exchange: (document) => {
      sent.push(document);
      return carriedOut(control.exchange(deviceId, document, { user: addressesUser(document) }));
    },
    readStores: () => laboratory?.readStores() ?? unseen('certificate stores'),
    readScepLog: () => laboratory?.readScepLog() ?? unseen('what SCEP servers were asked'),
    removeKeys: (scope) => laboratory?.removeKeys(scope) ?? unseen('keys'),
    wait: (seconds) => laboratory?.wait(seconds) ?? unseen('time'),
    cleanUp: async () => {
      // A laboratory device is new with each case; any other one keeps what it was given.
      const deletion = laboratory === undefined ? deletionOf(sent) : undefined;
      if (deletion !== undefined) {
        await carriedOut(control.exchange(deviceId, deletion.document, { user: deletion.user }));
      }
      await carriedOut(control.caseOver(deviceId));
    },
  };
}

async function carriedOut<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof OperationFailure)) throw error;
    throw new TargetFailure(error.layer, error.message);
  }
}

function readControlFile(file: string): ServiceAddress {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ServiceAddress;
  } catch {
    throw new RangeError(
      `no management server is running: ${file} is not there. Start one with "npx conform mdm-server".`,
    );
  }
}
