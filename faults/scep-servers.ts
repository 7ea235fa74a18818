import { thumbprintOf } from '../pki/scep/log.ts';
import type { ReplyCheck } from '../simulator/scep/rules.ts';
import { csp } from './adjusting.ts';
import type { Fault } from './fault.ts';
import { asking } from './scep-changing.ts';

/** Which servers are asked, and which is named (csp-source.txt, ServerURL, RespondentServerUrl). */
const servers: readonly Fault[] = [
  {
    id: 'server-url-only-the-first-asked',
    mistake: 'Only the first server of ServerURL is asked, whether it answers or not.',
    breaks: ['R-SCEP-05'],
    adjust: csp(({ serversOf }) => ({ serversOf: (text) => serversOf(text).slice(0, 1) })),
  },
  {
    id: 'server-url-only-the-last-asked',
    mistake: 'Each server of ServerURL overwrites the one before, so that only the last one is asked.',
    breaks: ['R-SCEP-05'],
    adjust: csp(({ serversOf }) => ({ serversOf: (text) => serversOf(text).slice(-1) })),
  },
  {
    id: 'server-url-split-at-commas',
    mistake: 'ServerURL is split at commas in place of semicolons, so that a list is one wrong URL.',
    breaks: ['R-SCEP-05'],
    adjust: csp(() => ({ serversOf: (text) => text.split(',').map((url) => url.replaceAll(';', '%3B')) })),
  },
  {
    id: 'respondent-first-of-the-list',
    mistake: 'RespondentServerUrl is the first of ServerURL, though another one answered.',
    breaks: ['R-SCEP-36'],
    adjust: csp(({ askedUrl }) => ({
      respondentUrl: (server, _asked, [first = server]) => askedUrl(first),
    })),
  },
  {
    id: 'respondent-whole-list',
    mistake: 'RespondentServerUrl is the whole of ServerURL.',
    breaks: ['R-SCEP-36'],
    adjust: csp(({ askedUrl }) => ({
      respondentUrl: (_server, _asked, all) => all.map(askedUrl).join(';'),
    })),
  },
  {
    id: 'respondent-with-query',
    mistake: 'RespondentServerUrl shows the URL with the query of the last request.',
    breaks: ['R-SCEP-36'],
    adjust: csp(({ respondentUrl }) => ({
      respondentUrl: (server, asked, all) => `${respondentUrl(server, asked, all)}?operation=PKIOperation`,
    })),
  },
  {
    id: 'respondent-host-only',
    mistake: 'RespondentServerUrl is the name of the host.',
    breaks: ['R-SCEP-36'],
    adjust: csp(() => ({ respondentUrl: (server) => server.replace(/^\w+:\/\/([^/]*).*$/, '$1') })),
  },
];

/** How the server is authenticated (csp-source.txt, CAThumbprint). */
const authentication: readonly Fault[] = [
  {
    id: 'thumbprint-not-compared',
    mistake: 'The first CA that GetCACert brings is trusted; CAThumbprint is not looked at.',
    breaks: ['R-SCEP-23'],
    adjust: csp(() => ({ isExpectedAuthority: () => true })),
  },
  {
    id: 'thumbprint-compared-by-its-length',
    mistake: 'As many digits are compared as CAThumbprint has, so that the beginning of one is enough.',
    breaks: ['R-SCEP-23'],
    adjust: csp(() => ({
      isThumbprint: (text) => /^[0-9A-Fa-f]+$/.test(text),
      isExpectedAuthority: (certificate, thumbprint) =>
        thumbprintOf(certificate).startsWith(thumbprint.toUpperCase()),
    })),
  },
  {
    id: 'thumbprint-first-digits-compared',
    mistake: 'Only the first eight digits of CAThumbprint are compared.',
    breaks: ['R-SCEP-23'],
    adjust: csp(() => ({
      isExpectedAuthority: (certificate, thumbprint) =>
        thumbprintOf(certificate).slice(0, 8) === thumbprint.slice(0, 8).toUpperCase(),
    })),
  },
  {
    id: 'thumbprint-last-digits-compared',
    mistake: 'Only the last eight digits of CAThumbprint are compared.',
    breaks: ['R-SCEP-23'],
    adjust: csp(() => ({
      isExpectedAuthority: (certificate, thumbprint) =>
        thumbprintOf(certificate).slice(-8) === thumbprint.slice(-8).toUpperCase(),
    })),
  },
  {
    id: 'thumbprint-too-long-cut',
    mistake: 'A CAThumbprint of more than 20 bytes is cut there, and the enrollment goes on.',
    breaks: ['R-SCEP-23'],
    adjust: csp(({ isThumbprint, isExpectedAuthority }) => ({
      isThumbprint: (text) => isThumbprint(text.slice(0, 40)),
      isExpectedAuthority: (certificate, thumbprint) =>
        isExpectedAuthority(certificate, thumbprint.slice(0, 40)),
    })),
  },
  {
    id: 'thumbprint-case-sensitive',
    mistake: 'CAThumbprint in lower-case digits matches no CA.',
    breaks: ['R-SCEP-23'],
    adjust: csp(() => ({
      isExpectedAuthority: (certificate, thumbprint) => thumbprintOf(certificate) === thumbprint,
    })),
  },
  {
    id: 'thumbprint-compared-after-the-request',
    mistake:
      'CAThumbprint is compared only when the certificate has come: the challenge is with the stranger then.',
    breaks: ['R-SCEP-23'],
    adjust: csp(() => ({ authenticates: 'after-answer' })),
  },
];

