import { appendFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { CaseFile } from '../../cases/result.ts';
import { resultFormat } from '../../cases/result.ts';
import type { DefineCommand } from '../../runner/command.ts';
import { readOption } from '../../runner/options.ts';
import { exitCodes } from '../../runner/usage-error.ts';
import type { Accusation, Examination } from '../accusations.ts';
import type { DenseJob, RightDeviceJob } from '../job.ts';
import { spread } from '../processes.ts';

interface AccusationsOptions {
  readonly cases: number;
  readonly from: number;
  readonly workers: number;
  readonly out: string;
  readonly resume: boolean;
  readonly dense: boolean;
}

/** Cases that each device is tried with: three of five from the lists, the others drawn. */
const perDevice = { listed: 300, drawn: 200 };

/** Sessions that each device is tried with where only dense ones are; with enrollments they take three times as long. */
const densePerDevice = { pfx: 200, scep: 100 };

/** One line of progress.jsonl. */
type Progress = Omit<Examination, 'accusations'> & { readonly accusations: number };

/** `npm run accusations`: devices that are right, each with answers of its own; none may be accused. */
export const accusationsCommand: DefineCommand = (program, console, finish) => {
  program
    .command('accusations')
    .description('try cases on devices that are right, with random answers to all that is open')
    .option('--cases <number>', 'cases in all', readOption.count('--cases'), 20_000)
    .option('--from <number>', 'number of the first device', readOption.count('--from'), 0)
    .option(
      '--workers <number>',
      'processes that work side by side',
      readOption.workers,
      availableParallelism(),
    )
    .option('--out <folder>', 'where progress and accusations go', 'out/accusations')
    .option('--dense', 'only short sessions whose commands disturb one another', false)
    .option('--resume', 'go on where an earlier run into the same folder ended', false)
    .addHelpText(
      'after',
      '\nExample:\n  npm run accusations -- --cases=2000000 --resume\n  npm run accusations -- --dense --cases=60000',
    )
    .action(async (options: AccusationsOptions) => {
      mkdirSync(options.out, { recursive: true });
      const progress = join(options.out, `${prefixFor(options)}progress.jsonl`);
      const earlier = options.resume ? readProgress(progress) : [];
      if (!options.resume) writeFileSync(progress, '');
      let cases = earlier.reduce((sum, one) => sum + one.cases, 0);
      let accusations = earlier.reduce((sum, one) => sum + one.accusations, 0);
      let tooManyWorlds = earlier.reduce((sum, one) => sum + (one.tooManyWorlds ?? 0), 0);
      const done = new Set(earlier.map(({ device }) => device));
      const begun = Date.now();
      const before = cases;
      await spread(jobsFrom(options, done), {
        processes: options.workers,
        enough: () => cases >= options.cases,
        take: (result) => {
          if (result.kind !== 'right-device' && result.kind !== 'dense') return;
          const { accusations: found, ...examined } = result.examination;
          cases += examined.cases;
          accusations += found.length;
          tooManyWorlds += examined.tooManyWorlds ?? 0;
          const line: Progress = { ...examined, accusations: found.length };
          appendFileSync(progress, `${JSON.stringify(line)}\n`);
          for (const [index, one] of found.entries()) {
            console.out(`${one.device}: ${one.trial.case.id}: ${one.complaint}`);
            keep(options, one, index);
          }
        },
      });
      const rate = (cases - before) / ((Date.now() - begun) / 1000);
      console.out(
        `${cases} ${options.dense ? 'dense sessions' : 'cases'} on devices that are right, ${accusations} accusations (${rate.toFixed(0)} cases/s)`,
      );
      if (options.dense) {
        console.out(
          `${tooManyWorlds} sessions ask more at once than the oracle follows, and were not judged`,
        );
      }
      finish(accusations === 0 && cases > 0 ? exitCodes.conform : exitCodes.violation);
    });
};

function* jobsFrom(
  { from, dense }: AccusationsOptions,
  done: ReadonlySet<string>,
): Iterable<RightDeviceJob | DenseJob> {
  for (let number = from; ; number++) {
    if (done.has(`device ${number}`)) continue;
    yield dense
      ? { kind: 'dense', number, ...densePerDevice }
      : { kind: 'right-device', number, ...perDevice };
  }
}

/** Both kinds of run may go into one folder, and each is resumed by itself. */
function prefixFor({ dense }: AccusationsOptions): string {
  return dense ? 'dense-' : '';
}

function readProgress(file: string): readonly Progress[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Progress);
}

/** As a case file, so that `conform replay` shows what was sent and seen. */
function keep(options: AccusationsOptions, { device, trial }: Accusation, index: number): void {
  const { out, dense } = options;
  const file = join(out, `${prefixFor(options)}${device.replace(' ', '-')}-${index + 1}.json`);
  const content: CaseFile = {
    format: 'client-certificate-install-case',
    version: resultFormat,
    case: trial.case,
    observation: trial.observation,
    verdict: trial.verdict,
    found: {
      target: `simulator, ${device} of qualification/${dense ? 'dense/devices' : 'random-device'}.ts`,
      seed: 0,
      command: `npx conform replay ${file}`,
      run: `npm run accusations -- ${dense ? '--dense ' : ''}--from=${device.replace('device ', '')} --cases=1`,
    },
  };
  writeFileSync(file, `${JSON.stringify(content, undefined, 2)}\n`);
}
