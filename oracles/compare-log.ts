import type { ScepServerLog } from '../cases/observation.ts';
import { Peeking, nothingKnown, type Asking } from './asking.ts';
import type { Differences, Spot } from './differences.ts';
import type { ScepLogExpectation } from './expectation.ts';
import { reasonOf, type AnyRule } from './rule.ts';
import { contentRules } from './rules/scep-content.ts';
import { phaseRules } from './rules/scep-phases.ts';
import type { LogEntry } from './scep/asked-for.ts';
import {
  endOf,
  hasSurelyAsked,
  retriesBy,
  type Enrollment,
  type FrozenSettings,
  type Talk,
} from './scep/enrollment.ts';
import { isOddUrl, isSameServer } from './scep/server-url.ts';
import { textOf, wishOf } from './scep/settings.ts';
import { attribute, type Attributed } from './scep/attribution.ts';
import { transactionsOf, type Transaction, type Transactions } from './scep/transactions.ts';

/**
 * What certificate requests ask for wrongly, by what the servers saw in the end: the cause of much that nodes show
 * before the log is read.
 */
export function wronglyAsked(
  expectation: ScepLogExpectation,
  transactions: Transactions,
  differences: Differences,
): void {
  for (const atServer of transactions.values()) {
    for (const one of attribute(expectation.enrollments, atServer, Infinity)) {
      if (!('enrollment' in one) || one.talk.sends === 'never' || !one.talk.comparable) continue;
      const { enrollment, talk, transaction } = one;
      const settingsNow = expectation.settingsNow.get(enrollment.request);
      compareContent(spotOf(talk.url, enrollment), enrollment, transaction, settingsNow, differences);
    }
  }
}

/** Compares what the SCEP servers were asked with what the enrollments of a world have to ask. */
export function compareLog(
  expectation: ScepLogExpectation,
  servers: readonly ScepServerLog[],
  differences: Differences,
): void {
  const { enrollments, now } = expectation;
  for (const [url, transactions] of transactionsOf(servers)) {
    const attributed = attribute(enrollments, transactions, now);
    for (const one of attributed) {
      if ('enrollment' in one) compareTransaction(one, expectation, differences);
      else unexplained(one, expectation, differences);
    }
    for (const enrollment of enrollments) {
      for (const talk of enrollment.forecast.talks) {
        const isAsked = attributed.some(
          (one) => 'enrollment' in one && one.enrollment === enrollment && one.talk === talk,
        );
        if (!isAsked && isSameServer(talk.url, url)) compareSilence(enrollment, talk, now, differences);
      }
    }
  }
}

function compareTransaction(
  { enrollment, talk, transaction }: Attributed,
  { settingsNow, now }: ScepLogExpectation,
  differences: Differences,
): void {
  const spot = spotOf(talk.url, enrollment);
  // What is asked for says more than how often.
  const after: Spot = { ...spot, place: 1 };
  if (talk.sends === 'never') {
    const { reason } = talk;
    differences.add(
      spot,
      `no certificate request, because ${reason.because}`,
      'a certificate request',
      reason,
    );
    return;
  }
  if (talk.comparable) {
    compareContent(spot, enrollment, transaction, settingsNow.get(enrollment.request), differences);
    if (enrollment.fate.kind !== 'unclear')
      compareRetries(after, enrollment, talk, transaction, now, differences);
  }
  settlePath(spot, talk, transaction, differences);
}

function compareContent(
  spot: Spot,
  { settings }: Enrollment,
  { request }: Transaction,
  settingsNow: FrozenSettings | undefined,
  differences: Differences,
): void {
  if (request === undefined) {
    const reason = reasonOf(phaseRules.starts);
    differences.add(spot, 'a certificate request (PKCSReq)', 'a message without one', reason);
    return;
  }
  const asking = knowing(differences);
  for (const rule of contentRules) {
    const difference = rule.decide({ settings, request }, asking);
    if (difference === undefined) continue;
    const { expected, observed } = difference;
    const isLate =
      settingsNow !== undefined &&
      settingsNow.get(rule.setting)?.text !== settings.get(rule.setting)?.text &&
      rule.decide({ settings: settingsNow, request }, asking) === undefined;
    add(spot, isLate ? phaseRules.frozen : rule, expected, observed, differences);
  }
  settleChallenge(spot, textOf(settings, 'Challenge') ?? '', request.challenge, differences);
  if (wishOf(settings) !== undefined) {
    const answer = request.validity === undefined ? 'not-seen' : 'name-value-pairs';
    differences.settle(
      { key: 'A-68', answers: {} },
      answer,
      spot,
      `validity ${answer}`,
      reasonOf(phaseRules.starts),
    );
  }
}

/** Rules ask only what the world knows, since nothing forks while it is compared. */
function knowing(differences: Differences): Asking {
  return new Peeking({
    ...nothingKnown,
    known: (key) => differences.answers[key] as ReturnType<Asking['known']> as never,
  });
}

