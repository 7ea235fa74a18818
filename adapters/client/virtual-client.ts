import { randomBytes } from 'node:crypto';
import type { Answers } from '../../cases/case.ts';
import type { ServiceAddress } from '../../omadm/http/json-service.ts';
import { createDmClient, type SyncOutcome } from '../../omadm/client/dm-client.ts';
import type { PackageOne } from '../../omadm/session/turns.ts';
import { blockingTransport } from '../../pki/scep/blocking-transport.ts';
import { createClock } from '../../simulator/clock.ts';
import type { DeviceInformation } from '../../simulator/device-information.ts';
import { createDevice, type DeviceParts, type VirtualDevice } from '../../simulator/device.ts';
import { freshKeys } from '../../simulator/scep/key-source.ts';
import { serveLaboratory } from '../laboratory/service.ts';
import { simulatorTarget } from '../simulator.ts';
import { enrollDevice, type EnrolledClient, type EnrollingDevice } from './enroll.ts';

export interface VirtualClientOptions extends EnrollingDevice {
  readonly tpm: boolean;
  readonly loginStatus: NonNullable<PackageOne['loginStatus']>;
  readonly answers: Answers;
  /** A seeded fault: the device with one mistake in it. */
  readonly adjustRules?: NonNullable<DeviceParts['adjustRules']>;
  /** Bytes of one message that the device takes. */
  readonly maxMsgSize?: number;
  /** Lets tests give the device a state and look into it, over a service with this token. */
  readonly laboratory?: { readonly token: string; readonly port?: number };
  /** Told of each session. */
  readonly told?: (outcome: SyncOutcome) => void;
}

/** A virtual Windows device that is enrolled in a management server. */
export interface VirtualClient {
  readonly deviceId: string;
  readonly providerId: string;
  readonly address: string;
  /** Minutes between sessions, as the server wants it; undefined where it wants none. */
  readonly pollMinutes: number | undefined;
  readonly laboratory?: ServiceAddress;
  sync(initiatedBy?: PackageOne['initiatedBy']): Promise<SyncOutcome>;
  close(): Promise<void>;
}

/**
 * Enrolls a virtual device and makes it ready for sessions. With a laboratory it is a new device for each case; without
 * one it is the same all the time, in real time, and its SCEP client asks real servers.
 * @throws EnrollmentFailure, CallFailure
 */
export async function startVirtualClient(options: VirtualClientOptions): Promise<VirtualClient> {
  const { laboratory, told, loginStatus, deviceId, maxMsgSize } = options;
  const client = await enrollDevice(options);
  const { account, poll } = client.enrollment;
  const sync = (initiatedBy?: PackageOne['initiatedBy']): Promise<SyncOutcome> =>
    dm.sync(initiatedBy).then((outcome) => {
      told?.(outcome);
      return outcome;
    });
  const served =
    laboratory === undefined
      ? undefined
      : await serveLaboratory(simulatorTarget(deviceOptions(options)), {
          ...laboratory,
          sync: () => {
            void sync('server');
          },
        });
  const own = served === undefined ? deviceInRealTime(options, client) : undefined;
  const dm = createDmClient({
    account,
    caller: client.caller,
    handle: (document) => served?.handle(document) ?? own?.handle(document),
    loginStatus,
    devInfo: devInfoOf(deviceId),
    sleep: (seconds) => new Promise((resolve) => setTimeout(resolve, 1000 * seconds)),
    ...(maxMsgSize === undefined ? {} : { maxMsgSize }),
  });
  return {
    deviceId,
    providerId: account.providerId,
    address: account.address,
    pollMinutes: poll.intervalForFirstSetOfRetries,
    ...(served === undefined || laboratory === undefined
      ? {}
      : { laboratory: { url: served.service.url, token: laboratory.token } }),
    sync,
    close: async () => {
      client.caller.close();
      own?.close();
      await served?.close();
    },
  };
}

function deviceOptions({
  answers,
  adjustRules,
}: VirtualClientOptions): Parameters<typeof simulatorTarget>[0] {
  return { answers, ...(adjustRules === undefined ? {} : { adjustRules }) };
}

interface RealTimeDevice extends Pick<VirtualDevice, 'handle'> {
  close(): void;
}

/** Seconds after which the device looks again whether an enrollment has something to do. */
const tick = 1;

function deviceInRealTime(options: VirtualClientOptions, { mdmCertificate }: EnrolledClient): RealTimeDevice {
  const clock = createClock(Date.now());
  const { edition, tpm, answers, adjustRules } = options;
  const device = createDevice(
    {
      preparation: {
        edition,
        tpm,
        certificates: [],
        helloContainers: [],
        mdmCertificate,
      },
      answers,
      startsAt: clock.now(),
    },
    {
      clock,
      information: informationOf(options),
      scep: { transport: blockingTransport, keys: freshKeys(), random: (length) => randomBytes(length) },
      ...(adjustRules === undefined ? {} : { adjustRules }),
    },
  );
  const catchUp = (): void => {
    device.advance(Math.max(0, (Date.now() - clock.now()) / 1000));
  };
  const timer = setInterval(catchUp, 1000 * tick);
  return {
    handle: (document) => {
      catchUp();
      return device.handle(document);
    },
    close: () => {
      clearInterval(timer);
    },
  };
}

/** What management servers ask a new device for. */
function informationOf({ deviceId, edition }: VirtualClientOptions): DeviceInformation {
  return {
    DevInfo: devInfoOf(deviceId),
    DevDetail: {
      SwV: `${edition}.1`,
      FwV: '',
      HwV: '',
      OEM: 'ClientCertificateInstall conformance',
      DevTyp: 'Virtual device',
      LrgObj: 'true',
    },
  };
}

/** ./DevInfo, as package 1 gives it (device-and-mdm.md, 5.2). */
function devInfoOf(deviceId: string): Readonly<Record<string, string>> {
  return {
    DevId: deviceId,
    Man: 'ClientCertificateInstall conformance',
    Mod: 'Virtual device',
    DmV: '1.3',
    Lang: 'en-US',
  };
}
