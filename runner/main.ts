import type { Console, DefineCommand } from './command.ts';
import { certifyCommand } from './commands/certify.ts';
import { checkTreeCommand } from './commands/check-tree.ts';
import { cleanupCommand } from './commands/cleanup.ts';
import { compareCommand } from './commands/compare.ts';
import { explainCommand } from './commands/explain.ts';
import { mdmServerCommand } from './commands/mdm-server.ts';
import { nightlyCommand } from './commands/nightly.ts';
import { probeCommand } from './commands/probe.ts';
import { replayCommand } from './commands/replay.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { scepCaCommand } from './commands/scep-ca.ts';
import { simulatorCommand } from './commands/simulator.ts';
import { verifyReportCommand } from './commands/verify-report.ts';
import { runProgram } from './program.ts';

/** Each command in a file of its own; to add one, add it here. */
const commands: readonly DefineCommand[] = [
  runCommand,
  replayCommand,
  explainCommand,
  checkTreeCommand,
  reportCommand,
  compareCommand,
  certifyCommand,
  nightlyCommand,
  verifyReportCommand,
  scepCaCommand,
  mdmServerCommand,
  simulatorCommand,
  probeCommand,
  cleanupCommand,
];

/**
 * The command line `conform`.
 * @param argv the arguments after the program's name
 * @returns the exit code: 0 all conform, 1 something violated, 2 wrong usage or input, 3 inconclusive
 */
export function main(argv: readonly string[], console?: Console): Promise<number> {
  return runProgram(
    {
      name: 'conform',
      description: "Conformance suite for Microsoft's ClientCertificateInstall CSP",
      commands,
      help: [
        'Exit codes: 0 all conform, 1 something violated, 2 wrong usage or input, 3 the laboratory failed.',
        '',
        'Examples:',
        '  npm test                              all requirements on the simulator',
        '  npm test -- --suite=pfx --seed=42     one suite, a seed of your own',
        '  npx conform explain profile.xml       what a device should do with a payload',
        '  npx conform COMMAND --help            every option of a command, with an example',
      ],
    },
    argv,
    console,
  );
}
