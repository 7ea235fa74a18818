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

/** The transactions at one server before the end of a case. */
interface SoFar {
  readonly pairing: Pairing;
  /** What each enrollment may have asked, by its number. */
  readonly perhaps: ReadonlyMap<number, readonly Transaction[]>;
}

/** The same before the end of a case: the last transactions may belong to enrollments that are still to begin. */
function attributeSoFar(
  enrollments: readonly Enrollment[],
  transactions: readonly Transaction[],
  readAt: number,
): SoFar {
  const known = attributed.get(enrollments)?.get(transactions);
  if (known !== undefined) return known;
  const candidates = candidatesAt(enrollments, transactions[0]?.url);
  const pairing = pair(candidates, transactions, readAt, (place) => 1 + 0.1 * (transactions.length - place));
  const result = { pairing, perhaps: perhapsAsked(pairing, candidates) };
  const byTransactions = attributed.get(enrollments) ?? new WeakMap<readonly Transaction[], SoFar>();
  attributed.set(enrollments, byTransactions.set(transactions, result));
  return result;
}

type Pairing = readonly (Attributed | Transaction)[];

/** Asked for with every Get of a thumbprint. */
const attributed = new WeakMap<readonly Enrollment[], WeakMap<readonly Transaction[], SoFar>>();

/**
 * Beside its own, an enrollment may have asked what seems to be of one before it that need not have asked at all, where
 * that fits it as well: if that one was silent, each behind it asked one place earlier, and the last transaction belongs to
 * an enrollment that seems to have been silent, or is still to begin.
 */
function perhapsAsked(pairing: Pairing, candidates: readonly Candidate[]): SoFar['perhaps'] {
  const perhaps = new Map<number, readonly Transaction[]>();
  const add = ({ number }: Enrollment, transactions: readonly Transaction[]): void => {
    perhaps.set(number, [...(perhaps.get(number) ?? []), ...transactions]);
  };
  const free: Attributed[] = [];
  for (const one of pairing) {
    if (!('enrollment' in one)) continue;
    const { enrollment, talk, transaction } = one;
    const points = pointsOf(one);
    const earlier = free.filter((other) => pointsOf({ ...one, transaction: other.transaction }) <= points);
    add(enrollment, [...earlier.map((other) => other.transaction), transaction]);
    if (earlier.length > 0 || !mustHaveAsked(enrollment, talk)) free.push(one);
  }
  for (const silent of candidates) {
    if (silent.talk.sends === 'never' || pairing.some((one) => isOf(one, silent))) continue;
    const fitting = free.filter(
      (one) => pointsOf({ ...silent, transaction: one.transaction }) <= pointsOf(one),
    );
    add(
      silent.enrollment,
      fitting.map(({ transaction }) => transaction),
    );
  }
  return perhaps;
}

function isOf(one: Attributed | Transaction, { enrollment, talk }: Candidate): boolean {
  return 'enrollment' in one && one.enrollment.number === enrollment.number && one.talk === talk;
}

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
/** Whose settings say nothing of the request fits every one, and so less well than the one whose settings it has. */
const incomparable = 0.2;
/** Of two that ask for the same, one that was given up is the one that need not have come to it. */
const abandoned = 0.1;
/** Of two orders that explain as much, the one in which they began; and what is left over is the last. */
const outOfOrder = 0.01;
const outOfPlace = 0.001;

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
      const overtaking = taken.filter((other) => other > index).length;
      const cost = costOf(match, now) + outOfOrder * overtaking + outOfPlace * distance;
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
  const { enrollment, talk } = match;
  if (talk.sends === 'never') return forbidden;
  const cost =
    (mustHaveAsked(enrollment, talk) ? 0 : 0.5) +
    (enrollment.fate.kind === 'given-up' ? abandoned : 0) +
    costOfRetries(match, now);
  const points = pointsOf(match);
  if (talk.comparable) return cost + points;
  return cost + (points === 0 ? 0 : incomparable + points * hint);
}

function pointsOf({ enrollment: { settings }, transaction: { request } }: Attributed): number {
  if (request === undefined) return 0;
  return contentRules.filter((rule) => rule.decide({ settings, request }, nothingKnown) !== undefined).length;
}

function costOfSilence({ enrollment, talk }: Candidate): number {
  return mustHaveAsked(enrollment, talk) ? unasked : 0;
}

function mustHaveAsked(enrollment: Enrollment, talk: Talk): boolean {
  return talk.sends === 'must' && hasSurelyAsked(enrollment, endOf(enrollment, Infinity));
}

/** Between two that ask for the same, the number of retries tells. */
function costOfRetries({ enrollment, talk, transaction }: Attributed, now: number): number {
  // How long one goes on whose settings were taken away, nobody says.
  if (enrollment.fate.kind === 'unclear') return 0;
  const made = transaction.entries.length - 1;
  const { atLeast, atMost } = retriesBy(enrollment, talk, endOf(enrollment, now));
  return made > atMost ? 1 : made < atLeast ? 0.6 : 0;
}

/** Thumbprints that an enrollment may have brought; undefined where nobody has looked at the servers. */
export function issuedTo(
  { number }: Enrollment,
  all: readonly Enrollment[],
  transactions: Transactions | undefined,
): readonly string[] | undefined {
  return collect(all, transactions, ({ perhaps }) => perhaps.get(number) ?? [])?.flatMap(
    ({ issued }) => issued,
  );
}

/** Those among them that no other enrollment may have brought. */
export function issuedOnlyTo(
  enrollment: Enrollment,
  all: readonly Enrollment[],
  transactions: Transactions | undefined,
): readonly string[] | undefined {
  const others = all.filter(({ number }) => number !== enrollment.number);
  const elsewhere = new Set(others.flatMap((other) => issuedTo(other, all, transactions) ?? []));
  return issuedTo(enrollment, all, transactions)?.filter((thumbprint) => !elsewhere.has(thumbprint));
}

/** What an enrollment has asked, and will have asked by the end; undefined where nobody has looked at the servers. */
export function transactionsOfEnrollment(
  { number }: Enrollment,
  all: readonly Enrollment[],
  transactions: Transactions | undefined,
): readonly Transaction[] | undefined {
  return collect(all, transactions, ({ pairing }) =>
    pairing.flatMap((one) =>
      'enrollment' in one && one.enrollment.number === number ? [one.transaction] : [],
    ),
  );
}

function collect(
  all: readonly Enrollment[],
  transactions: Transactions | undefined,
  choose: (soFar: SoFar) => readonly Transaction[],
): readonly Transaction[] | undefined {
  if (transactions === undefined) return undefined;
  return [...transactions.atServers.values()].flatMap((atServer) =>
    choose(attributeSoFar(all, atServer, transactions.readAt)),
  );
}
