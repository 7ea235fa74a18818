import type { ScepServerLog } from '../cases/observation.ts';
import { Peeking, nothingKnown, type Asking } from './asking.ts';
import { addByRule, compareRetries, dueBy } from './compare-retries.ts';
import type { Differences, Spot } from './differences.ts';
import type { ScepLogExpectation } from './expectation.ts';
import { reasonOf } from './rule.ts';
import { contentRules } from './rules/scep-content.ts';
import { phaseRules } from './rules/scep-phases.ts';
import { endOf, hasSurelyAsked, type Enrollment, type FrozenSettings, type Talk } from './scep/enrollment.ts';
import { isOddUrl, isSameServer } from './scep/server-url.ts';
import { textOf, wishOf } from './scep/settings.ts';
import { attribute, type Attributed } from './scep/attribution.ts';
import { transactionsOf, type Transaction, type Transactions } from './scep/transactions.ts';

/**
 * What certificate requests ask for wrongly, and how often, by what the servers saw in the end: the cause of much that
 * nodes show before the log is read.
 */
export function wronglyAsked(
  expectation: ScepLogExpectation,
  transactions: Transactions,
  differences: Differences,
): void {
  for (const atServer of transactions.atServers.values()) {
    for (const one of attribute(expectation.enrollments, atServer, transactions.readAt)) {
      if (!('enrollment' in one) || one.talk.sends === 'never' || !one.talk.comparable) continue;
      const spot = spotOf(one.talk.url, one.enrollment);
      const settingsNow = expectation.settingsNow.get(one.enrollment.request);
      compareContent(spot, one.enrollment, one.transaction, settingsNow, differences);
      // Of too few, what the device tells says more: that it has given up, or is still waiting.
      compareRetries(spot, one, { ...one.talk.retries, atLeast: 0 }, settingsNow, differences);
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
  for (const [url, transactions] of transactionsOf(servers, now).atServers) {
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
  attributed: Attributed,
  { settingsNow, now }: ScepLogExpectation,
  differences: Differences,
): void {
  const { enrollment, talk, transaction } = attributed;
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
    const current = settingsNow.get(enrollment.request);
    compareContent(spot, enrollment, transaction, current, differences);
    compareRetries(after, attributed, dueBy(attributed, now), current, differences);
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
    addByRule(spot, isLate ? phaseRules.frozen : rule, expected, observed, differences);
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
