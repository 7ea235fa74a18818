/**
 * What instrumented code looks at: the names are Stryker's, and it keeps the object that it first finds, so there is
 * one for the whole process.
 */
interface Switchboard {
  /** The mutant that is switched on. */
  activeMutant: string | undefined;
  /** Whom passing a mutant counts for; undefined: nobody. */
  currentTestId: string | undefined;
  /** How often each mutant was passed. */
  readonly mutantCoverage: {
    static: Record<string, number>;
    perTest: Record<string, Record<string, number>>;
  };
}

declare global {
  var __stryker__: Switchboard | undefined;
}

const board: Switchboard = (globalThis.__stryker__ ??= {
  activeMutant: undefined,
  currentTestId: undefined,
  mutantCoverage: { static: {}, perTest: {} },
});

/** Switches a mutant on, and all others off; undefined: all. */
export function switchOn(mutant: string | undefined): void {
  board.activeMutant = mutant;
}

/** Carries out some work and says which mutants it passed. */
export async function passedDuring(work: () => Promise<unknown>): Promise<readonly string[]> {
  const { perTest } = board.mutantCoverage;
  board.currentTestId = 'this work';
  try {
    await work();
    return Object.keys(perTest['this work'] ?? {});
  } finally {
    board.currentTestId = undefined;
    perTest['this work'] = {};
  }
}
