import type { Asking } from '../asking.ts';
import type { FrozenSettings } from '../scep/enrollment.ts';
import { effectOf, isOutOfDate, type FaultEffect, type KnownServer } from '../scep/server.ts';
import { isOddUrl } from '../scep/server-url.ts';
import { textOf } from '../scep/settings.ts';
import type { Rule, Wording } from '../rule.ts';

/** One URL of ServerURL, with the server of the case that answers there. */
export interface ServerSubject {
  readonly url: string;
  readonly server: KnownServer | undefined;
  readonly settings: FrozenSettings;
  /** Whether an earlier enrollment of the case may have asked it: faults count the requests of all of them. */
  readonly askedBefore: boolean;
}

/** What comes of asking one server. */
export interface ServerOutcome extends Wording {
  /**
   * `refused`: the server says no. `distrusted`: the device must not believe the server, or its answer. `broken`: there
   * is no answer. `open`: devices may differ.
   */
  readonly kind: 'issued' | 'refused' | 'distrusted' | 'broken' | 'open';
  /** Whether the certificate request reaches it. */
  readonly sends: 'must' | 'may' | 'never';
  /** Answers of PENDING before that. */
  readonly pending: number;
}

export type ServerRule = Rule<ServerSubject, ServerOutcome>;

const nobody: ServerRule = {
  id: 'scep-server-unreachable',
  requirements: ['R-SCEP-05'],
  ambiguities: [],
  because: 'no server answers at ServerURL',
  decide: ({ server }) => (server === undefined ? { kind: 'broken', sends: 'never', pending: 0 } : undefined),
};

const stranger: ServerRule = {
  id: 'scep-server-not-trusted',
  requirements: ['R-SCEP-23'],
  ambiguities: ['A-17', 'A-66'],
  because: "the server's CA does not match CAThumbprint, so that it must not be trusted",
  decide: ({ server, settings }, asking) => {
    if (server === undefined) return undefined;
    const match = matchOf(server, textOf(settings, 'CAThumbprint') ?? '', asking);
    return match ? undefined : { kind: 'distrusted', sends: 'never', pending: 0 };
  },
};

function matchOf({ authorities }: KnownServer, thumbprint: string, asking: Asking): boolean {
  const meant = authorities.find((one) => one.thumbprint === thumbprint.toUpperCase());
  return meant !== undefined && (meant.isRoot || asking.answer('A-66') === 'accepted');
}

const silent: ServerRule = {
  id: 'scep-server-shows-no-ca',
  requirements: ['R-SCEP-23'],
  ambiguities: [],
  because: 'the server shows no CA that could match CAThumbprint',
  decide: ({ server }) => {
    return server !== undefined && effectOf(server.script, 'GetCACert').kind === 'broken'
      ? { kind: 'broken', sends: 'never', pending: 0 }
      : undefined;
  },
};

const odd: ServerRule = {
  id: 'scep-server-odd',
  requirements: ['R-SCEP-34'],
  ambiguities: [],
  because: 'devices may differ in whether they get along with such a server',
  decide: ({ url, server, askedBefore }) => {
    if (server === undefined) return undefined;
    const { script } = server;
    const counts = script.faults?.some(({ from = 1, times }) => from > 1 || times !== undefined) === true;
    const effects = (['GetCACaps', 'GetCACert', 'PKIOperation'] as const).map((operation) =>
      effectOf(script, operation),
    );
    const isOdd =
      isOddUrl(url) ||
      isOutOfDate(script) ||
      effects.some(({ kind }) => kind === 'open') ||
      (counts && askedBefore);
    return isOdd ? { kind: 'open', sends: 'may', pending: script.pending ?? 0 } : undefined;
  },
};

