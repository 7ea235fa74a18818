import { checkTree, type TreeCheck } from '../../csp/ddf/check.ts';
import { renderTreeCheck } from '../../csp/ddf/render.ts';
import { DdfError } from '../../csp/ddf/xml.ts';
import { readInput } from '../input.ts';
import type { DefineCommand } from '../command.ts';
import { exitCodes, UsageError } from '../usage-error.ts';

/** `conform check-tree`: the suite's management tree against a DDF file of Microsoft. */
export const checkTreeCommand: DefineCommand = (program, console, finish) => {
  program
    .command('check-tree')
    .description(
      "compare the suite's management tree with a DDF file of Microsoft (ClientCertificateInstall)",
    )
    .argument('<file>', 'the DDF file, as Microsoft publishes it; - reads standard input')
    .addHelpText(
      'after',
      [
        '',
        'Ends with 1 where a difference has no known reason, or a known one does not show.',
        '',
        'Example:',
        '  npx conform check-tree ClientCertificateInstall.xml',
      ].join('\n'),
    )
    .action((file: string) => {
      const check = read(file);
      for (const line of renderTreeCheck(check)) console.out(line);
      finish(check.unexplained.length + check.stale.length === 0 ? exitCodes.conform : exitCodes.violation);
    });
};

function read(file: string): TreeCheck {
  const text = Buffer.from(readInput(file)).toString('utf8');
  try {
    return checkTree(text);
  } catch (error) {
    if (error instanceof DdfError) throw new UsageError(`${file}: ${error.message}`);
    throw error;
  }
}
