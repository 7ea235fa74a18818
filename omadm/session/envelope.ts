import type { Command, Cred, Meta, StatusCommand } from '../../syncml/message.ts';
import { syncMLNamespace } from '../../syncml/vocabulary.ts';
import { writeSyncML } from '../../syncml/write.ts';
import type { Identity } from './header-places.ts';
import { viewOfText, type View } from './view.ts';

/** A command that has no number yet. */
export type Unnumbered<Kind extends Command = Command> = Kind extends Command ? Omit<Kind, 'cmdId'> : never;

export interface Envelope {
  readonly identity: Identity;
  readonly meta?: Meta;
  readonly cred?: Cred;
  /** Stands in Source beside the address. */
  readonly locName?: string;
}

/** A message of this layer's own, complete. */
export function ownMessage(
  { identity, meta, cred, locName }: Envelope,
  commands: readonly Command[],
  final = true,
): View {
  const { sessionId, msgId, target, source } = identity;
  const text = writeSyncML({
    shape: 'message',
    namespace: syncMLNamespace,
    header: {
      verDtd: '1.2',
      verProto: 'DM/1.2',
      sessionId,
      msgId,
      target: { locUri: target },
      source: { locUri: source, ...(locName === undefined ? {} : { locName }) },
      ...(cred === undefined ? {} : { cred }),
      ...(meta === undefined ? {} : { meta }),
    },
    commands,
    final,
  });
  return viewOfText(text);
}

/** The commands with CmdIDs from `first` on. */
export function numbered(commands: readonly Unnumbered[], first = 1): readonly Command[] {
  return commands.map((command, index) => ({ ...command, cmdId: String(first + index) }));
}

/** Statuses as they stand in a body whose namespace is SyncML's, with CmdIDs that the document does not have. */
export function insertedStatuses(statuses: readonly Unnumbered<StatusCommand>[], document: View): View {
  if (statuses.length === 0) return '';
  const ids = unusedCmdIds(document, statuses.length);
  const commands = statuses.map((status, index): Command => ({ ...status, cmdId: ids[index] ?? '' }));
  return viewOfText(writeSyncML({ shape: 'fragment', namespace: '', commands, final: false }));
}

/** Numbers that stand in no CmdID of a document, however broken it is. */
export function unusedCmdIds(document: View, count: number): readonly string[] {
  const used = new Set<string>();
  for (const [, text = ''] of document.matchAll(/<CmdID>([^<]*)/g)) used.add(text.trim());
  const ids: string[] = [];
  for (let number = 1; ids.length < count; number++) {
    if (!used.has(String(number))) ids.push(String(number));
  }
  return ids;
}