function add(spot: Spot, rule: AnyRule, expected: string, observed: string, differences: Differences): void {
  const reason = reasonOf(rule);
  differences.add(spot, `${expected}, because ${reason.because}`, observed, reason);
}

function settleChallenge(spot: Spot, text: string, sent: string | undefined, differences: Differences): void {
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  if (sent === undefined || text === decoded) return;
  const answer = sent === text ? 'text' : sent === decoded ? 'decoded' : undefined;
  const observed = answer === 'text' ? 'the text of Challenge' : 'the decoded Challenge';
  differences.settle({ key: 'A-15', answers: {} }, answer, spot, observed, reasonOf(phaseRules.starts));
}

/** Which URL was asked: that of ServerURL, or the program below it (A-32). */
function settlePath(spot: Spot, { url }: Talk, { entries }: Transaction, differences: Differences): void {
  if (isOddUrl(url)) return;
  const given = URL.canParse(url) ? new URL(url).pathname.replace(/\/$/, '') : undefined;
  for (const { path } of entries) {
    const below = given !== undefined && path.startsWith(given) ? path.slice(given.length) : undefined;
    const answer =
      below === '' || below === '/' ? 'as-given' : below === '/pkiclient.exe' ? 'appended' : undefined;
    const reason = reasonOf(phaseRules.starts);
    if (answer === undefined) {
      differences.add(spot, `${given ?? url}, or /pkiclient.exe below it`, path, reason);
      return;
    }
    differences.settle({ key: 'A-32', answers: {} }, answer, spot, path, reason);
  }
}

function compareRetries(
  spot: Spot,
  enrollment: Enrollment,
  talk: Talk,
  { entries }: Transaction,
  now: number,
  differences: Differences,
): void {
  const { atLeast, atMost } = retriesBy(enrollment, talk, endOf(enrollment, now));
  const made = entries.filter((_, place) => isRetry(entries[place - 1])).length;
  if (made < atLeast || made > atMost) {
    const wanted = atLeast === atMost ? String(atLeast) : `${atLeast} to ${atMost}`;
    add(spot, phaseRules.retries, `${wanted} retries by now`, String(made), differences);
    return;
  }
  for (const [place, entry] of entries.entries()) {
    const before = entries[place - 1];
    if (before === undefined || !isRetry(before)) continue;
    const seconds = (Date.parse(entry.time) - Date.parse(before.time)) / 1000;
    // An answer may come late, and a device that sleeps wakes late, but none asks early.
    if (seconds >= talk.interval - 5 && seconds <= talk.interval + 120) continue;
    add(spot, phaseRules.interval, `${talk.interval} s between two requests`, `${seconds} s`, differences);
    return;
  }
}

/** Faults that an answer of pending has nothing to show of, or that leave it what it is. */
const harmlessToPending: readonly LogEntry['answer']['faults'][number][] = [
  'late',
  'certificate-for-another-key',
  'no-certificate',
  'unencrypted',
  'encrypted-for-another',
];

/** What follows an answer of pending that has reached the device: hops of a redirect are no retries. */
function isRetry(before: LogEntry | undefined): boolean {
  return (
    before?.answer.pkiStatus === 'PENDING' &&
    before.answer.faults.every((fault) => harmlessToPending.includes(fault))
  );
}

function compareSilence(enrollment: Enrollment, talk: Talk, now: number, differences: Differences): void {
  if (talk.sends !== 'must' || !hasSurelyAsked(enrollment, endOf(enrollment, now))) return;
  const { reason } = talk;
  const expected = `a certificate request, because ${reason.because}`;
  differences.add({ ...spotOf(talk.url, enrollment), place: 1 }, expected, 'none', reason);
}

function unexplained(
  { url, request }: Transaction,
  { notStarted, enrollments, settingsNow }: ScepLogExpectation,
  differences: Differences,
): void {
  const changed = enrollments.some(
    ({ request: key, settings, forecast }) =>
      forecast.talks.some((talk) => isSameServer(talk.url, url)) &&
      haveChanged(settings, settingsNow.get(key)),
  );
  const reason = changed ? reasonOf(phaseRules.frozen) : notStarted;
  const observed = `a certificate request${request === undefined ? '' : ` for ${request.subject}`}`;
  const expected = `no further certificate request, because ${reason.because}`;
  differences.add({ layer: 'server', place: 0, where: `SCEP server ${url}` }, expected, observed, reason);
}

/** Whether a setting has another value than the one that was frozen, or was set only later; the challenge goes anyway. */
function haveChanged(frozen: FrozenSettings, now: FrozenSettings | undefined): boolean {
  return [...(now ?? [])].some(([name, { text }]) => name !== 'Challenge' && frozen.get(name)?.text !== text);
}

function spotOf(url: string, { request }: Enrollment): Spot {
  const [scope = '', , ...id] = request.split('/');
  return {
    layer: 'server',
    place: 0,
    where: `SCEP server ${url}, enrollment of ${id.join('/')} for the ${scope}`,
  };
}
