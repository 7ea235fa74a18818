import { randomBytes } from 'node:crypto';
import { TargetFailure } from '../../target.ts';
import { ShapeError, type Found } from './json.ts';
import { readOutput } from './output.ts';
import { standardInput, type Script } from './script.ts';

/** Windows PowerShell on some machine. */
export interface PowerShell {
  /**
   * @param data what JSON can say
   * @param patience milliseconds
   * @param read makes something of the answer; throws ShapeError where it is not what was agreed on
   * @throws TargetFailure with one sentence
   */
  run<T>(script: Script, data: unknown, patience: number, read: (answer: Found) => T): Promise<T>;
  close(): Promise<void>;
}

/** The way to a machine on which `powershellCommand` (script.ts) is run. */
export interface Carrier {
  /** The machine as it stands in messages: "this machine", "ssh://admin@win11". */
  readonly machine: string;
  /**
   * Gives all that came on standard output.
   * @throws TargetFailure where the way failed: not reached, cut, too slow, too much
   */
  run(input: string, patience: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** PowerShell over a carrier. */
export function powershellOver(carrier: Carrier): PowerShell {
  return {
    run: async (script, data, patience, read) => {
      const marker = `conform-${randomBytes(12).toString('hex')}`;
      const output = await carrier.run(standardInput(script, data, marker), patience);
      return readAnswer(carrier.machine, script, output, marker, read);
    },
    close: () => carrier.close(),
  };
}

function readAnswer<T>(
  machine: string,
  { name }: Script,
  output: Uint8Array,
  marker: string,
  read: (answer: Found) => T,
): T {
  try {
    const outcome = readOutput(output, marker);
    switch (outcome.kind) {
      case 'value':
        return read(outcome.value);
      case 'failed':
        throw new TargetFailure(
          'laboratory',
          `the step "${name}" failed on ${machine}: ${outcome.message.trim()}${outcome.hresult === undefined ? '' : ` (${outcome.hresult})`}`,
        );
      case 'no-answer':
        throw new TargetFailure(
          'transport',
          `PowerShell on ${machine} did not answer the step "${name}" but wrote "${outcome.text}"; run "powershell.exe -NoProfile -Command 1" there and see whether that works`,
        );
    }
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error;
    throw new TargetFailure(
      'transport',
      `the answer of ${machine} to the step "${name}" can not be used, ${error.message}: please report it with the build of Windows`,
    );
  }
}
