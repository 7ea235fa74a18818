import { runProgram } from '../runner/program.ts';
import { accusationsCommand } from './commands/accusations.ts';
import { faultsCommand } from './commands/faults.ts';
import { fingerprintsCommand } from './commands/fingerprints.ts';
import { mutantsCommand } from './commands/mutants.ts';

// `npm run faults`, `npm run accusations` and `npm run fingerprints`: what the suite itself is worth.
process.exitCode = await runProgram(
  {
    name: 'qualification',
    description: 'What the suite finds, whom it wrongly accuses, and what it learns of a device',
    commands: [faultsCommand, accusationsCommand, fingerprintsCommand, mutantsCommand],
    help: ['Exit codes: 0 as it should be, 1 the suite is at fault, 2 wrong usage.'],
  },
  process.argv.slice(2),
);
