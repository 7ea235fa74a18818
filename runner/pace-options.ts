import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { paceOf, type TargetSettings } from '../adapters/targets.ts';
import { defaultEdition, editions, type EditionId } from '../csp/editions.ts';
import { readOption } from './options.ts';

/** What commands that carry out many cases are told of the device and of its pace. */
export interface PaceOptions {
  readonly target: string;
  readonly edition: EditionId;
  readonly patience?: number;
  readonly workers: number;
}

/** More processes than that only wait for one another. */
const workersAtMost = 8;

/** Adds the options to a command. */
export function addPaceOptions(command: Command): Command {
  return command
    .option(
      '--edition <build>',
      `build of Windows that the device has: ${editions.map(({ id }) => id).join(', ')}`,
      readOption.edition,
      defaultEdition,
    )
    .option(
      '--patience <time>',
      'longest time that the target may take for one answer (default: 30s; more where a target is slow)',
      readOption.patience,
    )
    .option(
      '--workers <number>',
      'processes that work side by side',
      readOption.workers,
      Math.min(availableParallelism(), workersAtMost),
    );
}

/** How fast a target is used: as the options say, as far as it goes along. */
export function paceFrom(
  { target, patience: wanted, workers }: PaceOptions,
  settings: TargetSettings,
): { readonly patience: number; readonly workers: number } {
  const { patience, mostWorkers } = paceOf(target, settings);
  return { patience: wanted ?? patience, workers: Math.min(workers, mostWorkers ?? workers) };
}