/** The answers of PENDING before the device meets such a fault of PKIOperation; undefined where it meets none. */
function pendingBefore(
  subject: ServerSubject,
  kind: FaultEffect['kind'],
  asking: Asking,
): number | undefined {
  const { server } = subject;
  if (server === undefined) return undefined;
  const effect = effectOf(server.script, 'PKIOperation');
  if (effect.kind !== kind) return undefined;
  // A server that refuses the challenge does so at once: it is asked no second time, and brings no certificate.
  if ((effect.needs === 'certificate' || effect.from > 1) && isChallengeRefused(subject, asking))
    return undefined;
  if (effect.needs === 'any-answer') return effect.from - 1;
  const { pending = 0, failure } = server.script;
  return failure === undefined ? pending : undefined;
}

const damaged: ServerRule = {
  id: 'scep-answer-unreadable',
  requirements: ['R-SCEP-39'],
  ambiguities: [],
  because: 'no answer of the server can be read',
  decide: (subject, asking) => {
    const pending = pendingBefore(subject, 'broken', asking);
    return pending === undefined ? undefined : { kind: 'broken', sends: 'must', pending };
  },
};

const forged: ServerRule = {
  id: 'scep-answer-not-believable',
  requirements: ['R-SCEP-39'],
  ambiguities: [],
  because: 'a client must not believe such an answer (RFC 8894, 3.2 and 3.3)',
  decide: (subject, asking) => {
    const pending = pendingBefore(subject, 'unbelievable', asking);
    return pending === undefined ? undefined : { kind: 'distrusted', sends: 'must', pending };
  },
};

const wrongChallenge: ServerRule = {
  id: 'scep-challenge-refused',
  requirements: ['R-SCEP-06'],
  ambiguities: ['A-15'],
  because: 'the server demands another challenge password',
  decide: (subject, asking) => (isChallengeRefused(subject, asking) ? refused : undefined),
};

function isChallengeRefused({ server, settings }: ServerSubject, asking: Asking): boolean {
  const demanded = server?.script.challenge;
  if (demanded === undefined) return false;
  const text = textOf(settings, 'Challenge') ?? '';
  const decoded = Buffer.from(text, 'base64').toString('utf8');
  if (text !== demanded && decoded !== demanded) return true;
  if (text === decoded) return false;
  return (asking.answer('A-15') === 'text' ? text : decoded) !== demanded;
}

/** That the challenge was the right one is for the log to tell; what the device shows of the refusal is its Status. */
const refused: ServerOutcome = { kind: 'refused', sends: 'must', pending: 0, requirement: 'R-SCEP-34' };

const refusing: ServerRule = {
  id: 'scep-server-refuses',
  requirements: ['R-SCEP-34', 'R-SCEP-35'],
  ambiguities: [],
  because: 'the server answers with FAILURE',
  decide: ({ server }) => {
    if (server?.script.failure === undefined) return undefined;
    return { ...refused, pending: server.script.pending ?? 0 };
  },
};

const issuing: ServerRule = {
  id: 'scep-server-issues',
  requirements: ['R-SCEP-34', 'R-SCEP-29', 'R-SCEP-23'],
  ambiguities: [],
  because: 'the server issues the certificate',
  decide: ({ server, settings }) => {
    // Where the hash is not the plain one of the root, that it matches all the same is what may be missed.
    const thumbprint = textOf(settings, 'CAThumbprint') ?? '';
    const plain = thumbprint === thumbprint.toUpperCase();
    return {
      kind: 'issued',
      sends: 'must',
      pending: server?.script.pending ?? 0,
      ...(plain ? {} : matchesInAnyCase),
    };
  },
};

const matchesInAnyCase: Wording = {
  requirement: 'R-SCEP-23',
  because: "the server's CA matches CAThumbprint, which is hexadecimal in either case",
};

/** In order: the first that applies decides. */
export const serverRules: readonly ServerRule[] = [
  nobody,
  silent,
  stranger,
  odd,
  damaged,
  forged,
  wrongChallenge,
  refusing,
  issuing,
];
