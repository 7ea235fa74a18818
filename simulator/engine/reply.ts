import type {
  AlertCommand,
  Command,
  Header,
  Message,
  ResultsCommand,
  StatusCommand,
} from '../../syncml/message.ts';
import { genericAlert } from './alert.ts';
import type { ProviderAlert } from './provider.ts';
import type { ItemReport, Report } from './report.ts';
import type { EngineRules } from './rules.ts';

/** Namespace of SyncML 1.2 (MS-MDM 2.2.4.1). */
const syncmlNamespace = 'SYNCML:SYNCML1.2';

/** Addresses of the header where the request has none, as in a bare SyncBody. */
const nameless = { device: { locUri: './device' }, server: { locUri: './server' } };

/**
 * The message that answers a request: a Status for SyncHdr, then for each command, in the order of the commands, a
 * container's own before its members' (MS-MDM 3.1.5.2; OMA RepPro, Status). What the device has to tell of itself
 * comes after them.
 */
export function replyTo(
  request: Message | undefined,
  headerStatus: string,
  reports: readonly Report[],
  rules: EngineRules,
  alerts: readonly ProviderAlert[] = [],
): Message {
  const header = request?.header;
  const msgRef = header?.msgId ?? '1';
  const answers: readonly (StatusCommand | ResultsCommand | AlertCommand)[] = [
    status({ msgRef, cmdRef: '0', cmd: 'SyncHdr' }, headerStatus),
    // NoResp in SyncHdr: no command of the message is answered (OMA RepPro, NoResp).
    ...(header?.noResp === true ? [] : reports.flatMap((report) => answersOf(report, msgRef, rules))),
    ...alerts.map(genericAlert),
  ];
  return {
    shape: 'message',
    namespace: syncmlNamespace,
    header: replyHeader(header),
    commands: answers.map((answer, index) => ({ ...answer, cmdId: String(index + 1) })),
    final: true,
  };
}

function replyHeader(request: Header | undefined): Header {
  return {
    verDtd: '1.2',
    verProto: 'DM/1.2',
    sessionId: request?.sessionId ?? '1',
    msgId: request?.msgId ?? '1',
    target: { locUri: request?.source?.locUri ?? nameless.server.locUri },
    source: { locUri: request?.target?.locUri ?? nameless.device.locUri },
  };
}

function answersOf(
  report: Report,
  msgRef: string,
  rules: EngineRules,
): readonly (StatusCommand | ResultsCommand)[] {
  const { command, items, members } = report;
  const cmd = command.kind === 'Unknown' ? command.name : command.kind;
  const reference = { msgRef, cmdRef: rules.cmdRef(command), cmd };
  return [
    ...(isSilent(command) ? [] : statusesOf(items, reference)),
    ...resultsOf(items, reference),
    ...members.flatMap((member) => answersOf(member, msgRef, rules)),
  ];
}

function isSilent(command: Command): boolean {
  return 'noResp' in command && command.noResp;
}

type Reference = Pick<StatusCommand, 'msgRef' | 'cmdRef' | 'cmd'>;

/** One Status where all Items fared alike, else one for each, told apart by TargetRef (MS-MDM 2.2.7.10). */
function statusesOf(items: readonly ItemReport[], reference: Reference): readonly StatusCommand[] {
  const [first] = items;
  if (first === undefined) return [];
  return items.every((item) => item.status === first.status)
    ? [status(reference, first.status)]
    : items.map((item) => status(reference, item.status, item.locUri));
}

function status(reference: Reference, code: string, targetRef?: string): StatusCommand {
  return {
    kind: 'Status',
    ...reference,
    targetRefs: targetRef === undefined ? [] : [targetRef],
    sourceRefs: [],
    data: { text: code, cdata: false },
    items: [],
  };
}

function resultsOf(items: readonly ItemReport[], reference: Reference): readonly ResultsCommand[] {
  const found = items.flatMap(({ locUri, value }) => (value === undefined ? [] : [{ locUri, value }]));
  if (found.length === 0) return [];
  return [
    {
      kind: 'Results',
      ...reference,
      items: found.map(({ locUri, value }) => ({
        source: { locUri: locUri ?? '' },
        meta: { format: value.format },
        data: { text: value.text, cdata: false },
      })),
    },
  ];
}
