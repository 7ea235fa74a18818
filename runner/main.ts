import { Command, CommanderError } from 'commander';
import { didYouMean } from '../oracles/findings/nearest.ts';
import type { Console, DefineCommand } from './command.ts';
import { checkTreeCommand } from './commands/check-tree.ts';
import { explainCommand } from './commands/explain.ts';
import { replayCommand } from './commands/replay.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { scepCaCommand } from './commands/scep-ca.ts';
import { exitCodes, UsageError } from './usage-error.ts';

/** Each command in a file of its own; to add one, add it here. */
const commands: readonly DefineCommand[] = [
  runCommand,
  replayCommand,
  explainCommand,
  checkTreeCommand,
  reportCommand,
  scepCaCommand,
];

const standardConsole: Console = {
  out: (text) => process.stdout.write(`${text}\n`),
  error: (text) => process.stderr.write(`${text}\n`),
};

/**
 * The command line `conform`.
 * @param argv the arguments after the program's name
 * @returns the exit code: 0 all conform, 1 something violated, 2 wrong usage or input, 3 inconclusive
 */
export async function main(argv: readonly string[], console: Console = standardConsole): Promise<number> {
  let exitCode: number = exitCodes.conform;
  const program = new Command('conform')
    .description("Conformance suite for Microsoft's ClientCertificateInstall CSP")
    .configureOutput({
      writeOut: (text) => {
        console.out(text.trimEnd());
      },
      writeErr: (text) => {
        console.error(text.trimEnd());
      },
      // One line, whatever commander says over several.
      outputError: (text, write) => {
        write(
          `conform: ${text
            .replace(/^error: /, '')
            .trim()
            .replace(/\s*\n\s*/g, ' ')}`,
        );
      },
    })
    .addHelpText(
      'after',
      [
        '',
        'Exit codes: 0 all conform, 1 something violated, 2 wrong usage or input, 3 the laboratory failed.',
        '',
        'Examples:',
        '  npm test                              the PFX and protocol requirements on the simulator',
        '  npm test -- --suite=pfx --seed=42     one suite, a seed of your own',
        '  npx conform explain profile.xml       what a device should do with a payload',
        '  npx conform COMMAND --help            every option of a command, with an example',
      ].join('\n'),
    );
  for (const define of commands) {
    define(program, console, (code) => {
      exitCode = code;
    });
  }
  for (const command of [program, ...program.commands]) {
    // What is set on the program does not reach commands that were added before.
    command
      .exitOverride()
      .showSuggestionAfterError()
      .configureOutput({
        ...program.configureOutput(),
        outputError: (text, write) => {
          write(inOneLine(text, command));
        },
      });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.conform : exitCodes.usage;
    if (error instanceof UsageError) {
      console.error(`conform: ${error.message}`);
      return exitCodes.usage;
    }
    throw error;
  }
}

/** What commander says, over one line and with the nearest option: it looks for one only without a value. */
function inOneLine(text: string, command: Command): string {
  const line = text
    .replace(/^error: /, '')
    .trim()
    .replace(/\s*\n\s*/g, ' ')
    // What was meant for another option may be a secret.
    .replace(/(unknown option '--[^'=]+)=[^']*'/, "$1='");
  const [, unknown] = /unknown option '(--[^'=]+)=/.exec(line) ?? [];
  const known = command.options.flatMap(({ long }) => (long === undefined ? [] : [long]));
  return `conform: ${line}${unknown === undefined ? '' : didYouMean(unknown, known)}`;
}
