import { isSuccess } from '../csp/statuses.ts';
import type { CommandReference } from './expectation.ts';
import type { Reply, ReplyResult, ReplyStatus } from './reply.ts';
import type { Request, RequestCommand } from './request.ts';

/**
 * Which Status and which Results of a reply belong to which command of the request: by CmdRef and, where a command
 * has several Items, by LocURI. It depends on the two messages alone, so it is done once for all worlds.
 */
export interface Match {
  /** Of SyncHdr; undefined where there is none. */
  readonly header: ReplyStatus | undefined;
  readonly statuses: ReadonlyMap<string, ReplyStatus>;
  readonly results: ReadonlyMap<string, ReplyResult>;
  /** CmdIDs that more than one command has; '' where several have none. */
  readonly shared: ReadonlySet<string>;
  /** What no command of the request accounts for, or once too often. */
  readonly faults: readonly MatchFault[];
}

/** A Status or Results that joins to nothing. Breaks R-DM-01. */
export interface MatchFault {
  readonly where: string;
  readonly expected: string;
  readonly observed: string;
}

/** Key of a command, or of one of its Items. */
export function placeKey({ index, item }: Pick<CommandReference, 'index' | 'item'>): string {
  return `${index}/${item ?? 0}`;
}

/** A place for one Status, or one Item of Results. */
interface Place {
  readonly key: string;
  readonly command: RequestCommand;
  readonly locUri: string | undefined;
}

export function matchReply(request: Request, reply: Extract<Reply, { kind: 'message' }>): Match {
  const places = placesOf(request);
  const faults: MatchFault[] = [];
  const [header, others] = withoutHeader(reply.statuses);
  for (const status of reply.statuses) checkMsgRef(request, 'Status', status, true, faults);
  for (const result of reply.results) checkMsgRef(request, 'Results', result, false, faults);
  const statuses = matchStatuses(places, others, faults);
  return {
    header,
    statuses,
    results: matchResults(places, reply.results, statuses, faults),
    shared: sharedCmdIds(request),
    faults,
  };
}

function placesOf(request: Request): readonly Place[] {
  return request.all.flatMap((command) => {
    if (command.items.length === 0) return [{ key: placeKey(command), command, locUri: undefined }];
    return command.items.map(({ item, locUri }) => ({
      key: placeKey({ index: command.index, item }),
      command,
      locUri,
    }));
  });
}

function sharedCmdIds({ all }: Request): ReadonlySet<string> {
  const missing = all.filter(({ cmdIdClass }) => cmdIdClass === 'missing').length > 1 ? [''] : [];
  return new Set([
    ...all.flatMap(({ cmdId, repeated }) => (repeated && cmdId !== undefined ? [cmdId] : [])),
    ...missing,
  ]);
}

/** The first Status with CmdRef 0 that does not name a command: a CmdID may be 0 as well. */
function withoutHeader(
  statuses: readonly ReplyStatus[],
): readonly [ReplyStatus | undefined, readonly ReplyStatus[]] {
  const header = statuses.find(
    ({ cmdRef, cmd }) => cmdRef === '0' && (cmd === undefined || cmd === 'SyncHdr'),
  );
  return [header, statuses.filter((status) => status !== header)];
}

/** MsgRef is the MsgID of the request; what has no header is message 1. Results may leave it out (MS-MDM 2.2.7.9). */
function checkMsgRef(
  { msgId, shape }: Request,
  what: 'Status' | 'Results',
  { cmdRef, msgRef }: { readonly cmdRef: string; readonly msgRef?: string },
  needed: boolean,
  faults: MatchFault[],
): void {
  if (msgRef === undefined && (!needed || msgId === undefined)) return;
  if (msgRef === msgId || (msgId === undefined && (shape === 'message' || msgRef === '1'))) return;
  faults.push({
    where: `${what} with CmdRef ${shown(cmdRef)}`,
    expected: `MsgRef ${msgId ?? '1'}, the MsgID of the message that it answers`,
    observed: msgRef === undefined ? 'no MsgRef' : `MsgRef ${shown(msgRef)}`,
  });
}

