import { keyOf, possibleTuples, type PartialRow, type Space, type Tuple } from './covering-array.ts';

/** How many of the combinations that some allowed row has are there. */
export interface Coverage {
  readonly strength: number;
  readonly reached: number;
  readonly possible: number;
  /** The combinations that are not there, by their names. */
  readonly missing: readonly string[];
}

/** Measures rows, wherever they come from: an array that was built, or what a run has really carried out. */
export interface CoverageMeter {
  add(row: PartialRow): void;
  coverage(): Coverage;
}

/**
 * A meter that keeps the combinations seen and not the rows, a byte for each that there can be.
 * @param nameOf how a combination that is missing is called
 */
export function coverageMeter(
  space: Space,
  strength: number,
  nameOf: (tuple: Tuple) => string = keyOf,
): CoverageMeter {
  const marks = marksFor(space.sizes, strength);
  return {
    add: marks.add,
    coverage: () => {
      const possible = possibleTuples(space, strength);
      const missing = possible.filter((tuple) => !marks.has(tuple));
      return {
        strength,
        reached: possible.length - missing.length,
        possible: possible.length,
        missing: missing.map(nameOf),
      };
    },
  };
}

interface Marks {
  readonly add: (row: PartialRow) => void;
  has(tuple: Tuple): boolean;
}

/** Every choice of `strength` parameters has a stretch of bytes, one for each combination of their values. */
function marksFor(sizes: readonly number[], strength: number): Marks {
  let end = 0;
  const stretches = choicesOf(sizes.length, strength).map((parameters) => {
    const begin = end;
    end += parameters.reduce((product, parameter) => product * (sizes[parameter] ?? 0), 1);
    return { parameters, begin };
  });
  const begins = new Map(stretches.map(({ parameters, begin }) => [parameters.join(), begin]));
  const seen = new Uint8Array(end);
  const within = (parameters: readonly number[], row: PartialRow): number | undefined => {
    let place = 0;
    for (const parameter of parameters) {
      const value = row[parameter];
      if (value === undefined) return undefined;
      place = place * (sizes[parameter] ?? 0) + value;
    }
    return place;
  };
  return {
    add: (row) => {
      for (const { parameters, begin } of stretches) {
        const place = within(parameters, row);
        if (place !== undefined) seen[begin + place] = 1;
      }
    },
    has: (tuple) => {
      const begin = begins.get(tuple.map(([parameter]) => parameter).join());
      const row: (number | undefined)[] = [];
      for (const [parameter, value] of tuple) row[parameter] = value;
      const place = within(
        tuple.map(([parameter]) => parameter),
        row,
      );
      return begin !== undefined && place !== undefined && seen[begin + place] === 1;
    },
  };
}

/** All choices of so many numbers below `count`, ascending. */
function choicesOf(count: number, strength: number, from = 0): readonly (readonly number[])[] {
  if (strength === 0) return [[]];
  return Array.from({ length: Math.max(0, count - from) }, (_, offset) => from + offset).flatMap((first) =>
    choicesOf(count, strength - 1, first + 1).map((rest) => [first, ...rest]),
  );
}
