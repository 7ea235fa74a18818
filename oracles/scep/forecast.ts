import type { Asking } from '../asking.ts';
import type { Reason } from '../expectation.ts';
import { reasonOf } from '../rule.ts';
import type { EnrollmentSubject } from '../rules/scep-obstacles.ts';
import { scepKeyRules } from '../rules/scep-keys.ts';
import { serverRules, type ServerOutcome } from '../rules/scep-servers.ts';
import { phaseRules } from '../rules/scep-phases.ts';
import { firstOf } from '../trigger.ts';
import { chooseServer, goesOn, isThere, type AskedServer } from './choose-server.ts';
import type { ExpectedKey, Forecast, FrozenSettings, Phase, Talk } from './enrollment.ts';
import { effectOf, serverAt, type KnownServer } from './server.ts';
import { obstacleOf } from './obstacle.ts';
import { retriesOf, serverUrlsOf, wishOf, type RetryPlan } from './settings.ts';

/** What an accepted Exec leads to, or how it is refused. */
export type Foreseen =
  | { readonly kind: 'begins'; readonly forecast: Forecast }
  | { readonly kind: 'refused'; readonly reason: Reason };

const anyStatus = ['1', '2', '16', '32'];

/** csp-source.txt names no time that a certificate lives; a year is what the suite's CA gives where nobody wishes. */
const year = 31_536_000;

/** Foresees an enrollment from the settings that are frozen, the device and the servers of the case. */
export function foresee(subject: EnrollmentSubject, asking: Asking): Foreseen {
  const found = obstacleOf(subject, asking);
  if (found === undefined) return { kind: 'begins', forecast: foreseeServers(subject, asking) };
  const { obstacle, reason } = found;
  if (obstacle.shows === 'command') return { kind: 'refused', reason };
  const open = obstacle.kind === 'open';
  return {
    kind: 'begins',
    forecast: {
      phases: open ? [openPhase(reason)] : [underWay(), failure(0, reason)],
      talks: serverUrlsOf(subject.settings).map((url) => silentTalk(url, obstacle.sends, reason)),
      key: anyKey(reason),
      lifetime: { atLeast: 0, atMost: Infinity },
    },
  };
}

function foreseeServers({ settings, device, asked: before }: EnrollmentSubject, asking: Asking): Forecast {
  const asked = serverUrlsOf(settings).map((url): AskedServer => {
    const server = serverAt(url, device.scepServers);
    const { rule, decision } = firstOf(
      serverRules,
      { url, server, settings, askedBefore: before.includes(url) },
      asking,
    );
    return { url, server, outcome: decision, reason: reasonOf(rule, decision) };
  });
  const { rule, decision: place } = firstOf(scepKeyRules, { settings, device }, asking);
  const { provider, container } = place;
  const key = {
    providers: [provider],
    ...(container === undefined ? {} : { container }),
    reason: reasonOf(rule),
  };
  const chosen = chooseServer(asked, asking);
  const lifetime = lifetimeOfAny(settings, chosen, asked, asking);
  const retries = chosen === undefined ? undefined : retriesFor(chosen, settings, asking);
  // One that stays pending to the last retry has failed, and the next is asked, as often again.
  const nextIsAsked = retries?.exhausted === true && asked.filter(isThere).length > 1;
  if (chosen === undefined || retries === undefined || nextIsAsked) {
    const reason = (chosen ?? asked[0])?.reason ?? reasonOf(phaseRules.open);
    const talks = asked.map(({ url }) => silentTalk(url, 'may', reason));
    return { phases: [openPhase(reason)], talks, key, lifetime };
  }
  const first = asked.findIndex(({ url }) => url === chosen.url);
  const inOrder =
    asking.known('A-26') === 'in-order' && chosen.outcome.kind === 'issued' && !retries.exhausted;
  return {
    phases: phasesOf(chosen, asked, retries, asking),
    talks: asked.map((one, place) =>
      inOrder && place > first && one.url !== chosen.url
        ? notReached(one.url)
        : talkOf(one, chosen, asked, retries),
    ),
    key,
    lifetime,
  };
}

interface Retries extends RetryPlan {
  /** Retries that lead to the outcome, or as many as there are. */
  readonly made: number;
  readonly exhausted: boolean;
}

function retriesFor({ outcome }: AskedServer, settings: FrozenSettings, asking: Asking): Retries | undefined {
  if (outcome.pending === 0) return { interval: 0, count: 0, made: 0, exhausted: false };
  const plan = retriesOf(settings, asking);
  if (plan === undefined) return undefined;
  return {
    ...plan,
    made: Math.min(outcome.pending, plan.count),
    exhausted: outcome.pending > plan.count,
  };
}

