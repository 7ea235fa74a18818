import type { Command, Header, Message } from '../syncml/message.ts';
import { syncMLNamespace } from '../syncml/vocabulary.ts';

/** A whole message in valid form, its commands numbered from 1 in document order. */
export function messageOf(commands: readonly Command[], messageNumber = 1): Message {
  return {
    shape: 'message',
    namespace: syncMLNamespace,
    header: headerOf(messageNumber),
    commands: numbered(commands),
    final: true,
  };
}

/** Gives every command that has none a CmdID of its own; ids that were set on purpose stay. */
export function numbered(commands: readonly Command[]): readonly Command[] {
  let last = 0;
  const withNumber = (command: Command): Command => {
    const cmdId = command.cmdId ?? String(++last);
    return command.kind === 'Atomic' || command.kind === 'Sequence'
      ? { ...command, cmdId, commands: command.commands.map(withNumber) }
      : { ...command, cmdId };
  };
  return commands.map(withNumber);
}

/** The header that a management server sends (MS-MDM 2.2.4.2): VerDTD 1.2, VerProto DM/1.2. */
function headerOf(messageNumber: number): Header {
  return {
    verDtd: '1.2',
    verProto: 'DM/1.2',
    sessionId: '1',
    msgId: String(messageNumber),
    target: { locUri: 'urn:uuid:1f0c5b7e-6a3d-4a52-9d5c-2b8f0a7c4e11' },
    source: { locUri: 'https://mdm.example.com/omadm' },
  };
}
