import type { ScepScript } from '../../../pki/scep/script.ts';
import type { Scope } from '../../../cases/case.ts';
import { get } from '../../command.ts';
import { serverUrlOf } from '../enrollment.ts';
import { firstExchange } from '../settling.ts';
import type { Story } from '../story.ts';

/** Servers beside the enrollment's own, and one name at which nobody answers. */
const others: Readonly<Record<string, ScepScript>> = {
  good: {},
  'good-too': {},
  refusing: { failure: { failInfo: 'badRequest' } },
  'refusing-too': { failure: { failInfo: 'badRequest' } },
  broken: { faults: [{ operation: 'GetCACert', fault: { kind: 'http-status', status: 500 } }] },
  strange: { authority: 'another' },
  pending: { pending: 1 },
};

/** Names of servers in the order of ServerURL, and what is wrong about one of them. */
const lists: readonly (readonly [names: readonly string[], fault?: string])[] = [
  [['good']],
  [['good', 'good-too']],
  [['good', 'nobody'], 'nobody answers at one of the servers'],
  [['nobody', 'good'], 'nobody answers at one of the servers'],
  [['nobody', 'broken', 'good'], 'two of the servers give no answer'],
  [['broken', 'good'], 'one of the servers answers with an HTTP error'],
  [['good', 'broken'], 'one of the servers answers with an HTTP error'],
  [['refusing', 'good'], 'one of the servers refuses the request'],
  [['good', 'refusing'], 'one of the servers refuses the request'],
  [['strange', 'good'], 'one of the servers shows another CA'],
  [['good', 'strange'], 'one of the servers shows another CA'],
  [['pending', 'good']],
  [['good', 'pending']],
  [['nobody'], 'nobody answers at any of the servers'],
  [['nobody', 'nobody-else'], 'nobody answers at any of the servers'],
  [['broken', 'nobody'], 'no server gives an answer'],
  [['refusing', 'refusing-too'], 'all of the servers refuse the request'],
];

const listStories: readonly Story[] = lists.map(([names, fault]): Story => ({
  id: `list/${names.join('+')}`,
  title: `ServerURL lists ${names.join(', then ')}`,
  scopes: 'device',
  ...(fault === undefined ? {} : { faults: [fault], twinId: 'list/good' }),
  enrollment: { serverUrl: names.map(serverUrlOf).join(';') },
  servers: others,
  // Five servers that time out one after the other, and a retry of the one that is pending.
  parts: ({ enroll, end }) => [enroll(), ...end(720)],
}));

/** Ways to write the URL of the one server, and texts that are no URL of it. */
const spellings: Readonly<Record<string, string>> = {
  plain: serverUrlOf('good'),
  'slash-at-the-end': `${serverUrlOf('good')}/`,
  'semicolon-at-the-end': `${serverUrlOf('good')};`,
  'semicolon-before': `;${serverUrlOf('good')}`,
  'blank-after-semicolon': `${serverUrlOf('good')}; ${serverUrlOf('good-too')}`,
  'same-twice': `${serverUrlOf('good')};${serverUrlOf('good')}`,
};

const wrongSpellings: Readonly<Record<string, string>> = {
  // That the device appends it was seen.
  'pkiclient-given': `${serverUrlOf('good')}/pkiclient.exe`,
  query: `${serverUrlOf('good')}?a=b`,
  comma: `${serverUrlOf('good')},${serverUrlOf('good-too')}`,
  'blank-between': `${serverUrlOf('good')} ${serverUrlOf('good-too')}`,
  'upper-case-scheme': serverUrlOf('good').replace('http', 'HTTP'),
  'no-scheme': serverUrlOf('good').replace('http://', ''),
  'other-scheme': serverUrlOf('good').replace('http', 'ftp'),
  https: serverUrlOf('good').replace('http', 'https'),
  'no-url': 'no url',
  'only-semicolon': ';',
  empty: '',
};

const spelledStories: readonly Story[] = [
  ...Object.entries(spellings).map(([id, text]) => spelled(id, text)),
  ...Object.entries(wrongSpellings).map(([id, text]): Story => ({
    ...spelled(id, text),
    faults: [`ServerURL is ${JSON.stringify(text)}`],
    twinId: 'spelling/plain',
  })),
];

function spelled(id: string, text: string): Story {
  return {
    id: `spelling/${id}`,
    title: `ServerURL is ${JSON.stringify(text)}`,
    scopes: 'user',
    enrollment: { serverUrl: text },
    servers: { good: {}, 'good-too': {} },
  };
}

/** R-SCEP-05: one server, several, and those that are none. */
export const serverUrls: readonly Story[] = [...listStories, ...spelledStories];

const scopes: readonly Scope[] = ['device', 'user'];

/** R-SCEP-36: whose URL is told, and when. */
export const respondents: readonly Story[] = [
  { id: 'success', title: 'The server that issued the certificate is named', scopes: 'both' },
  {
    id: 'before-exec',
    title: 'RespondentServerUrl of a request that was never sent',
    parts: ({ enroll, at, end }) => [
      enroll({ enroll: 'absent' }),
      [get(at('RespondentServerUrl'))],
      ...end(),
    ],
  },
  {
    id: 'pending',
    title: 'A server that is pending has answered too',
    enrollment: { server: { pending: 1 } },
    parts: ({ enroll, look, end }) => [enroll(), ...look(150), ...end()],
  },
  {
    id: 'refused',
    title: 'A server that refuses has answered too',
    faults: ['the SCEP server refuses the request'],
    enrollment: { server: { failure: { failInfo: 'badRequest' } } },
    twin: { enrollment: {} },
  },
  ...scopes.map((scope): Story => ({
    id: `second-of-two/${scope}`,
    title: 'Of two servers the second one answers',
    alsoAims: ['R-SCEP-05'],
    scopes: scope,
    faults: ['nobody answers at one of the servers'],
    enrollment: { serverUrl: `${serverUrlOf('nobody')};${serverUrlOf('good')}` },
    servers: { good: {} },
    // A server that nobody finds may take its time to be missed.
    parts: ({ enroll, end }) => [enroll(), ...end(720)],
    twin: { enrollment: { serverUrl: serverUrlOf('good') } },
  })),
  {
    id: 'first-of-two',
    title: 'Of two servers the first one answers',
    alsoAims: ['R-SCEP-05'],
    faults: ['nobody answers at one of the servers'],
    enrollment: { serverUrl: `${serverUrlOf('good')};${serverUrlOf('nobody')}` },
    servers: { good: {} },
    parts: ({ enroll, end }) => [enroll(), ...end(720)],
    twin: { enrollment: { serverUrl: serverUrlOf('good') } },
  },
  {
    id: 'two-that-answer',
    title: 'Of two servers either may answer',
    alsoAims: ['R-SCEP-05'],
    enrollment: { serverUrl: `${serverUrlOf('good')};${serverUrlOf('good-too')}` },
    servers: { good: {}, 'good-too': {} },
  },
  {
    id: 'nobody',
    title: 'No server answers',
    faults: ['nobody answers at ServerURL'],
    enrollment: { serverUrl: serverUrlOf('nobody') },
    twin: { enrollment: {} },
  },
  {
    id: 'another-after-renewal',
    title: 'After a renewal at another server that one is named',
    servers: { elsewhere: {} },
    parts: ({ enroll, look, again, end }) => [
      enroll(),
      ...look(firstExchange),
      again({ serverUrl: serverUrlOf('elsewhere') }),
      ...end(),
    ],
  },
];