function phasesOf(
  { server, outcome, reason }: AskedServer,
  asked: readonly AskedServer[],
  { interval, made, exhausted }: Retries,
  asking: Asking,
): readonly Phase[] {
  if (outcome.kind === 'open') return [openPhase(reason)];
  const script = server?.script ?? {};
  const perAnswer = effectOf(script, 'PKIOperation').delay;
  const first = effectOf(script, 'GetCACaps').delay + effectOf(script, 'GetCACert').delay + perAnswer;
  const end = first + made * (interval + perAnswer);
  // Servers that are alike may have answered one as well as the other.
  // So may, where the enrollment fails, one beside them that is asked for its CA only (R-SCEP-36).
  const respondents = asked
    .filter((one) => one.outcome.kind === outcome.kind || (outcome.kind === 'refused' && isThere(one)))
    .map((one) => one.url);
  const pending: readonly Phase[] = outcome.pending === 0 ? [] : [{ ...pendingPhase(first), respondents }];
  if (exhausted) return [underWay(), ...pending, ...afterLastRetry(end, asking)];
  return [underWay(), ...pending, outcomePhase(end, outcome, reason, respondents, asking)];
}

function afterLastRetry(end: number, asking: Asking): readonly Phase[] {
  return asking.answer('A-69') === 'pending' ? [] : [failure(end, reasonOf(phaseRules.exhausted))];
}

function outcomePhase(
  from: number,
  outcome: ServerOutcome,
  reason: Reason,
  respondents: readonly string[],
  asking: Asking,
): Phase {
  switch (outcome.kind) {
    case 'issued':
      return { from, statuses: ['1'], certificate: 'present', failed: false, respondents, reason };
    case 'refused':
      return { ...failure(from, reason), respondents };
    case 'distrusted':
      return failure(from, reason);
    case 'broken':
      return asking.assume('an enrollment whose server can not be reached', ['fails', 'is tried again']) ===
        'fails'
        ? failure(from, reason)
        : { ...failure(from, reason), statuses: ['2', '16', '32'], failed: false };
    case 'open':
      return openPhase(reason);
  }
}

function talkOf(
  { url, outcome, reason }: AskedServer,
  chosen: AskedServer,
  asked: readonly AskedServer[],
  { interval, made, count }: Retries,
): Talk {
  const isChosen = url === chosen.url && asked.length === 1;
  const isOnly = isChosen || (url === chosen.url && asked.filter(isThere).length === 1);
  const sends = outcome.sends === 'must' && !isOnly ? 'may' : outcome.sends;
  return {
    url,
    sends,
    comparable: true,
    retries:
      outcome.kind === 'open'
        ? { atLeast: 0, atMost: count }
        : { atLeast: isChosen ? made : 0, atMost: made },
    interval,
    reason: sends === 'must' ? { ...reasonOf(phaseRules.starts), ...(isChosen ? {} : goesOn) } : reason,
  };
}

/** In a device that goes by the order. */
function notReached(url: string): Talk {
  return silentTalk(url, 'never', {
    requirement: 'R-SCEP-05',
    ambiguities: ['A-26'],
    because: 'a server before it in ServerURL issues the certificate',
  });
}

function silentTalk(url: string, sends: Talk['sends'], reason: Reason): Talk {
  return { url, sends, comparable: false, retries: { atLeast: 0, atMost: Infinity }, interval: 0, reason };
}

function underWay(): Phase {
  return {
    from: 0,
    statuses: ['32'],
    certificate: 'absent',
    failed: false,
    respondents: [],
    reason: reasonOf(phaseRules.underWay),
  };
}

function pendingPhase(from: number): Phase {
  return {
    from,
    statuses: ['2'],
    certificate: 'absent',
    failed: false,
    respondents: [],
    reason: reasonOf(phaseRules.pending),
  };
}

function failure(from: number, reason: Reason): Phase {
  return { from, statuses: ['16'], certificate: 'absent', failed: true, respondents: [], reason };
}

function openPhase(reason: Reason): Phase {
  return {
    from: 0,
    statuses: anyStatus,
    certificate: 'perhaps',
    failed: false,
    respondents: [],
    reason: { ...reason, requirement: 'R-SCEP-34', because: 'no document says what comes of it' },
  };
}

function anyKey(reason: Reason): ExpectedKey {
  return { providers: ['software', 'tpm', 'hello', 'none'], reason };
}

/** Where the order is open, the certificate may be of any server that issues one. */
function lifetimeOfAny(
  settings: FrozenSettings,
  chosen: AskedServer | undefined,
  asked: readonly AskedServer[],
  asking: Asking,
): Forecast['lifetime'] {
  const inOrder = asking.known('A-26') === 'in-order';
  const issuing = asked.filter(({ outcome }) => !inOrder && outcome.kind === 'issued');
  const all = [chosen, ...issuing].map((one) => lifetimeOf(settings, one?.server));
  return {
    atLeast: Math.min(...all.map(({ atLeast }) => atLeast)),
    atMost: Math.max(...all.map(({ atMost }) => atMost)),
  };
}

/** The suite's CA gives what the request wishes, where the script lets it and the device sends its wish. */
function lifetimeOf(settings: FrozenSettings, server: KnownServer | undefined): Forecast['lifetime'] {
  const plain = server?.script.validitySeconds ?? year;
  const wish = wishOf(settings);
  if (wish === undefined || server?.script.honoursValidityWish === false)
    return { atLeast: plain, atMost: plain };
  const days = { Days: 1, Months: 28, Years: 365 }[wish.period] ?? 1;
  const most = { Days: 1, Months: 31, Years: 366 }[wish.period] ?? 366;
  const day = 86_400;
  return {
    atLeast: Math.min(plain, wish.units * days * day),
    atMost: Math.max(plain, wish.units * most * day),
  };
}
