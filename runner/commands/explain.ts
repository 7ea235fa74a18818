import { explain } from '../../oracles/explain.ts';
import {
  emptyDevice,
  GivenStateError,
  readGivenState,
  type GivenState,
} from '../../oracles/explain/given.ts';
import { renderExplanation } from '../../reports/explanation.ts';
import { readInput } from '../input.ts';
import type { DefineCommand } from '../command.ts';
import { textToQuote } from '../text.ts';
import { exitCodes, UsageError } from '../usage-error.ts';

interface ExplainOptions {
  readonly json?: true;
  readonly given?: string;
}

/** `conform explain`: what a device should do with a payload, without any device. */
export const explainCommand: DefineCommand = (program, console, finish) => {
  program
    .command('explain')
    .description('say what a device should do with a payload, and what is wrong with it')
    .argument(
      '<file>',
      'SyncML: a message, a SyncBody, or the bare commands of a profile; - reads standard input',
    )
    .option('--json', 'the explanation for programs (docs/explain.md)')
    .option('--given <file>', 'start from this state instead of an empty device (JSON, docs/explain.md)')
    .addHelpText(
      'after',
      [
        '',
        'Ends with 1 where the payload has an error, with 0 otherwise.',
        '',
        'Examples:',
        '  npx conform explain profile.xml',
        '  curl -s https://mdm.example/profile | npx conform explain - --json',
        '  npx conform explain renew.xml --given=state.json',
      ].join('\n'),
    )
    .action((file: string, options: ExplainOptions) => {
      const bytes = readInput(file);
      const given = options.given === undefined ? emptyDevice : readGiven(options.given);
      const explanation = explain(bytes, given);
      console.out(
        options.json === true
          ? JSON.stringify(explanation, undefined, 2)
          : renderExplanation(explanation, textToQuote(bytes)),
      );
      const wrong = explanation.findings.some(({ severity }) => severity === 'error');
      finish(wrong ? exitCodes.violation : exitCodes.conform);
    });
};

function readGiven(path: string): GivenState {
  const text = Buffer.from(readInput(path)).toString('utf8');
  try {
    return readGivenState(text);
  } catch (error) {
    if (error instanceof GivenStateError) throw new UsageError(`${path}: ${error.message}.`);
    throw error;
  }
}
