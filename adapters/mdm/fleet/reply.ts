import type { Message, ResultsCommand, StatusCommand } from '../../../syncml/message.ts';
import { readSyncML } from '../../../syncml/read.ts';
import { writeSyncML } from '../../../syncml/write.ts';
import { FleetFailure } from './failure.ts';

type Answer = StatusCommand | ResultsCommand;

/**
 * What a device answered to one document: Fleet keeps the device's whole message, which also answers other commands
 * and was sent under other ids. What answers the document stays, with the document's ids.
 *
 * @param result the device's message
 * @param cmdIds for each CmdID that Fleet gave, the one of the document
 * @param msgId MsgID of the document; '1' where it has no header
 * @throws FleetFailure where the answer is not in it, or not as a whole
 */
export function replyFrom(
  result: Uint8Array,
  cmdIds: ReadonlyMap<string, string>,
  msgId: string,
): Uint8Array {
  const read = readSyncML(result);
  if (!read.ok) {
    throw unusable(`the result that Fleet has of it is no SyncML, ${read.error.reason}`);
  }
  const answers = read.message.commands.filter(
    (command) => command.kind === 'Status' || command.kind === 'Results',
  );
  const ours = answers.filter(({ cmdRef }) => cmdRef !== undefined && cmdIds.has(cmdRef));
  const [first] = ours;
  if (first === undefined) throw unusable('the message that Fleet has kept as its result does not answer it');
  if (!read.message.final && ours.length < cmdIds.size) {
    throw unusable('the device answered in several messages, and Fleet keeps only one of them');
  }
  const header = answers.find((answer) => isHeaderStatus(answer) && answer.msgRef === first.msgRef);
  const kept: Message = {
    ...read.message,
    commands: [
      ...(header === undefined ? [] : [{ ...header, msgRef: msgId }]),
      ...ours.map((answer) => withIds(answer, cmdIds, msgId)),
    ],
    final: true,
  };
  return Buffer.from(writeSyncML(kept), 'utf8');
}

function isHeaderStatus({ kind, cmdRef, cmd }: Answer): boolean {
  return kind === 'Status' && cmdRef === '0' && (cmd === undefined || cmd === 'SyncHdr');
}

function withIds(answer: Answer, cmdIds: ReadonlyMap<string, string>, msgId: string): Answer {
  const cmdRef = cmdIds.get(answer.cmdRef ?? '') ?? '';
  return { ...answer, cmdRef, ...(answer.msgRef === undefined ? {} : { msgRef: msgId }) };
}

function unusable(reason: string): FleetFailure {
  return new FleetFailure(
    'laboratory',
    `the device has carried the command out, but ${reason}: run the case again`,
  );
}
