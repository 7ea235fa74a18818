import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { TargetSession } from '../../target.ts';
import { fleetApi, type FleetApi, type FleetCommand, type FleetHost } from './api.ts';
import { fleetCapabilities } from './capabilities.ts';
import type { FleetClient } from './client.ts';
import { FleetFailure, wasRefused } from './failure.ts';
import type { LeftBehind } from './left-behind.ts';
import { compareMeaning } from './meaning.ts';
import { fleetProfiles } from './profiles.ts';
import { replyFrom } from './reply.ts';
import { routeOf, type Route } from './route.ts';

export interface SessionSettings {
  readonly client: FleetClient;
  readonly host: FleetHost;
  readonly leftBehind: LeftBehind;
  /** Milliseconds between two questions. */
  readonly pollInterval: number;
  /** Milliseconds after which an answer is no longer expected. */
  readonly answerLimit: number;
}

/** The answer to a document that is on its way: the CmdIDs that Fleet gave, and the device's message. */
interface Answered {
  readonly cmdIds: ReadonlyMap<string, string>;
  readonly result: Uint8Array;
}

type Sendable = Exclude<Route, { kind: 'refused' }>;

/** One case on one host. */
export function fleetSession({
  client,
  host,
  leftBehind,
  pollInterval,
  answerLimit,
}: SessionSettings): TargetSession {
  const ended = new AbortController();
  const api = fleetApi(client, ended.signal);
  const profiles = fleetProfiles(api, fleetApi(client), host);
  const self = Symbol('session');

  /** Asks again and again until there is something. */
  const until = async <Found>(look: () => Promise<Found | undefined>): Promise<Found> => {
    const last = performance.now() + answerLimit;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (performance.now() >= last) throw silent(host, answerLimit);
      await pause(pollInterval, undefined, { signal: ended.signal });
    }
  };

  /** Hands a document over; from then on the device may carry it out, whatever becomes of the case. */
  const handOver = async <Accepted>(
    { document }: Sendable,
    send: () => Promise<Accepted>,
  ): Promise<readonly [Accepted, () => void]> => {
    const takeBack = leftBehind.note(self, document.commands);
    try {
      return [await send(), takeBack];
    } catch (error) {
      if (wasRefused(error)) takeBack();
      throw error;
    }
  };

  const runExec = async (route: Sendable): Promise<Answered> => {
    // The CmdID becomes Fleet's id of the command, which has to be new (fleet issue 14891).
    const command = route.text.replace(/<CmdID>[^<]*<\/CmdID>/, `<CmdID>${randomUUID()}</CmdID>`);
    const [uuid, takeBack] = await handOver(route, () => api.runCommand(host, command));
    const answer = await until(async () => {
      const known = await api.command(host, uuid);
      return known?.result === undefined
        ? undefined
        : answerOf(route.document, known, known.payload ?? command);
    });
    // An Exec makes no request.
    takeBack();
    return answer;
  };

  const applyProfile = async (route: Sendable): Promise<Answered> => {
    await refuseCompany(api, host);
    const dismissed = new Set(await api.newestCommands(host));
    await handOver(route, () => profiles.add(route.text));
    return until(async () => {
      for (const uuid of (await api.newestCommands(host)).filter((each) => !dismissed.has(each))) {
        const known = await api.command(host, uuid);
        if (known?.payload === undefined) continue;
        if (compareMeaning(route.document.commands, known.payload).kind === 'foreign') dismissed.add(uuid);
        else return answerOf(route.document, known, known.payload);
      }
      return undefined;
    });
  };

  return {
    exchange: async (request) => {
      const route = routeOf(request);
      if (route.kind === 'refused') throw new FleetFailure('laboratory', route.reason);
      const { commands, header } = route.document;
      refuseLeftovers(leftBehind.inTheWayOf(self, commands), host);
      const { cmdIds, result } = await (route.kind === 'profile' ? applyProfile : runExec)(route);
      return replyFrom(result, cmdIds, header?.msgId ?? '1');
    },
    readStores: () => Promise.reject(incapable('store-read-back')),
    wait: () => Promise.reject(incapable('passing-time')),
    readScepLog: () => Promise.reject(incapable('scep-servers')),
    removeKeys: () => Promise.reject(incapable('key-removal')),
    cleanUp: async () => {
      ended.abort();
      await profiles.removeAll();
    },
  };
}

/** The answer, as soon as the device has given it; whether Fleet has rewritten the document shows before that. */
function answerOf(
  { commands }: Sendable['document'],
  { result }: FleetCommand,
  payload: string,
): Answered | undefined {
  const comparison = compareMeaning(commands, payload);
  if (comparison.kind !== 'same') {
    const how = comparison.kind === 'rewritten' ? comparison.how : 'what it has queued is something else';
    throw new FleetFailure(
      'laboratory',
      `Fleet rewrote the document, so that its answer says nothing: ${how}; test this case with --mdm=oma-dm`,
    );
  }
  return result === undefined ? undefined : { cmdIds: comparison.cmdIds, result };
}

/** A profile goes to all hosts of a team: others than the target are none of our business. */
async function refuseCompany(api: FleetApi, host: FleetHost): Promise<void> {
  const count = await api.hostsBeside(host);
  if (count <= 1) return;
  throw new FleetFailure(
    'laboratory',
    `a profile would reach all ${count} hosts of the team of ${host.name}: give the host a team of its own in Fleet`,
  );
}

function refuseLeftovers(request: string | undefined, { name }: FleetHost): void {
  if (request === undefined) return;
  throw new FleetFailure(
    'laboratory',
    `an earlier case has left ${request} on ${name}, and Fleet carries no Delete: set the device back to its snapshot and run this case alone`,
  );
}

function silent({ name }: FleetHost, limit: number): FleetFailure {
  return new FleetFailure(
    'transport',
    `${name} has not answered within ${limit} ms: is it switched on, and does it sync with Fleet (Settings, Access work or school, Sync)?`,
  );
}

function incapable(need: keyof typeof fleetCapabilities): FleetFailure {
  const capability = fleetCapabilities[need];
  return new FleetFailure('laboratory', capability.answer === 'yes' ? need : capability.reason);
}
