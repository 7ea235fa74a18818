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

/** By the URL of the server. */
export type Transactions = ReadonlyMap<string, readonly Transaction[]>;

/** What the servers of a case were asked in all; undefined where nobody has looked, or too early: more may have been asked. */
export function transactionsIn({ steps }: Observation): Transactions | undefined {
  const last = steps.findLast((step) => step.kind !== 'stores');
  return last?.kind === 'scep-log' ? transactionsOf(last.servers) : undefined;
}

export function transactionsOf(servers: readonly ScepServerLog[]): Transactions {
  return new Map(servers.map((server) => [server.url, transactionsAt(server)]));
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
