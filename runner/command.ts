import type { Command } from 'commander';

/** Where a command writes: standard output and standard error, so that tests can listen. */
export interface Console {
  out(text: string): void;
  error(text: string): void;
}

/** What every command gets: options are its own business, its exit code is its result. */
export type DefineCommand = (program: Command, console: Console, finish: (exitCode: number) => void) => void;