/** What the server gets for a challenge (csp-source.txt, Challenge). */
const challenges: readonly Fault[] = [
  {
    id: 'challenge-sent-empty',
    mistake: 'Challenge is deleted before the request is made, and an empty challenge password is sent.',
    breaks: ['R-SCEP-06'],
    adjust: csp(() => ({ challengePassword: () => '' })),
  },
  {
    id: 'challenge-not-sent',
    mistake: 'The request has no challenge password.',
    breaks: ['R-SCEP-06'],
    adjust: asking(({ challenge: _, ...asked }) => asked),
  },
  {
    id: 'challenge-encoded-again',
    mistake: 'Challenge is put into base64 once more.',
    breaks: ['R-SCEP-06'],
    adjust: csp(() => ({ challengePassword: (text) => Buffer.from(text).toString('base64') })),
  },
  {
    id: 'challenge-in-upper-case',
    mistake: 'Challenge, taken for hexadecimal digits, is sent in upper case.',
    breaks: ['R-SCEP-06'],
    adjust: csp(() => ({ challengePassword: (text) => text.toUpperCase() })),
  },
  {
    id: 'challenge-cut-at-32-letters',
    mistake: 'Of Challenge 32 letters are sent, as many as NDES makes.',
    breaks: ['R-SCEP-06'],
    adjust: csp(({ challengePassword }) => ({
      challengePassword: (text) => challengePassword(text)?.slice(0, 32),
    })),
  },
  {
    id: 'challenge-without-its-padding',
    mistake: 'The equals signs at the end of Challenge are lost.',
    breaks: ['R-SCEP-06'],
    adjust: csp(() => ({ challengePassword: (text) => text.replace(/=+$/, '') })),
  },
];

/** Answers that a client must not believe (RFC 8894, 3.2.1 and 3.3.2), and what each goes unnoticed without. */
const beliefs: readonly Fault[] = [
  careless('nonce-not-compared', 'nonce', 'The nonce of an answer is not compared with that of the request.'),
  careless('transaction-not-compared', 'transaction', 'An answer to another transaction is taken.'),
  careless('signer-not-compared', 'signer', 'An answer that a stranger has signed is taken.'),
  careless('encryption-not-demanded', 'encryption', 'A certificate that comes unencrypted is taken.'),
  careless(
    'own-key-not-compared',
    'own-key',
    "The certificate is taken though it is for another key than the device's.",
  ),
  {
    id: 'answers-believed-once-authenticated',
    mistake:
      'Signer, nonce, transaction and encryption are looked at in the first answer only, and not in those to polls.',
    breaks: ['R-SCEP-39'],
    adjust: (rules) => {
      const looked = new Set<ReplyCheck>();
      return csp(() => ({
        makesSureOf: (check) => {
          const first = !looked.has(check);
          looked.add(check);
          return first || check === 'own-key' || check === 'issuer';
        },
      }))(rules);
    },
  },
  {
    id: 'refusal-taken-as-pending',
    mistake: 'An answer of FAILURE is taken for PENDING, and the server is asked again.',
    breaks: ['R-SCEP-34'],
    adjust: csp(() => ({ statusOfAnswer: (status) => (status === 'FAILURE' ? 'PENDING' : status) })),
  },
  {
    id: 'pending-taken-as-refusal',
    mistake: 'A client without polling takes PENDING for a refusal.',
    breaks: ['R-SCEP-17', 'R-SCEP-34'],
    adjust: csp(() => ({ statusOfAnswer: (status) => (status === 'PENDING' ? 'FAILURE' : status) })),
  },
  {
    id: 'nothing-of-an-answer-checked',
    mistake: 'Whatever certificate can be read from an answer is taken.',
    breaks: ['R-SCEP-39'],
    adjust: csp(() => ({ makesSureOf: () => false })),
  },
];

export const scepServerFaults: readonly Fault[] = [...servers, ...authentication, ...challenges, ...beliefs];

function careless(id: string, check: ReplyCheck, mistake: string): Fault {
  return {
    id,
    mistake,
    breaks: ['R-SCEP-39'],
    adjust: csp(({ makesSureOf }) => ({ makesSureOf: (other) => other !== check && makesSureOf(other) })),
  };
}
