import type { FleetClient } from './client.ts';
import { FleetFailure } from './failure.ts';
import { listIn, numberIn, recordIn, textIn } from './json.ts';

/** The device as Fleet knows it. */
export interface FleetHost {
  readonly uuid: string;
  readonly name: string;
  /** Such as "Windows 11 Enterprise 24H2 10.0.26100.1742". */
  readonly system?: string;
  /** Of Windows, such as 10.0.26100.1742. */
  readonly build?: string;
  /** Id of its team (newer versions say fleet); absent for a host in none. */
  readonly team?: number;
}

/** A command that Fleet has for the host; its answer is absent as long as the host has not given it. */
export interface FleetCommand {
  /** The commands as Fleet sends them. */
  readonly payload?: string;
  /** The whole message of the device that holds the answer. */
  readonly result?: Uint8Array;
}

/** What of Fleet's REST API this driver uses (fleet, docs/REST API/rest-api.md). */
export interface FleetApi {
  host(identifier: string): Promise<FleetHost>;
  /** How many hosts a profile would reach that is given to the host's team. */
  hostsBeside(host: FleetHost): Promise<number>;
  /** @returns the UUID of the command */
  runCommand(host: FleetHost, command: string): Promise<string>;
  /** UUIDs of the newest commands of the host. */
  newestCommands(host: FleetHost): Promise<readonly string[]>;
  /** undefined where Fleet knows nothing of it yet. */
  command(host: FleetHost, uuid: string): Promise<FleetCommand | undefined>;
  /** @returns the UUID of the profile */
  addProfile(host: FleetHost, name: string, content: string): Promise<string>;
  /** UUID of the profile with this name; undefined where there is none. */
  profileNamed(host: FleetHost, name: string): Promise<string | undefined>;
  /** Also one that is gone already. */
  deleteProfile(uuid: string): Promise<void>;
}

const hostMissing = 'give --mdm-host the UUID or the hostname of a host that this Fleet has';

/** @param signal gives up what is under way */
export function fleetApi(client: FleetClient, signal?: AbortSignal): FleetApi {
  const until = signal === undefined ? {} : { signal };
  return {
    host: async (identifier) => {
      const to = 'look up the host';
      const path = `hosts/identifier/${encodeURIComponent(identifier)}`;
      const answer = await client.send({ method: 'GET', path, to, missing: hostMissing, ...until });
      return hostIn(recordIn(answer, 'host'), identifier);
    },

    hostsBeside: async ({ team }) => {
      const to = 'count the hosts that a profile would reach';
      // Without a team all hosts are counted, also those of teams: rather too many than too few.
      const query = team === undefined ? {} : { query: { team_id: String(team) } };
      const missing = 'this Fleet can not count hosts; take a newer one';
      const answer = await client.send({
        method: 'GET',
        path: 'hosts/count',
        to,
        missing,
        ...query,
        ...until,
      });
      return numberIn(answer, 'count') ?? unexpected(to, 'count');
    },

    runCommand: async ({ uuid }, command) => {
      const to = 'run a command';
      const json = { command: Buffer.from(command, 'utf8').toString('base64'), host_uuids: [uuid] };
      const answer = await client.send({
        method: 'POST',
        path: 'commands/run',
        body: { json },
        to,
        missing: hostMissing,
        ...until,
      });
      if (listIn(answer, 'failed_uuids').length > 0) {
        throw new FleetFailure(
          'laboratory',
          `Fleet was asked to ${to} and says that it failed for this host (failed_uuids): look at the host in Fleet, is its MDM on?`,
        );
      }
      return textIn(answer, 'command_uuid') ?? unexpected(to, 'command_uuid');
    },

    newestCommands: async ({ uuid }) => {
      const query = {
        host_identifier: uuid,
        order_key: 'updated_at',
        order_direction: 'desc',
        per_page: '100',
      };
      const to = "list the host's commands";
      const answer = await client.send({
        method: 'GET',
        path: 'commands',
        query,
        to,
        missing: hostMissing,
        ...until,
      });
      return listIn(answer, 'results').flatMap((row) => textIn(row, 'command_uuid') ?? []);
    },

    command: async (host, uuid) => {
      const answer = await client.send({
        method: 'GET',
        path: 'commands/results',
        query: { command_uuid: uuid, host_identifier: host.uuid },
        to: 'give the result of a command',
        missing: 'Fleet has lost the command; run the case again',
        ...until,
      });
      const row = listIn(answer, 'results').find((each) => textIn(each, 'host_uuid') === host.uuid);
      return row === undefined ? undefined : commandIn(row);
    },

    addProfile: async ({ team }, name, content) => {
      const to = 'add a profile';
      const form = new FormData();
      if (team !== undefined) form.set('team_id', String(team));
      form.set('profile', new Blob([content], { type: 'application/octet-stream' }), `${name}.xml`);
      const missing = 'the team of the host is gone; look at the host in Fleet';
      const path = 'configuration_profiles';
      const answer = await client.send({ method: 'POST', path, body: { form }, to, missing, ...until });
      return textIn(answer, 'profile_uuid') ?? unexpected(to, 'profile_uuid');
    },

    profileNamed: async ({ team }, name) => {
      const query = { per_page: '1000', ...(team === undefined ? {} : { team_id: String(team) }) };
      const answer = await client.send({
        method: 'GET',
        path: 'configuration_profiles',
        query,
        to: 'list the profiles',
        missing: 'the team of the host is gone; look at the host in Fleet',
        ...until,
      });
      const profile = listIn(answer, 'profiles').find((each) => textIn(each, 'name') === name);
      return textIn(profile, 'profile_uuid');
    },

    deleteProfile: async (uuid) => {
      const to = 'delete a profile of this suite';
      const path = `configuration_profiles/${encodeURIComponent(uuid)}`;
      try {
        await client.send({ method: 'DELETE', path, to, missing: 'it is gone already', ...until });
      } catch (error) {
        if (!(error instanceof FleetFailure && error.status === 404)) throw error;
      }
    },
  };
}

function hostIn(host: unknown, identifier: string): FleetHost {
  const uuid = textIn(host, 'uuid') ?? unexpected('look up the host', 'uuid');
  const platform = textIn(host, 'platform');
  if (platform !== undefined && platform !== 'windows') {
    const reason = `the host ${identifier} has the platform ${platform}: give --mdm-host a host with Windows`;
    throw new FleetFailure('laboratory', reason);
  }
  const system = textIn(host, 'os_version');
  const build = /\b10\.0\.\d+(?:\.\d+)?/.exec(system ?? '')?.[0];
  const team = numberIn(host, 'team_id');
  return {
    uuid,
    name: textIn(host, 'hostname') ?? identifier,
    ...(system === undefined ? {} : { system }),
    ...(build === undefined ? {} : { build }),
    ...(team === undefined || team === 0 ? {} : { team }),
  };
}

/** Older versions list no pending command at all, newer ones with the status Pending and without a result. */
function commandIn(row: unknown): FleetCommand {
  const payload = textIn(row, 'payload');
  const result = textIn(row, 'status') === 'Pending' ? undefined : textIn(row, 'result');
  return {
    ...(payload === undefined ? {} : { payload: Buffer.from(payload, 'base64').toString('utf8') }),
    ...(result === undefined ? {} : { result: Buffer.from(result, 'base64') }),
  };
}

function unexpected(to: string, key: string): never {
  throw new FleetFailure(
    'transport',
    `Fleet was asked to ${to} and answered without ${key}: is --mdm-url the address of a Fleet server?`,
  );
}
