import type { Command, Message, TreeCommand } from './message.ts';

/** A command with its place in the message. */
export interface PlacedCommand {
  readonly command: Command;
  /** Its place in document order, counted from 0 over the whole message. */
  readonly index: number;
  /** Index of the container that holds it; absent at the top. */
  readonly parent?: number;
  /** 0 at the top, 1 in a container, and so on. */
  readonly depth: number;
}

/** Every command of a message in document order, containers before their members. */
export function allCommands(message: Pick<Message, 'commands'>): readonly PlacedCommand[] {
  const placed: PlacedCommand[] = [];
  const place = (commands: readonly Command[], depth: number, parent?: number): void => {
    for (const command of commands) {
      const index = placed.length;
      placed.push(parent === undefined ? { command, index, depth } : { command, index, parent, depth });
      if (command.kind === 'Atomic' || command.kind === 'Sequence') place(command.commands, depth + 1, index);
    }
  };
  place(message.commands, 0);
  return placed;
}

/** Whether a command is to nodes of the tree, and so has Items. */
export function isTreeCommand(command: Command): command is TreeCommand {
  switch (command.kind) {
    case 'Add':
    case 'Replace':
    case 'Delete':
    case 'Get':
    case 'Exec':
      return true;
    case 'Atomic':
    case 'Sequence':
    case 'Alert':
    case 'Status':
    case 'Results':
    case 'Unknown':
      return false;
  }
}
