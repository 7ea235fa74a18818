import type { Asking } from '../asking.ts';
import type { Reason } from '../expectation.ts';
import type { ServerOutcome } from '../rules/scep-servers.ts';
import type { KnownServer } from './server.ts';
import { isOddUrl } from './server-url.ts';

/** One server of ServerURL, and what comes of asking it. */
export interface AskedServer {
  readonly url: string;
  readonly server: KnownServer | undefined;
  readonly outcome: ServerOutcome;
  readonly reason: Reason;
}

/**
 * The server that decides the outcome. Of several that are alike, any; where nobody is at all the others, the one that
 * is there; else the one that the order of A-26 leads to. undefined where nobody can tell.
 */
export function chooseServer(asked: readonly AskedServer[], asking: Asking): AskedServer | undefined {
  const [first] = asked;
  if (first === undefined) return undefined;
  // Each that is pending before it fails takes its time, and how many of them are asked is open.
  if (isAlike(asked) && (asked.length === 1 || first.outcome.kind === 'issued' || noneIsPending(asked)))
    return first;
  if (asked.every(({ outcome }) => !['issued', 'open'].includes(outcome.kind)) && noneIsPending(asked))
    return first;
  const only = onlyOneThatAnswers(asked);
  if (only !== undefined) return { ...only, reason: { ...only.reason, ...goesOn } };
  if (asking.answer('A-26') === 'any-order') return undefined;
  if (first.outcome.kind === 'issued') return first;
  // "The next after a failure": surely after one that gives no answer; whether after a refusal, nobody says.
  const next = asked.find(({ outcome }) => outcome.kind !== 'broken');
  return next?.outcome.kind === 'issued' && noneIsPending(asked.slice(0, asked.indexOf(next)))
    ? next
    : undefined;
}

/** Why the next one is asked. */
export const goesOn = {
  requirement: 'R-SCEP-05',
  ambiguities: ['A-26'],
  because: 'ServerURL lists a server that issues the certificate beside those where nobody answers',
} as const;

/**
 * In whatever order a device goes, the next one is asked where nobody answers: a list of which the rest is never
 * asked would be no list (csp-source.txt, ServerURL: "Multiple server URLs can be listed"). An answer that is of no use,
 * such as an HTTP error, may end the enrollment as a refusal may; and a list with a text that is no URL may be refused.
 */
function onlyOneThatAnswers(asked: readonly AskedServer[]): AskedServer | undefined {
  if (!asked.every(({ url }) => /^https?:/i.test(url) && URL.canParse(url) && !isOddUrl(url)))
    return undefined;
  const answering = asked.filter(isThere);
  const [one] = answering;
  return one?.outcome.kind === 'issued' && isAlike(answering) ? one : undefined;
}

/** Whether anybody answers at the URL. */
export function isThere({ server }: AskedServer): boolean {
  return server !== undefined;
}

function isAlike([first, ...others]: readonly AskedServer[]): boolean {
  return others.every(
    ({ outcome }) => outcome.kind === first?.outcome.kind && outcome.pending === first.outcome.pending,
  );
}

function noneIsPending(asked: readonly AskedServer[]): boolean {
  return asked.every(({ outcome }) => outcome.pending === 0);
}
