import type { RandomBytes } from '../../pki/random.ts';
import type { Authentication } from '../account.ts';
import { createEnrollmentService } from '../enrollment/service.ts';
import type { EnrolledDevice as NewDevice } from '../enrollment/service-options.ts';
import { managementPath } from '../enrollment/namespaces.ts';
import type { ServiceAddress } from '../http/json-service.ts';
import { serveHttp, type ServedRequest, type ServedResponse, type TlsIdentity } from '../http/serve.ts';
import { createServerSession } from '../session/server-session.ts';
import type { SessionLimits } from '../session/turns.ts';
import { openChannel, type Channel, type ChannelEvent } from './channel.ts';
import { serveControl } from './control.ts';
import type { ServerAuthority } from './identities.ts';
import { managementEndpoint } from './management.ts';
import type { EnrolledDevice, Registry } from './registry.ts';
import { wakeLaboratory } from './wake.ts';

export interface MdmServerOptions {
  readonly host: string;
  /** 0: one that is free. */
  readonly port: number;
  /** Name by which devices reach the server, where it is not `host`. */
  readonly name?: string;
  readonly tls: TlsIdentity;
  readonly authority: ServerAuthority;
  readonly registry: Registry;
  readonly providerId: string;
  readonly authentication: Authentication;
  /** Whether user and password may enroll a device; has to take as long for wrong ones. */
  readonly mayEnroll: (user: string, password: string) => boolean;
  readonly control: { readonly token: string; readonly port?: number; readonly leaseGrace?: number };
  /** Milliseconds for which a session waits for a further document. */
  readonly hold: number;
  readonly limits?: SessionLimits;
  readonly now: () => Date;
  readonly randomBytes: RandomBytes;
  readonly told?: (event: ServerEvent) => void;
}

/** What happens at the server, for those who watch it. */
export type ServerEvent =
  | { readonly kind: 'enrolled'; readonly device: EnrolledDevice }
  | { readonly kind: 'left'; readonly deviceId: string }
  | { readonly kind: 'turned-away'; readonly reason: string }
  | { readonly kind: 'session'; readonly deviceId: string; readonly event: ChannelEvent };

export interface MdmServer {
  /** Such as https://mdm.example.com:8443. */
  readonly url: string;
  readonly control: ServiceAddress;
  close(): Promise<void>;
}

/** What a device may send: replies of the CSP are small, a Get of everything below it has some hundred kilobytes. */
export const sessionLimits: SessionLimits = {
  message: 2_000_000,
  object: 4_000_000,
  reply: 4_000_000,
  messages: 2000,
};

/** Type of the alert with which a device leaves (MS-MDM, Alert 1226). */
const unenrollment = /^com\.microsoft:mdm\.unenrollment/i;

/**
 * The suite's own management server: enrollment, DM sessions, and the control by which cases are sent.
 * @throws the error of listening, such as EADDRINUSE
 */
export async function startMdmServer(options: MdmServerOptions): Promise<MdmServer> {
  const { registry, control, told } = options;
  const laboratories = new Map<string, ServiceAddress>();
  const channels = channelsOf(options, laboratories);
  const management = managementEndpoint({
    registry,
    requireCertificate: true,
    channelOf: channels.of,
    turnedAway: (reason) => told?.({ kind: 'turned-away', reason }),
  });
  let handle: (request: ServedRequest) => Promise<ServedResponse> = management;
  const service = await serveHttp({
    host: options.host,
    port: options.port,
    tls: options.tls,
    maximumBody: (options.limits ?? sessionLimits).message,
    handle: (request) => handle(request),
  });
  const url = `https://${urlHost(options.name ?? options.host)}:${service.port}`;
  const enrollment = createEnrollmentService({
    baseUrl: url,
    providerId: options.providerId,
    providerName: 'ClientCertificateInstall conformance',
    authority: options.authority,
    authenticate: options.mayEnroll,
    authentication: options.authentication,
    now: options.now,
    randomBytes: options.randomBytes,
    enrolled: (device) => {
      const entry = entryOf(device, options.now());
      registry.add(entry);
      channels.forget(entry.account.deviceId);
      told?.({ kind: 'enrolled', device: entry });
    },
  });
  handle = async (request) => {
    if (!enrollment.serves(request.path)) {
      return isManagement(request.path) ? management(request) : { status: 404, body: 'Nothing is here.\n' };
    }
    const headers = Object.fromEntries(
      Object.entries(request.headers).flatMap(([name, value]) =>
        value === undefined ? [] : [[name, value]],
      ),
    ) as Record<string, string>;
    return enrollment.handle({ ...request, headers });
  };
  const controlService = await serveControl({
    registry,
    channelOf: channels.of,
    laboratories,
    ...control,
  });
  return {
    url,
    control: { url: controlService.url, token: control.token },
    close: async () => {
      await Promise.all([service.close(), controlService.close()]);
    },
  };
}

interface Channels {
  readonly of: (device: EnrolledDevice) => Channel;
  forget(deviceId: string): void;
}

function channelsOf(
  { authentication, hold, limits = sessionLimits, randomBytes, registry, told }: MdmServerOptions,
  laboratories: ReadonlyMap<string, ServiceAddress>,
): Channels {
  const channels = new Map<string, Channel>();
  const open = ({ account: { deviceId } }: EnrolledDevice): Channel =>
    openChannel({
      hold,
      newSession: () => {
        const account = registry.find(deviceId)?.account;
        if (account === undefined) throw new Error(`${deviceId} left while it spoke`);
        return createServerSession({
          serverUri: account.address,
          authentication,
          device: account.device,
          server: account.server,
          nonceGiven: (nonce) => {
            registry.giveNonce(deviceId, nonce);
          },
          limits,
          randomBytes,
        });
      },
      wake: () => wakeLaboratory(laboratories.get(deviceId)),
      told: (event) => {
        if (event.kind === 'alert' && unenrollment.test(event.alert.type ?? '')) {
          registry.remove(deviceId);
          channels.delete(deviceId);
          told?.({ kind: 'left', deviceId });
        }
        told?.({ kind: 'session', deviceId, event });
      },
    });
  return {
    of: (device) => {
      const known = channels.get(device.account.deviceId) ?? open(device);
      channels.set(device.account.deviceId, known);
      return known;
    },
    forget: (deviceId) => {
      channels.get(deviceId)?.abandon('the device enrolled anew');
      channels.delete(deviceId);
    },
  };
}

function entryOf({ account, thumbprint, user, context }: NewDevice, now: Date): EnrolledDevice {
  return {
    account,
    certificateThumbprint: thumbprint,
    user,
    about: Object.fromEntries([...context].map(([name, values]) => [name, values.join(', ')])),
    enrolledAt: now.toISOString(),
  };
}

function isManagement(path: string): boolean {
  return path.split('?', 1)[0]?.toLowerCase() === managementPath.toLowerCase();
}

function urlHost(name: string): string {
  return name.includes(':') ? `[${name}]` : name;
}