function matchStatuses(
  places: readonly Place[],
  statuses: readonly ReplyStatus[],
  faults: MatchFault[],
): ReadonlyMap<string, ReplyStatus> {
  const found = new Map<string, ReplyStatus>();
  for (const status of statuses) {
    const candidates = places.filter(
      ({ key, command }) => !found.has(key) && refersTo(status.cmdRef, command),
    );
    const chosen = choosePlaces(candidates, status);
    for (const { key } of chosen) found.set(key, status);
    if (chosen.length === 0) faults.push(surplusStatus(places, status));
  }
  return found;
}

/** The CmdRef is the CmdID, and blank where there is none. An unknown element may be answered either way (R-DM-12). */
function refersTo(cmdRef: string, { cmdId = '', kind }: RequestCommand): boolean {
  return cmdRef === cmdId || (kind === 'Unknown' && cmdRef === '');
}

/**
 * Of the places that a Status may answer: with TargetRef, those Items of one command; without, all Items of the first
 * command, as one Status stands for all where they came to the same (MS-MDM 2.2.5.8). CmdIDs that are used twice are
 * told apart by Cmd, then by their order.
 */
function choosePlaces(candidates: readonly Place[], { cmd, targetRefs }: ReplyStatus): readonly Place[] {
  const named = candidates.filter(({ command }) => cmd === undefined || command.name === cmd);
  const fitting = named.length > 0 ? named : candidates;
  const targeted = fitting.filter(({ locUri }) => locUri !== undefined && targetRefs.includes(locUri));
  const [first] = targeted.length > 0 ? targeted : fitting;
  if (first === undefined) return [];
  const ofCommand = (targeted.length > 0 ? targeted : fitting).filter(
    ({ command }) => command === first.command,
  );
  return targeted.length > 0 ? ofCommand.slice(0, targetRefs.length) : ofCommand;
}

function surplusStatus(places: readonly Place[], { cmdRef, code }: ReplyStatus): MatchFault {
  const known = places.find(({ command }) => refersTo(cmdRef, command));
  return {
    where: `Status with CmdRef ${shown(cmdRef)}`,
    expected:
      known === undefined
        ? 'no such Status, since no command of the request has this CmdID'
        : `one Status for ${known.command.name}`,
    observed: known === undefined ? `Status ${shown(code)}` : `another Status, ${shown(code)}`,
  };
}

/** A Get that failed has no Results: of several with the same CmdID, they belong to one that succeeded. */
function matchResults(
  places: readonly Place[],
  results: readonly ReplyResult[],
  statuses: ReadonlyMap<string, ReplyStatus>,
  faults: MatchFault[],
): ReadonlyMap<string, ReplyResult> {
  const found = new Map<string, ReplyResult>();
  const gets = places.filter(({ command }) => command.kind === 'Get');
  for (const result of results) {
    const candidates = gets.filter(({ command }) => refersTo(result.cmdRef, command));
    const free = candidates.filter(({ key }) => !found.has(key));
    const succeeded = free.filter(({ key }) => isSuccess(statuses.get(key)?.code ?? ''));
    const [first] = succeeded.length > 0 ? succeeded : free;
    const place =
      succeeded.find(({ locUri }) => sameLocUri(locUri, result.locUri)) ??
      free.find(({ locUri }) => sameLocUri(locUri, result.locUri)) ??
      first;
    if (place !== undefined) found.set(place.key, result);
    else if (candidates.length > 0) {
      const where = `Results with CmdRef ${shown(result.cmdRef)}`;
      faults.push({ where, expected: 'one Results for each Item of the Get', observed: 'another Results' });
    }
  }
  return found;
}

function sameLocUri(first: string | undefined, second: string | undefined): boolean {
  return (
    first !== undefined && second !== undefined && first.trim().toLowerCase() === second.trim().toLowerCase()
  );
}

/** A text of the reply as it stands in a report: blank ones named, long ones cut. */
export function shown(text: string): string {
  if (text === '') return '(blank)';
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
