import { availableParallelism } from 'node:os';
import { faults } from '../../faults/catalogue.ts';
import type { Fault } from '../../faults/fault.ts';
import type { DefineCommand } from '../../runner/command.ts';
import { readOption } from '../../runner/options.ts';
import { exitCodes, oneOf, UsageError } from '../../runner/usage-error.ts';
import { describeLine, describeSummary, lineOf, summariseFaults, type FaultLine } from '../fault-report.ts';
import type { FaultJob } from '../job.ts';
import { spread } from '../processes.ts';
import { membersOf, partReader, wholeCatalogue, type Part } from './part.ts';
import { writeJson } from './write-json.ts';

interface FaultsOptions {
  readonly fault?: string;
  readonly part: Part;
  readonly seed: number;
  readonly seeds: number;
  readonly runs: number;
  readonly workers: number;
  readonly atLeast: number;
  readonly out: string;
}

/** `npm run faults`: every seeded fault against the cases of a default run. */
export const faultsCommand: DefineCommand = (program, console, finish) => {
  program
    .command('faults')
    .description('try the cases of a default run on every wrong device of the catalogue')
    .option('--fault <names>', 'only these, separated by commas (default: all)')
    .option('--part <i/n>', 'every n-th fault only, beginning with the i-th', partReader(3), wholeCatalogue)
    .option('--seed <number>', 'seed of the random cases', readOption.seed, 1)
    .option('--seeds <number>', 'further seeds for faults that no list finds', readOption.count('--seeds'), 0)
    .option('--runs <number>', 'cases of each random family', readOption.runs, 40)
    .option(
      '--workers <number>',
      'processes that work side by side',
      readOption.workers,
      availableParallelism(),
    )
    .option('--at-least <ratio>', 'smaller ratios end with exit code 1', readRatio, 1)
    .option('--out <file>', 'where the result goes, as JSON', 'out/faults.json')
    .addHelpText(
      'after',
      '\nExample:\n  npm run faults -- --part=1/8\n  npm run faults -- --fault=atomic-without-rollback --seeds=10',
    )
    .action(async (options: FaultsOptions) => {
      const chosen = chooseFaults(options);
      const byId = new Map(chosen.map((fault) => [fault.id, fault]));
      const lines: FaultLine[] = [];
      await spread(jobsFor(chosen, options), {
        processes: Math.min(options.workers, chosen.length),
        take: (result) => {
          if (result.kind !== 'fault') return;
          const fault = byId.get(result.outcome.run.fault);
          if (fault === undefined) return;
          const line = lineOf(fault, result.outcome);
          lines.push(line);
          console.out(describeLine(line));
        },
      });
      const summary = summariseFaults(lines);
      writeJson(options.out, { seed: options.seed, runs: options.runs, summary, faults: sorted(lines) });
      console.out(`\n${describeSummary(summary, chosen.length === faults.length)}`);
      const good = summary.ratio >= options.atLeast && summary.seldom.length === 0 && summary.troubles === 0;
      finish(good ? exitCodes.conform : exitCodes.violation);
    });
};

function chooseFaults({ fault, part }: FaultsOptions): readonly Fault[] {
  const known = faults.map(({ id }) => id);
  const named = fault?.split(',').map((name) => oneOf('--fault', name, known));
  if (named !== undefined) return faults.filter(({ id }) => named.includes(id));
  return membersOf(faults, part);
}

function* jobsFor(chosen: readonly Fault[], { seed, seeds, runs }: FaultsOptions): Iterable<FaultJob> {
  const further = Array.from({ length: seeds }, (_, index) => seed + 1 + index);
  for (const { id } of chosen) yield { kind: 'fault', fault: id, seeds: [seed, ...further], runs };
}

function sorted(lines: readonly FaultLine[]): readonly FaultLine[] {
  return [...lines].sort((one, other) => (one.fault < other.fault ? -1 : 1));
}

function readRatio(value: string): number {
  const ratio = /^[01](\.\d+)?$/.test(value) ? Number(value) : Number.NaN;
  if (ratio <= 1) return ratio;
  throw new UsageError(`--at-least takes a ratio from 0 to 1, such as 0.95, not "${value}".`);
}
