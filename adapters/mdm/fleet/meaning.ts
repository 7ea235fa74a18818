import type { Command } from '../../../syncml/message.ts';
import { readSyncML } from '../../../syncml/read.ts';

/** How the commands that Fleet has queued for a device stand to those of a document. */
export type Comparison =
  /** The same commands; gives for each CmdID that Fleet has put there the one of the document. */
  | { readonly kind: 'same'; readonly cmdIds: ReadonlyMap<string, string> }
  /** They come from the document, but say something else. */
  | { readonly kind: 'rewritten'; readonly how: string }
  /** They have nothing to do with the document. */
  | { readonly kind: 'foreign' };

/**
 * Compares the commands of a document with a payload of Fleet: everything but the CmdIDs has to be the same, in the
 * same order.
 * @param sent commands of a document without irregularities, so that each has a CmdID of its own
 */
export function compareMeaning(sent: readonly Command[], payload: string): Comparison {
  const read = readSyncML(payload);
  if (!read.ok) return { kind: 'foreign' };
  const ours = flattened(sent);
  const theirs = flattened(read.message.commands);
  if (!sharesTarget(ours, theirs)) return { kind: 'foreign' };

  const how = differenceOf(ours, theirs);
  if (how !== undefined) return { kind: 'rewritten', how };
  const cmdIds = new Map<string, string>();
  for (const [index, { command }] of theirs.entries()) {
    const { cmdId } = command;
    const original = ours[index]?.command.cmdId;
    if (cmdId === undefined || original === undefined || cmdIds.has(cmdId)) {
      return { kind: 'rewritten', how: 'the CmdIDs that it gives are not one for each command' };
    }
    cmdIds.set(cmdId, original);
  }
  return { kind: 'same', cmdIds };
}

interface Placed {
  readonly command: Command;
  readonly depth: number;
}

function flattened(commands: readonly Command[], depth = 0): readonly Placed[] {
  return commands.flatMap((command) => [
    { command, depth },
    ...('commands' in command ? flattened(command.commands, depth + 1) : []),
  ]);
}

/** A Delete of the same nodes is what Fleet makes of a profile that was deleted, so the verb counts too. */
function sharesTarget(ours: readonly Placed[], theirs: readonly Placed[]): boolean {
  const known = new Set(ours.flatMap(targetsOf));
  return theirs.flatMap(targetsOf).some((target) => known.has(target));
}

function targetsOf({ command }: Placed): readonly string[] {
  if (!('items' in command)) return [];
  return command.items.flatMap(({ target }) =>
    target === undefined ? [] : [`${command.kind} ${target.locUri}`],
  );
}

function differenceOf(ours: readonly Placed[], theirs: readonly Placed[]): string | undefined {
  const [first] = theirs;
  if (first?.command.kind === 'Atomic' && ours[0]?.command.kind !== 'Atomic') {
    return 'it has put an Atomic around the commands, as versions before the change of its issue 37932 do';
  }
  if (ours.length !== theirs.length) {
    return `there are ${theirs.length} commands in place of ${ours.length}`;
  }
  const index = ours.findIndex((placed, place) => meaningOf(placed) !== meaningOf(theirs[place]));
  if (index === -1) return undefined;
  const [mine, its] = [ours[index], theirs[index]];
  return `in place ${index + 1} stands ${nameOf(its)} and not the ${nameOf(mine)} of the case, or it says something else`;
}

function nameOf(placed: Placed | undefined): string {
  return placed === undefined ? 'nothing' : (targetsOf(placed)[0] ?? placed.command.kind);
}

/** All that a command says but its CmdID, its place in the text, and the members, which are looked at one by one. */
function meaningOf(placed: Placed | undefined): string {
  if (placed === undefined) return '';
  const passedOver = new Set(['cmdId', 'position', 'commands', 'cdata']);
  const said = JSON.stringify(placed.command, (key, value: unknown) =>
    passedOver.has(key) ? undefined : value,
  );
  return `${placed.depth} ${said}`;
}
