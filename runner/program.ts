import { Command, CommanderError } from 'commander';
import { didYouMean } from '../oracles/findings/nearest.ts';
import type { Console, DefineCommand } from './command.ts';
import { exitCodes, UsageError } from './usage-error.ts';

/** A command line: its name, what it is for, and its commands. */
export interface Program {
  readonly name: string;
  readonly description: string;
  readonly commands: readonly DefineCommand[];
  /** Stands below the list of commands in the help. */
  readonly help: readonly string[];
}

const standardConsole: Console = {
  out: (text) => process.stdout.write(`${text}\n`),
  error: (text) => process.stderr.write(`${text}\n`),
};

/**
 * Carries out a command line. What is wrong with it is told in one line.
 * @param argv the arguments after the program's name
 * @returns the exit code
 */
export async function runProgram(
  { name, description, commands, help }: Program,
  argv: readonly string[],
  console: Console = standardConsole,
): Promise<number> {
  let exitCode: number = exitCodes.conform;
  const program = new Command(name)
    .description(description)
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
          `${name}: ${text
            .replace(/^error: /, '')
            .trim()
            .replace(/\s*\n\s*/g, ' ')}`,
        );
      },
    })
    .addHelpText('after', ['', ...help].join('\n'));
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
          write(`${name}: ${inOneLine(text, command)}`);
        },
      });
  }
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.conform : exitCodes.usage;
    if (error instanceof UsageError) {
      console.error(`${name}: ${error.message}`);
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
  return `${line}${unknown === undefined ? '' : didYouMean(unknown, known)}`;
}
