import type { Step } from '../../cases/case.ts';
import type { Observation, ScepServerLog } from '../../cases/observation.ts';
import type { AskedFor, LogEntry } from './asked-for.ts';

/** Everything that a server was asked under one transactionID: the request, and what asks after it (RFC 8894, 3.2.1.1). */
export interface Transaction {
  readonly url: string;
  readonly request: AskedFor | undefined;
  /** In order of time; at least one. */
  readonly entries: readonly [LogEntry, ...LogEntry[]];
  /** Thumbprints of the certificates that came of it, upper case. */
  readonly issued: readonly string[];
}

export interface Transactions {
  /** Seconds since the case began: when the servers' log was read. */
  readonly readAt: number;
  /** By the URL of the server. */
  readonly atServers: ReadonlyMap<string, readonly Transaction[]>;
}

/**
 * What the servers of a case were asked in all; undefined where nobody has looked, or too early: more may have been asked.
 *
 * @param steps of the case
 */
export function transactionsIn(steps: readonly Step[], observation: Observation): Transactions | undefined {
  const place = observation.steps.findLastIndex((step) => step.kind !== 'stores');
  const last = observation.steps[place];
  if (last?.kind !== 'scep-log') return undefined;
  const waits = steps.slice(0, place).map((step) => (step.kind === 'wait' ? step.seconds : 0));
  return transactionsOf(
    last.servers,
    waits.reduce((sum, seconds) => sum + seconds, 0),
  );
}

/** @param readAt seconds since the case began */
export function transactionsOf(servers: readonly ScepServerLog[], readAt: number): Transactions {
  return { readAt, atServers: new Map(servers.map((server) => [server.url, transactionsAt(server)])) };
}

function transactionsAt({ url, entries }: ScepServerLog): readonly Transaction[] {
  const byId = new Map<string, [LogEntry, ...LogEntry[]]>();
  for (const entry of entries) {
    if (entry.operation !== 'PKIOperation' || entry.message === undefined) continue;
    const known = byId.get(entry.message.transactionId);
    if (known === undefined) byId.set(entry.message.transactionId, [entry]);
    else known.push(entry);
  }
  return [...byId.values()].map((all) => ({
    url,
    request: all.find(({ request }) => request !== undefined)?.request,
    entries: all,
    issued: [...new Set(all.flatMap(({ answer }) => (answer.issued === undefined ? [] : [answer.issued])))],
  }));
}
