import type { Command, ContainerCommand, Item, TreeCommand } from '../syncml/message.ts';

/**
 * Commands without CmdID: numbering is done once, when the message is complete (generators/message.ts), so that
 * commands can be moved and dropped freely.
 */
export function add(locUri: string, format?: string, text?: string): TreeCommand {
  return { kind: 'Add', items: [itemOf(locUri, format, text)] };
}

/** Replace of one node. */
export function replace(locUri: string, format?: string, text?: string): TreeCommand {
  return { kind: 'Replace', items: [itemOf(locUri, format, text)] };
}

/** Any of the five verbs; Delete, Get and Exec leave format and text out. */
export function command(
  kind: TreeCommand['kind'],
  locUri: string,
  format?: string,
  text?: string,
): TreeCommand {
  return { kind, items: [itemOf(locUri, format, text)] };
}

export function get(locUri: string): TreeCommand {
  return { kind: 'Get', items: [itemOf(locUri)] };
}

/** The Delete command; `delete` is a word of the language. */
export function remove(locUri: string): TreeCommand {
  return { kind: 'Delete', items: [itemOf(locUri)] };
}

export function exec(locUri: string): TreeCommand {
  return { kind: 'Exec', items: [itemOf(locUri)] };
}

export function atomic(commands: readonly Command[]): ContainerCommand {
  return { kind: 'Atomic', commands };
}

export function sequence(commands: readonly Command[]): ContainerCommand {
  return { kind: 'Sequence', commands };
}

/** An Item with only what is given: no empty Meta, no empty Data. */
export function itemOf(locUri: string, format?: string, text?: string): Item {
  return {
    target: { locUri },
    ...(format === undefined ? {} : { meta: { format } }),
    ...(text === undefined ? {} : { data: { text, cdata: false } }),
  };
}

/** The commands with one more at a place, which is counted around. */
export function withInserted(commands: readonly Command[], at: number, added: Command): readonly Command[] {
  return commands.toSpliced(at % (commands.length + 1), 0, added);
}
