import type { Payload } from '../cases/case.ts';
import type { ReplyObservation } from '../cases/observation.ts';
import type { Item, Message, ResultsCommand, StatusCommand } from '../syncml/message.ts';
import { readSyncML } from '../syncml/read.ts';

/** What a device answered, as far as the oracle looks at it. */
export type Reply =
  | { readonly kind: 'none' }
  /** Bytes came that are no SyncML. */
  | { readonly kind: 'garbage'; readonly reason: string }
  | {
      readonly kind: 'message';
      readonly statuses: readonly ReplyStatus[];
      readonly results: readonly ReplyResult[];
      /** Types of the alerts in it. */
      readonly alerts: readonly string[];
    };

/** One Status. */
export interface ReplyStatus {
  /** '' where it is blank or missing. */
  readonly cmdRef: string;
  readonly msgRef?: string;
  readonly cmd?: string;
  readonly targetRefs: readonly string[];
  readonly code: string;
}

/** One Item of one Results. */
export interface ReplyResult {
  readonly cmdRef: string;
  readonly msgRef?: string;
  /** LocURI of the node; undefined where the Results name none. */
  readonly locUri?: string;
  /** '' where there is no Format. */
  readonly format: string;
  readonly text: string;
}

/** A reply is looked at when its step is judged, and again for what may stand in any of them. */
const readReplies = new WeakMap<ReplyObservation, Reply>();

export function readReply(observation: ReplyObservation): Reply {
  const known = readReplies.get(observation);
  if (known !== undefined) return known;
  const reply = read(observation);
  readReplies.set(observation, reply);
  return reply;
}

function read({ payload }: ReplyObservation): Reply {
  if (payload === 'none') return { kind: 'none' };
  const bytes = bytesOf(payload);
  if (bytes.length === 0) return { kind: 'none' };
  const result = readSyncML(bytes);
  if (!result.ok) {
    const { reason, position } = result.error;
    return { kind: 'garbage', reason: `${reason} (line ${position.line}, column ${position.column})` };
  }
  const { message } = result;
  const commands = commandsOf(message);
  return {
    kind: 'message',
    statuses: commands.filter((command) => command.kind === 'Status').map(statusOf),
    results: commands.filter((command) => command.kind === 'Results').flatMap(resultsOf),
    alerts: message.commands.flatMap((command) =>
      command.kind === 'Alert' ? command.items.flatMap(({ meta }) => meta?.type ?? []) : [],
    ),
  };
}

function bytesOf(payload: Payload): Uint8Array {
  return 'text' in payload
    ? Buffer.from(payload.text, 'utf8')
    : Uint8Array.from(Buffer.from(payload.base64, 'base64'));
}

/** Status and Results stand at the top: a device puts them into no container. */
function commandsOf(message: Message): readonly (StatusCommand | ResultsCommand)[] {
  return message.commands.filter((command) => command.kind === 'Status' || command.kind === 'Results');
}

function statusOf({ cmdRef, msgRef, cmd, targetRefs, data }: StatusCommand): ReplyStatus {
  return {
    cmdRef: cmdRef ?? '',
    ...(msgRef === undefined ? {} : { msgRef }),
    ...(cmd === undefined ? {} : { cmd }),
    targetRefs,
    code: data?.text.trim() ?? '',
  };
}

function resultsOf(results: ResultsCommand): readonly ReplyResult[] {
  const { cmdRef, msgRef, meta, items } = results;
  return items.map((item) => {
    const locUri = locUriOf(item) ?? results.sourceRef ?? results.targetRef;
    return {
      cmdRef: cmdRef ?? '',
      ...(msgRef === undefined ? {} : { msgRef }),
      ...(locUri === undefined ? {} : { locUri }),
      format: (item.meta?.format ?? meta?.format ?? '').trim(),
      text: item.data?.text ?? '',
    };
  });
}

/** OMA RepPro puts the node into Source; some write Target. */
function locUriOf({ source, target }: Item): string | undefined {
  return source?.locUri ?? target?.locUri;
}
