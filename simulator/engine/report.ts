import type { Command } from '../../syncml/message.ts';
import type { NodeValue } from './provider.ts';

/** What became of one command, before it is put into Status and Results. */
export interface Report {
  readonly command: Command;
  /** One for each Item, or a single one for the whole command. */
  readonly items: readonly ItemReport[];
  /** Of a container, its members in order. */
  readonly members: readonly Report[];
}

export interface ItemReport {
  readonly status: string;
  readonly locUri?: string;
  /** What a Get brought. */
  readonly value?: NodeValue;
}

/** A report that is the same for the whole command. */
export function wholeCommand(command: Command, status: string, members: readonly Report[] = []): Report {
  return { command, items: [{ status }], members };
}
