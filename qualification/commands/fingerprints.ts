import { availableParallelism } from 'node:os';
import { answerKeys } from '../../csp/ambiguities.ts';
import type { DefineCommand } from '../../runner/command.ts';
import { readOption } from '../../runner/options.ts';
import { exitCodes } from '../../runner/usage-error.ts';
import { shareObserved, type Fingerprint } from '../fingerprint.ts';
import type { FingerprintJob } from '../job.ts';
import { spread } from '../processes.ts';
import { writeJson } from './write-json.ts';

interface FingerprintsOptions {
  readonly devices: number;
  readonly from: number;
  readonly seed: number;
  readonly runs: number;
  readonly probes: boolean;
  readonly workers: number;
  readonly out: string;
}

/** The aim for a default run. */
const aim = 0.95;

/** `npm run fingerprints`: what a default run reads of devices whose answers are known. */
export const fingerprintsCommand: DefineCommand = (program, console, finish) => {
  program
    .command('fingerprints')
    .description('read the answers of devices whose answers are known: how many, and whether they are true')
    .option('--devices <number>', 'devices with random answers', readOption.count('--devices'), 4)
    .option('--from <number>', 'number of the first device', readOption.count('--from'), 0)
    .option('--seed <number>', 'seed of the random cases', readOption.seed, 1)
    .option('--runs <number>', 'cases of each random family', readOption.runs, 40)
    .option('--probes', 'only the cases that are made for open questions: seconds, not a minute', false)
    .option(
      '--workers <number>',
      'processes that work side by side',
      readOption.workers,
      availableParallelism(),
    )
    .option('--out <file>', 'where the result goes, as JSON', 'out/fingerprints.json')
    .addHelpText('after', '\nExample:\n  npm run fingerprints -- --devices=20 --probes')
    .action(async (options: FingerprintsOptions) => {
      const read: { readonly device: string; readonly fingerprint: Fingerprint }[] = [];
      await spread(jobsFor(options), {
        processes: Math.min(options.workers, options.devices),
        take: (result) => {
          if (result.kind !== 'fingerprint') return;
          read.push(result);
          console.out(describe(result.device, result.fingerprint));
        },
      });
      writeJson(options.out, read);
      const share = read.reduce((sum, { fingerprint }) => sum + shareObserved(fingerprint), 0) / read.length;
      const wrong = read.filter(
        ({ fingerprint }) => fingerprint.wrong.length + fingerprint.accusing.length > 0,
      );
      console.out(
        `${read.length} devices: ${(share * 100).toFixed(1)} % of the answers that can be seen were read, ${wrong.length} devices read wrongly or accused`,
      );
      finish(share >= aim && wrong.length === 0 ? exitCodes.conform : exitCodes.violation);
    });
};

function* jobsFor({ devices, from, seed, runs, probes }: FingerprintsOptions): Iterable<FingerprintJob> {
  for (let number = from; number < from + devices; number++) {
    yield { kind: 'fingerprint', number, seed, runs: probes ? 0 : runs };
  }
}

function describe(device: string, { cases, observed, wrong, unseen, moot, accusing }: Fingerprint): string {
  return [
    `${device}: ${observed.length} of ${answerKeys.length} read in ${cases} cases, ${moot.length} can not be seen on it`,
    ...(unseen.length === 0 ? [] : [`not observed: ${unseen.join(' ')}`]),
    ...wrong.map(({ key, reported, given, case: id }) => `WRONG ${key}: ${reported}, is ${given} (${id})`),
    ...accusing.map(({ case: id, verdict }) => `ACCUSED: ${verdict} in ${id}`),
  ].join(', ');
}
