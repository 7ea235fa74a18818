import type { Request } from '../request.ts';
import type { Rule } from '../rule.ts';

/**
 * What becomes of a message as a whole.
 *
 * - `refused`: no command in it succeeds, and nothing changes
 * - `lost`: too large or too deep for us to say what it holds
 * - `executed`: its commands are carried out, each with a Status
 */
export type Fate = 'refused' | 'lost' | 'executed';

export type MessageRule = Rule<Request, Fate>;

const notWellFormed: MessageRule = {
  id: 'message-not-well-formed',
  requirements: ['R-DM-16'],
  ambiguities: [],
  because: 'the message is no well-formed XML',
  decide: ({ unreadable }) =>
    unreadable !== undefined && ['not-well-formed', 'dtd', 'encoding'].includes(unreadable.kind)
      ? 'refused'
      : undefined,
};

const noSyncML: MessageRule = {
  id: 'message-without-syncml',
  requirements: ['R-DM-16'],
  ambiguities: [],
  because: 'the message is no SyncML',
  decide: ({ unreadable }) => (unreadable?.kind === 'not-syncml' ? 'refused' : undefined),
};

const beyondLimits: MessageRule = {
  id: 'message-beyond-limits',
  requirements: ['R-DM-16'],
  ambiguities: [],
  because: 'the message is larger or deeper than the oracle reads, so that anything may have come of it',
  decide: ({ unreadable }) => (unreadable === undefined ? undefined : 'lost'),
};

/** Breaches of MS-MDM 2.2.4 at the root or in SyncHdr: no document says whether a device refuses the message for them. */
const doubtful: MessageRule = {
  id: 'message-irregular',
  requirements: ['R-DM-12'],
  ambiguities: [],
  because: 'the root or the header of the message is irregular, for which it may be refused as a whole',
  decide: ({ doubts }, asking) =>
    doubts.every((doubt) => asking.assume(doubt, ['understood', 'refused']) === 'understood')
      ? undefined
      : 'refused',
};

/** Also said of what no other rule speaks of. */
export const answered: MessageRule = {
  id: 'every-command-answered',
  requirements: ['R-DM-01'],
  ambiguities: [],
  because: 'SyncHdr and every command get a Status',
  decide: () => 'executed',
};

/** In order: the first that applies decides. */
export const messageRules: readonly MessageRule[] = [
  notWellFormed,
  noSyncML,
  beyondLimits,
  doubtful,
  answered,
];
