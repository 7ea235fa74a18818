import { TargetFailure } from '../../target.ts';
import { runProcess, type ProcessEnd } from '../run-process.ts';
import { powershellOver, type PowerShell } from './powershell.ts';
import { readable } from './output.ts';
import { powershellCommand } from './script.ts';

/** PowerShell of the machine that the suite runs on. */
export function powershellHere(command: readonly string[] = powershellCommand): PowerShell {
  return powershellOver({
    machine: 'this machine',
    run: async (input, patience) => {
      const end = await runProcess(command, input, patience);
      if (end.kind === 'ended' && end.code === 0) return end.output;
      throw new TargetFailure('transport', `powershell.exe ${fate(end)}`);
    },
    close: () => Promise.resolve(),
  });
}

function fate(end: ProcessEnd): string {
  switch (end.kind) {
    case 'not-started':
      return `could not be started (${end.reason}); run the suite on Windows, or give the machine with --device=ssh://user@host`;
    case 'too-slow':
      return 'gave no answer in time and was ended; try again, and restart Windows if it goes on';
    case 'too-much':
      return 'wrote more than an answer can have and was ended; please report it';
    case 'ended':
      return `ended with ${end.code ?? end.signal ?? 'nothing'} and wrote "${readable(end.errors)}"; run it by hand and see whether it works`;
  }
}
