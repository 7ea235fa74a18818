import type { Observation, ScepServerLog } from '../../cases/observation.ts';
import { contentRules } from '../rules/scep-content.ts';
import { nothingKnown } from '../asking.ts';
import type { AskedFor, LogEntry } from './asked-for.ts';
import { endOf, hasSurelyAsked, retriesBy, type Enrollment, type Talk } from './enrollment.ts';
import { isSameServer } from './server-url.ts';

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

/** What the servers of a case were asked in all; undefined where nobody has looked. */
export function transactionsIn({ steps }: Observation): Transactions | undefined {
  const last = steps.findLast((step) => step.kind === 'scep-log');
  return last === undefined ? undefined : transactionsOf(last.servers);
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

/** An enrollment with what it has asked one server. */
export interface Attributed {
  readonly enrollment: Enrollment;
  readonly talk: Talk;
  readonly transaction: Transaction;
}

/**
 * Which enrollment a transaction belongs to: of those that name its server and have no transaction there yet, the one
 * whose settings it fits best, and of several the one that began first. In the order of the transactions; what is left
 * over comes with `undefined`.
 */
export function attribute(
  enrollments: readonly Enrollment[],
  transactions: readonly Transaction[],
): readonly (Attributed | Transaction)[] {
  const free = enrollments.flatMap((enrollment) =>
    enrollment.forecast.talks.map((talk) => ({ enrollment, talk })),
  );
  return transactions.map((transaction) => {
    const candidates = free.filter(({ talk }) => isSameServer(talk.url, transaction.url));
    const willing = candidates.filter(({ talk }) => talk.sends !== 'never');
    const [best] = [...(willing.length > 0 ? willing : candidates)].sort(
      (one, other) => misfit(one, transaction) - misfit(other, transaction),
    );
    if (best === undefined) return transaction;
    free.splice(free.indexOf(best), 1);
    return { ...best, transaction };
  });
}

/**
 * In how many points the request differs. An enrollment that need not ask comes after one that must; one whose request
 * can not be foretold, because it can not succeed, after those that differ in a point or two. Between two that ask for
 * the same, the number of retries tells.
 */
function misfit({ enrollment, talk }: Omit<Attributed, 'transaction'>, transaction: Transaction): number {
  const { request } = transaction;
  const mustHaveAsked = talk.sends === 'must' && hasSurelyAsked(enrollment, endOf(enrollment, Infinity));
  const readiness = (mustHaveAsked ? 0 : 0.5) + misfitOfRetries(enrollment, talk, transaction);
  if (request === undefined) return readiness;
  if (!talk.comparable) return 3;
  const subject = { settings: enrollment.settings, request };
  return readiness + contentRules.filter((rule) => rule.decide(subject, nothingKnown) !== undefined).length;
}

function misfitOfRetries(enrollment: Enrollment, talk: Talk, { entries }: Transaction): number {
  const made = entries.length - 1;
  if (made > retriesBy(enrollment, talk, endOf(enrollment, Infinity)).atMost) return 1;
  const isUnderWayStill = enrollment.fate.kind === 'current' || enrollment.fate.kind === 'orphaned';
  return made === 0 && isUnderWayStill && talk.retries.atLeast > 0 ? 0.6 : 0;
}

/** Thumbprints that an enrollment may have brought; undefined where nobody has looked at the servers. */
export function issuedTo(
  enrollment: Enrollment,
  all: readonly Enrollment[],
  transactions: Transactions | undefined,
): readonly string[] | undefined {
  if (transactions === undefined) return undefined;
  return [...transactions.values()].flatMap((atServer) =>
    attribute(all, atServer).flatMap((one) =>
      'enrollment' in one && one.enrollment.number === enrollment.number ? one.transaction.issued : [],
    ),
  );
}
