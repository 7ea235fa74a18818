/**
 * Covering arrays: few rows in which every combination of `strength` values occurs (D. R. Kuhn, NIST SP 800-142).
 * Values are numbered from 0; what they stand for is the caller's business.
 */
export interface Space {
  /** How many values each parameter has. */
  readonly sizes: readonly number[];
  readonly constraints: readonly Constraint[];
}

/** A rule about some parameters, asked as soon as all of them have a value; the same values always get the same answer. */
export interface Constraint {
  readonly over: readonly number[];
  readonly allows: (row: PartialRow) => boolean;
}

export type Row = readonly number[];
/** `undefined` is not filled in yet. */
export type PartialRow = readonly (number | undefined)[];

/** Some parameters with their values, parameters ascending. */
export type Tuple = readonly (readonly [parameter: number, value: number])[];

/**
 * Builds an array greedily, row by row: each starts with a combination that is not covered yet and takes, parameter
 * by parameter, the value that covers most of the others. No randomness: the same space gives the same array.
 */
export function coveringArray(space: Space, strength: number): readonly Row[] {
  const search = searchIn(space);
  const missing = new Map(search.possible(strength).map((tuple) => [keyOf(tuple), tuple]));
  const rows: Row[] = [];
  // Deleting while going on is what Map allows: what a row covers is not visited again.
  for (const tuple of missing.values()) {
    const row = search.extend(tuple, (candidate, parameter) =>
      gainOf(candidate, parameter, strength, missing),
    );
    for (const covered of tuplesOf(row, strength)) missing.delete(keyOf(covered));
    rows.push(row);
  }
  return rows;
}

/** All combinations of `strength` values that some allowed row has; the others can not be asked for. */
export function possibleTuples(space: Space, strength: number): readonly Tuple[] {
  return searchIn(space).possible(strength);
}

interface Search {
  /** All combinations that some allowed row has; the others can not be asked for. */
  possible(strength: number): readonly Tuple[];
  /** An allowed row that holds a possible tuple, its other values chosen by what they gain. */
  extend(start: Tuple, gain: (row: PartialRow, parameter: number) => number): Row;
}

/** Parameters whose values keep a row from being completed. */
type Conflict = ReadonlySet<number>;

/**
 * Search that jumps back over parameters that have nothing to do with a dead end (conflict-directed backjumping,
 * P. Prosser 1993); plain backtracking takes seconds to find that a combination is impossible. Constraints remember
 * their answers, which are few.
 */
function searchIn({ sizes, constraints }: Space): Search {
  const remembered = constraints.map((constraint) => ({
    ...constraint,
    answers: new Map<string, boolean>(),
  }));
  const concerning = sizes.map((_, parameter) => remembered.filter(({ over }) => over.includes(parameter)));

  /** The first constraint that the newest value breaks. */
  const broken = (row: PartialRow, parameter: number): Constraint | undefined =>
    concerning[parameter]?.find(({ over, allows, answers }) => {
      if (over.some((other) => row[other] === undefined)) return false;
      const key = over.map((other) => row[other]).join();
      const answer = answers.get(key) ?? allows(row);
      answers.set(key, answer);
      return !answer;
    });

  const complete = (row: PartialRow): Row | Conflict => {
    const parameter = row.indexOf(undefined);
    if (parameter === -1) return row.map((value) => value ?? 0);
    const conflict = new Set<number>();
    for (const value of valuesOf(sizes, parameter)) {
      const next = row.with(parameter, value);
      const breaks = broken(next, parameter);
      if (breaks !== undefined) {
        breaks.over.forEach((other) => conflict.add(other));
        continue;
      }
      const found = complete(next);
      // Another value of this parameter changes nothing about a dead end that it has no part in.
      if (isRow(found) || !found.has(parameter)) return found;
      found.forEach((other) => conflict.add(other));
    }
    conflict.delete(parameter);
    return conflict;
  };

  const place = (tuple: Tuple): PartialRow | undefined => {
    let row: PartialRow = sizes.map(() => undefined);
    for (const [parameter, value] of tuple) {
      row = row.with(parameter, value);
      if (broken(row, parameter) !== undefined) return undefined;
    }
    return row;
  };

  return {
    possible: (strength) =>
      tuplesWithin(sizes, strength).filter((tuple) => {
        const row = place(tuple);
        return row !== undefined && isRow(complete(row));
      }),
    extend: (start, gain) => {
      let row = place(start);
      for (const parameter of sizes.keys()) {
        if (row === undefined) break;
        if (row[parameter] !== undefined) continue;
        const before: PartialRow = row;
        row = valuesOf(sizes, parameter)
          .map((value) => before.with(parameter, value))
          .map((candidate) => ({ candidate, gain: gain(candidate, parameter) }))
          .sort((left, right) => right.gain - left.gain)
          .find(
            ({ candidate }) => broken(candidate, parameter) === undefined && isRow(complete(candidate)),
          )?.candidate;
      }
      const full = row === undefined ? undefined : complete(row);
      if (full === undefined || !isRow(full)) throw new RangeError(`no allowed row holds ${keyOf(start)}`);
      return full;
    },
  };
}

function isRow(found: Row | Conflict): found is Row {
  return Array.isArray(found);
}

/** How many combinations with the value of `parameter` are missing still. */
function gainOf(
  row: PartialRow,
  parameter: number,
  strength: number,
  missing: ReadonlyMap<string, Tuple>,
): number {
  const newest = [parameter, row[parameter] ?? 0] as const;
  const others = row.with(parameter, undefined);
  return tuplesOf(others, strength - 1).filter((rest) =>
    missing.has(keyOf([...rest, newest].sort(([left], [right]) => left - right))),
  ).length;
}

function valuesOf(sizes: readonly number[], parameter: number): readonly number[] {
  return Array.from({ length: sizes[parameter] ?? 0 }, (_, value) => value);
}

function tuplesWithin(sizes: readonly number[], strength: number, from = 0): readonly Tuple[] {
  if (strength === 0) return [[]];
  return sizes.flatMap((_, parameter) =>
    parameter < from
      ? []
      : tuplesWithin(sizes, strength - 1, parameter + 1).flatMap((rest) =>
          valuesOf(sizes, parameter).map((value): Tuple => [[parameter, value], ...rest]),
        ),
  );
}

function tuplesOf(row: PartialRow, strength: number, from = 0): readonly Tuple[] {
  if (strength === 0) return [[]];
  return row.flatMap((value, parameter) =>
    value === undefined || parameter < from
      ? []
      : tuplesOf(row, strength - 1, parameter + 1).map((rest): Tuple => [[parameter, value], ...rest]),
  );
}

/** A tuple as text, each as another one. */
export function keyOf(tuple: Tuple): string {
  return tuple.map(([parameter, value]) => `${parameter}=${value}`).join();
}
