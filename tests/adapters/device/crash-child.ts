// A run in a process of its own, which crash.test.ts kills. The machine lives in that test.
import { readFileSync } from 'node:fs';
import type { Case } from '../../../cases/case.ts';
import { openJournal } from '../../../adapters/device/journal.ts';
import { runCases } from './run-cases.ts';

const [file = '', casesFile = ''] = process.argv.slice(2);
const waiting = new Map<number, (output: string) => void>();
let next = 0;
process.on('message', (message) => {
  // Its only sender is crash.test.ts.
  const { id, output } = message as { readonly id: number; readonly output: string };
  waiting.get(id)?.(output);
});

await runCases(
  {
    machine: 'the fake machine',
    run: async (input) => {
      const id = next++;
      const output = new Promise<string>((resolve) => waiting.set(id, resolve));
      process.send?.({ id, input });
      return Buffer.from(await output, 'latin1');
    },
    close: () => Promise.resolve(),
  },
  openJournal(file),
  // Written by crash.test.ts.
  JSON.parse(readFileSync(casesFile, 'utf8')) as readonly Case[],
);
process.disconnect();
