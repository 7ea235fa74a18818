import type { Command, Message, Position } from '../../syncml/message.ts';
import { allCommands } from '../../syncml/walk.ts';
import type { Outline } from './outline.ts';

/** One command in its place; `index` counts all commands in document order, containers before their members. */
export interface PlacedCommand {
  readonly command: Command;
  readonly index: number;
  /** Index of the container that the command stands in. */
  readonly parent?: number;
  /** Index of the Atomic that the command stands in, directly or through a Sequence. */
  readonly atomic?: number;
  /** Line for the command as a whole. */
  readonly position: Position | undefined;
  /** Of its CmdID, or of the command where it has none. */
  readonly cmdIdPosition: Position | undefined;
}

/** All commands of a message, in document order. */
export function placedCommands(message: Message, outline: Outline): readonly PlacedCommand[] {
  const placed: PlacedCommand[] = [];
  for (const { command, index, parent } of allCommands(message)) {
    const container = parent === undefined ? undefined : placed[parent];
    const atomic = container?.command.kind === 'Atomic' ? container.index : container?.atomic;
    placed.push({
      command,
      index,
      ...(parent === undefined ? {} : { parent }),
      ...(atomic === undefined ? {} : { atomic }),
      position: command.position,
      cmdIdPosition: outline.within(command.position, 'CmdID') ?? command.position,
    });
  }
  return placed;
}
