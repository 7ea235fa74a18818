import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Instrumenter } from '@stryker-mutator/instrumenter';

/** One small change of the virtual device's source. */
export interface Mutant {
  /** Its number in these sources; another version of them counts anew. */
  readonly id: string;
  /** Relative to the project, with slashes. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What kind of change it is, as Stryker names it. */
  readonly operator: string;
  readonly original: string;
  readonly replacement: string;
  /** The line on which it begins, without the blanks around it. */
  readonly sourceLine: string;
}

/** Sources that hold all their mutants at once, one of which can be switched on (switchboard.ts). */
export interface MutatedSources {
  readonly mutants: readonly Mutant[];
  /** TypeScript, by file. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Puts every mutant into these files; paths are relative to `root`. */
export async function mutate(root: string, files: readonly string[]): Promise<MutatedSources> {
  const sources = new Map<string, string>();
  for (const file of files) sources.set(file, await readFile(join(root, file), 'utf8'));
  const instrumented = await new Instrumenter(silent).instrument(
    [...sources].map(([name, content]) => ({ name, content, mutate: true })),
    { plugins: null, excludedMutations: [], ignorers: [] },
  );
  return {
    texts: new Map(instrumented.files.map(({ name, content }) => [name, content])),
    mutants: instrumented.mutants.map(({ id, fileName, location, mutatorName, replacement }) => {
      const lines = (sources.get(fileName) ?? '').split('\n');
      return {
        id,
        file: fileName,
        line: location.start.line + 1,
        operator: mutatorName,
        original: textBetween(lines, location.start, location.end),
        replacement,
        sourceLine: (lines[location.start.line] ?? '').trim(),
      };
    }),
  };
}

interface Position {
  readonly line: number;
  readonly column: number;
}

function textBetween(lines: readonly string[], start: Position, end: Position): string {
  const within = lines.slice(start.line, end.line + 1);
  const last = within.length - 1;
  // The end is cut first: on a single line it counts from the same beginning as the start.
  within[last] = (within[last] ?? '').slice(0, end.column);
  within[0] = (within[0] ?? '').slice(start.column);
  return within.join('\n');
}

const ignore = (): void => undefined;
const no = (): boolean => false;

/** The instrumenter's own reports are about things that come out as mutants anyway. */
const silent = {
  isTraceEnabled: no,
  isDebugEnabled: no,
  isInfoEnabled: no,
  isWarnEnabled: no,
  isErrorEnabled: no,
  isFatalEnabled: no,
  trace: ignore,
  debug: ignore,
  info: ignore,
  warn: ignore,
  error: ignore,
  fatal: ignore,
};
