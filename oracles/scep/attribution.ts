import { nothingKnown } from '../asking.ts';
import { contentRules } from '../rules/scep-content.ts';
import { endOf, hasSurelyAsked, retriesBy, type Enrollment, type Talk } from './enrollment.ts';
import { isSameServer } from './server-url.ts';
import type { Transaction, Transactions } from './transactions.ts';

/** An enrollment with what it has asked one server. */
export interface Attributed {
  readonly enrollment: Enrollment;
  readonly talk: Talk;
  readonly transaction: Transaction;
}

type Candidate = Omit<Attributed, 'transaction'>;

/**
 * Which enrollment each transaction at a server belongs to, as the transactions are given; what belongs to none comes as
 * it is. Of all ways to give each transaction an enrollment of its own, the one is taken in which the least is wrong.
 *
 * @param now seconds since the case began: when the servers' log was read
 */
export function attribute(
  enrollments: readonly Enrollment[],
  transactions: readonly Transaction[],
  now: number,
): readonly (Attributed | Transaction)[] {
  return pair(candidatesAt(enrollments, transactions[0]?.url), transactions, now, () => unexplained);
}

/** The same before the end of a case: the last transactions may belong to enrollments that are still to begin. */
function attributeSoFar(
  enrollments: readonly Enrollment[],
  transactions: readonly Transaction[],
): readonly (Attributed | Transaction)[] {
  const known = attributed.get(enrollments)?.get(transactions);
  if (known !== undefined) return known;
  const candidates = candidatesAt(enrollments, transactions[0]?.url);
  const result = pair(candidates, transactions, Infinity, (place) => 1 + 0.1 * (transactions.length - place));
  const byTransactions = attributed.get(enrollments) ?? new WeakMap<readonly Transaction[], Pairing>();
  attributed.set(enrollments, byTransactions.set(transactions, result));
  return result;
}

type Pairing = readonly (Attributed | Transaction)[];

/** Asked for with every Get of a thumbprint. */
const attributed = new WeakMap<readonly Enrollment[], WeakMap<readonly Transaction[], Pairing>>();

function candidatesAt(enrollments: readonly Enrollment[], url: string | undefined): readonly Candidate[] {
  if (url === undefined) return [];
  return enrollments.flatMap((enrollment) =>
    enrollment.forecast.talks
      .filter((talk) => isSameServer(talk.url, url))
      .map((talk) => ({ enrollment, talk })),
  );
}

/** More than a request can differ in: that nobody asked for it is the last explanation. */
const unexplained = 20;
/** That an enrollment which must have asked did not. */
const unasked = 10;
/** That one asked which must not. */
const forbidden = 15;

/** Enrollments that began together may ask in another order, but none asks long before one that began before it. */
const reach = 4;
/** A point in which a request differs from settings of which nobody can say what a device makes of them. */
const hint = 0.3;
/** Of two orders that explain as much, the one in which they began. */
const outOfOrder = 0.01;

/** The cheapest way to give each transaction an enrollment of its own, or none. */
function pair(
  candidates: readonly Candidate[],
  transactions: readonly Transaction[],
  now: number,
  costOfNone: (place: number) => number,
): Pairing {
  const known = new Map<string, Way>();
  const from = (place: number, taken: readonly number[]): Way => {
    const key = `${place}/${taken.join()}`;
    const way = known.get(key) ?? cheapest(place, taken);
    known.set(key, way);
    return way;
  };
  const cheapest = (place: number, taken: readonly number[]): Way => {
    const transaction = transactions[place];
    if (transaction === undefined) {
      const silent = candidates.filter((_, index) => !taken.includes(index));
      return { cost: silent.reduce((sum, one) => sum + costOfSilence(one), 0), pairing: [] };
    }
    const ways = [before(transaction, costOfNone(place), from(place + 1, taken))];
    for (const [index, candidate] of candidates.entries()) {
      const distance = Math.abs(index - place);
      if (taken.includes(index) || distance > reach) continue;
      const match = { ...candidate, transaction };
      const cost = costOf(match, now) + outOfOrder * distance;
      ways.push(
        before(
          match,
          cost,
          from(
            place + 1,
            [...taken, index].sort((one, other) => one - other),
          ),
        ),
      );
    }
    return ways.reduce((one, other) => (other.cost < one.cost ? other : one));
  };
  return from(0, []).pairing;
}

interface Way {
  readonly cost: number;
  readonly pairing: Pairing;
}

function before(first: Attributed | Transaction, cost: number, rest: Way): Way {
  return { cost: cost + rest.cost, pairing: [first, ...rest.pairing] };
}

/** In how many points the request differs from the enrollment; what can not be foretold differs a little. */
function costOf(match: Attributed, now: number): number {
  const { enrollment, talk, transaction } = match;
  const { request } = transaction;
  const cost = (mustHaveAsked(enrollment, talk) ? 0 : 0.5) + costOfRetries(match, now);
  if (talk.sends === 'never') return forbidden;
  if (request === undefined) return cost;
  const subject = { settings: enrollment.settings, request };
  const points = contentRules.filter((rule) => rule.decide(subject, nothingKnown) !== undefined).length;
  return cost + points * (talk.comparable ? 1 : hint);
}

function costOfSilence({ enrollment, talk }: Candidate): number {
  return mustHaveAsked(enrollment, talk) ? unasked : 0;
}

function mustHaveAsked(enrollment: Enrollment, talk: Talk): boolean {
  return talk.sends === 'must' && hasSurelyAsked(enrollment, endOf(enrollment, Infinity));
}

/** Between two that ask for the same, the number of retries tells. */
function costOfRetries({ enrollment, talk, transaction }: Attributed, now: number): number {
  const made = transaction.entries.length - 1;
  const { atLeast, atMost } = retriesBy(enrollment, talk, endOf(enrollment, now));
  return made > atMost ? 1 : made < atLeast ? 0.6 : 0;
}

/** Thumbprints that an enrollment may have brought; undefined where nobody has looked at the servers. */
export function issuedTo(
  enrollment: Enrollment,
  all: readonly Enrollment[],
  transactions: Transactions | undefined,
): readonly string[] | undefined {
  return transactionsOfEnrollment(enrollment, all, transactions)?.flatMap(({ issued }) => issued);
}

/** What an enrollment has asked, and will have asked by the end; undefined where nobody has looked at the servers. */
export function transactionsOfEnrollment(
  enrollment: Enrollment,
  all: readonly Enrollment[],
  transactions: Transactions | undefined,
): readonly Transaction[] | undefined {
  if (transactions === undefined) return undefined;
  return [...transactions.values()].flatMap((atServer) =>
    attributeSoFar(all, atServer).flatMap((one) =>
      'enrollment' in one && one.enrollment.number === enrollment.number ? [one.transaction] : [],
    ),
  );
}
