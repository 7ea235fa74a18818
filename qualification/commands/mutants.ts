import { availableParallelism } from 'node:os';
import type { DefineCommand } from '../../runner/command.ts';
import { readOption } from '../../runner/options.ts';
import { exitCodes, oneOf, UsageError } from '../../runner/usage-error.ts';
import { usualDevices } from '../mutation/devices.ts';
import { mutableFolders, mutantsIn, sourcesIn } from '../mutation/mutable-device.ts';
import type { Mutant } from '../mutation/mutant.ts';
import type { MutantJob } from '../mutation/mutant-job.ts';
import { notes } from '../mutation/noted.ts';
import {
  describeMutant,
  describeMutants,
  isOpen,
  notedLine,
  summariseMutants,
  triedLine,
  type MutantLine,
} from '../mutation/report.ts';
import { spread } from '../processes.ts';
import { membersOf, partReader, wholeCatalogue, type Part } from './part.ts';
import { writeJson } from './write-json.ts';

interface MutantsOptions {
  readonly folder: string;
  readonly file?: string;
  readonly part: Part;
  readonly seed: number;
  readonly runs: number;
  readonly devices: number;
  readonly workers: number;
  readonly all: boolean;
  readonly out: string;
}

/** `npm run mutants`: every small change of the virtual device's source against the cases of a default run. */
export const mutantsCommand: DefineCommand = (program, console, finish) => {
  program
    .command('mutants')
    .description('change the virtual device in every small way, and see whether a default run finds it out')
    .option('--folder <folders>', `where mutants are made: ${mutableFolders.join(', ')}`, mutableFolders[0])
    .option('--file <text>', 'only in files whose path has this text in it')
    .option('--part <i/n>', 'every n-th mutant only, beginning with the i-th', partReader(4), wholeCatalogue)
    .option('--seed <number>', 'seed of the random cases', readOption.seed, 1)
    .option('--runs <number>', 'cases of each random family', readOption.runs, 40)
    .option(
      '--devices <number>',
      'devices tried, each with other answers',
      readOption.count('--devices'),
      usualDevices,
    )
    .option(
      '--workers <number>',
      'processes that work side by side',
      readOption.workers,
      availableParallelism(),
    )
    .option('--all', 'print the killed and the noted ones too', false)
    .option('--out <file>', 'where the result goes, as JSON', 'out/mutants.json')
    .addHelpText(
      'after',
      '\nExample:\n  npm run mutants -- --file=values.ts\n  npm run mutants -- --part=1/20 --workers=1',
    )
    .action(async (options: MutantsOptions) => {
      const files = chooseFiles(options);
      const mutants = membersOf(await mutantsIn(files), options.part);
      const byId = new Map(mutants.map((mutant) => [mutant.id, mutant]));
      const lines = new Map<string, MutantLine>();
      const take = (mutant: Mutant, line: MutantLine): void => {
        lines.set(mutant.id, line);
        if (options.all || isOpen(line)) console.out(describeMutant(line));
      };
      const untried: Mutant[] = [];
      for (const mutant of mutants) {
        const line = notedLine(mutant, notes);
        if (line === undefined) untried.push(mutant);
        else take(mutant, line);
      }
      await spread(jobsFor(untried, files, options), {
        processes: Math.min(options.workers, untried.length),
        take: (result) => {
          if (result.kind !== 'mutant') return;
          const mutant = byId.get(result.outcome.mutant);
          if (mutant !== undefined) take(mutant, triedLine(mutant, result.outcome.fate));
        },
      });
      const all = mutants.flatMap(({ id }) => lines.get(id) ?? []);
      const summary = summariseMutants(all);
      const { seed, runs, devices } = options;
      writeJson(options.out, { seed, runs, devices, summary, mutants: all });
      console.out(`\n${describeMutants(summary)}`);
      finish(all.some(isOpen) ? exitCodes.violation : exitCodes.conform);
    });
};

function chooseFiles({ folder, file = '' }: MutantsOptions): readonly string[] {
  const folders = folder.split(',').map((one) => oneOf('--folder', one, mutableFolders));
  const files = sourcesIn(folders).filter((path) => path.includes(file));
  if (files.length === 0) throw new UsageError(`--file takes a part of a path in ${folder}, not "${file}".`);
  return files;
}

function* jobsFor(
  mutants: readonly Mutant[],
  files: readonly string[],
  { seed, runs, devices }: MutantsOptions,
): Iterable<MutantJob> {
  for (const { id, file, sourceLine } of mutants)
    yield { kind: 'mutant', files, mutant: id, seed, runs, devices, file, sourceLine };
}
