import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TargetSession } from '../../../adapters/target.ts';
import { fleetPayload, validateCommand, validateProfile } from './fleet-windows.ts';

/** The one host of the server. */
export const host = {
  uuid: '4C4C4544-0042-4B10-8050-B4C04F4D5432',
  hostname: 'lab-windows-1',
  platform: 'windows',
  os_version: 'Windows 11 Enterprise 24H2 10.0.26100.1742',
  team_id: 7,
};

export const token = 'secret-token-of-a-test';

export interface FleetOptions {
  /** The device that is enrolled; none: it never answers. */
  readonly device?: TargetSession;
  /** How often the result of a command is asked for before the device has synced. */
  readonly pendingPolls?: number;
  /** Newer versions list a pending command, older ones answer `{}`. */
  readonly listsPending?: boolean;
  readonly hostsInTeam?: number;
  /** What this version makes of a profile beyond new CmdIDs. */
  readonly rewrite?: (payload: string) => string;
  /** What it keeps of the device's message. */
  readonly keep?: (result: string) => string;
}

/** An answer in place of the usual one. */
export interface Instead {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Seen {
  readonly call: string;
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface FleetServer {
  readonly url: string;
  readonly seen: readonly Seen[];
  /** Names of the profiles that are there. */
  readonly profiles: () => readonly string[];
  /** Answers the next requests of this kind, such as `POST commands/run`, in another way. */
  instead(call: string, ...answers: readonly Instead[]): void;
  close(): Promise<void>;
}

interface Queued {
  readonly uuid: string;
  readonly payload: string;
  readonly requestType: string;
  polls: number;
  result?: string;
}

class Problem extends Error {
  readonly status: number;
  constructor(status: number, reason: string) {
    super(reason);
    this.status = status;
  }
}

/**
 * A server that follows the JSON that Fleet documents (docs/REST API/rest-api.md; device-and-mdm.md, 8.1), with a
 * device behind it that carries out what is queued when it syncs.
 */
export async function startFleet({
  device,
  pendingPolls = 1,
  listsPending = true,
  hostsInTeam = 1,
  rewrite = (payload) => payload,
  keep = (result) => result,
}: FleetOptions = {}): Promise<FleetServer> {
  const seen: Seen[] = [];
  const commands: Queued[] = [];
  const profiles = new Map<string, string>();
  const overrides = new Map<string, Instead[]>();
  let messages = 1;

  /** One DM session: Fleet sends all that waits in one message, beside its own. */
  const sync = async (): Promise<void> => {
    const waiting = commands.filter(({ result }) => result === undefined);
    const own = `<Get><CmdID>${randomUUID()}</CmdID><Item><Target><LocURI>./DevDetail/SwV</LocURI></Target></Item></Get>`;
    const body = [own, ...waiting.map(({ payload }) => payload)].join('');
    messages++;
    const reply = await device?.exchange(Buffer.from(messageOf(messages, body)));
    if (reply === undefined) return;
    for (const command of waiting) command.result = keep(Buffer.from(reply).toString('utf8'));
  };

  const queue = (uuid: string, payload: string, requestType: string): void => {
    if (commands.some((command) => command.uuid === uuid)) {
      throw new Problem(409, `MDMWindowsCommand "${uuid}" already exists`);
    }
    commands.unshift({ uuid, payload, requestType, polls: 0 });
  };

  const rowOf = ({ uuid, payload, requestType, result }: Queued) => ({
    host_uuid: host.uuid,
    command_uuid: uuid,
    status: result === undefined ? 'Pending' : '200',
    updated_at: '2026-01-01T00:00:00Z',
    request_type: requestType,
    hostname: host.hostname,
    payload: base64(payload),
    result: base64(result ?? ''),
  });

  const routes: Readonly<Record<string, (request: Seen) => unknown>> = {
    'GET hosts/identifier/:id': ({ call }) => {
      const id = decodeURIComponent(call.split('/').at(-1) ?? '');
      if (id !== host.uuid && id !== host.hostname)
        throw new Problem(404, 'Host was not found in the datastore');
      return { host };
    },
    'GET hosts/count': () => ({ count: hostsInTeam }),
    'POST commands/run': ({ body }) => {
      const { command, host_uuids } = JSON.parse(body.toString()) as {
        command: string;
        host_uuids: readonly string[];
      };
      if (!host_uuids.includes(host.uuid)) throw new Problem(404, 'host not found');
      const payload = Buffer.from(command, 'base64').toString('utf8');
      const valid = validateCommand(payload);
      if ('reason' in valid) throw new Problem(400, valid.reason);
      queue(valid.cmdId, payload, valid.target);
      return { command_uuid: valid.cmdId, request_type: valid.target, platform: 'windows' };
    },
    'GET commands': () => ({
      results: commands.map((command) => ({ ...rowOf(command), payload: undefined, result: undefined })),
    }),
    'GET commands/results': async ({ query }) => {
      const uuid = new URLSearchParams(query).get('command_uuid');
      const command = commands.find((each) => each.uuid === uuid);
      if (command === undefined) throw new Problem(404, 'MDMCommand was not found in the datastore');
      if (command.result === undefined && ++command.polls > pendingPolls) await sync();
      if (command.result === undefined && !listsPending) return {};
      return { results: [rowOf(command)] };
    },
    'POST configuration_profiles': ({ headers, body }) => {
      const parts = partsOf(headers['content-type'] ?? '', body.toString('utf8'));
      if (parts.get('team_id')?.content !== String(host.team_id)) throw new Problem(400, 'the wrong team');
      const { filename = '', content: text = '' } = parts.get('profile') ?? {};
      const reason = validateProfile(text);
      if (reason !== undefined) throw new Problem(400, reason);
      const uuid = `w${randomUUID()}`;
      profiles.set(uuid, filename.replace(/\.xml$/, ''));
      const commandId = randomUUID();
      queue(commandId, rewrite(fleetPayload(text, commandId)), 'InstallProfile');
      return { profile_uuid: uuid };
    },
    'GET configuration_profiles': () => ({
      profiles: [...profiles].map(([profile_uuid, name]) => ({ profile_uuid, name, platform: 'windows' })),
    }),
    'DELETE configuration_profiles/:id': ({ call }) => {
      if (!profiles.delete(call.split('/').at(-1) ?? '')) throw new Problem(404, 'no such profile');
      return undefined;
    },
  };

  const answer = async (request: Seen): Promise<Instead> => {
    const known = request.call.replace(/(identifier|DELETE configuration_profiles)\/.*$/, '$1/:id');
    const override = overrides.get(known)?.shift();
    if (override !== undefined) return override;
    try {
      if (request.headers.authorization !== `Bearer ${token}`)
        throw new Problem(401, 'Authentication required');
      const route = routes[known];
      if (route === undefined) throw new Problem(404, 'no such route');
      const body = await route(request);
      return { status: 200, body: body === undefined ? '' : JSON.stringify(body) };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { status: error.status, body: problemJson(error.message) };
    }
  };

  const server = createServer((incoming, outgoing) => {
    void bodyOf(incoming).then(async (body) => {
      const { pathname, search } = new URL(incoming.url ?? '/', 'http://localhost');
      const call = `${incoming.method ?? ''} ${pathname.replace('/api/v1/fleet/', '')}`;
      const request: Seen = { call, query: search, headers: incoming.headers, body };
      seen.push(request);
      const { status, headers, body: text = '' } = await answer(request);
      outgoing.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    seen,
    profiles: () => [...profiles.values()],
    instead: (call, ...answers) => {
      overrides.set(call, [...(overrides.get(call) ?? []), ...answers]);
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** Fleet's own form of an error (docs, API errors). */
export function problemJson(reason: string): string {
  return JSON.stringify({ message: 'Bad request', errors: [{ name: 'base', reason }], uuid: randomUUID() });
}

function messageOf(id: number, body: string): string {
  return (
    `<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto>` +
    `<SessionID>34</SessionID><MsgID>${id}</MsgID><Target><LocURI>203FF446B0B62E4EA90B5D3385A0F96B</LocURI></Target>` +
    `<Source><LocURI>https://fleet.example.com/api/mdm/microsoft/management</LocURI></Source></SyncHdr>` +
    `<SyncBody>${body}<Final/></SyncBody></SyncML>`
  );
}

interface Part {
  readonly filename?: string;
  readonly content: string;
}

/** The parts of a form by their names (RFC 7578). */
function partsOf(contentType: string, body: string): ReadonlyMap<string, Part> {
  const [, boundary = ''] = /boundary=(.+)$/.exec(contentType) ?? [];
  const parts = new Map<string, Part>();
  for (const part of body.split(`--${boundary}`)) {
    const [head = '', ...rest] = part.split('\r\n\r\n');
    const [, name] = /; name="([^"]*)"/.exec(head) ?? [];
    const [, filename] = /; filename="([^"]*)"/.exec(head) ?? [];
    const content = rest.join('\r\n\r\n').replace(/\r\n$/, '');
    if (name !== undefined) parts.set(name, { content, ...(filename === undefined ? {} : { filename }) });
  }
  return parts;
}

function base64(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces);
}
