import type { Rules } from '../simulator/rules.ts';

/** Rules by their paths, such as `engine.undo` or `engine.statuses.invalid-value`. */
export type RulePaths = ReadonlySet<string>;

/**
 * Notes which rules a device asks. A mistake in rules that a case does not ask can not show in it, so that the case need
 * not be tried.
 * @returns rules for a device that behave as those given, and add to `asked`
 */
export function notingRules(rules: Rules, asked: Set<string>): Rules {
  return {
    engine: noting(rules.engine, 'engine', asked),
    csp: noting(rules.csp, 'csp', asked),
  };
}

function noting<T extends object>(rules: T, path: string, asked: Set<string>): T {
  return new Proxy(rules, {
    get: (target, name, receiver) => {
      const value: unknown = Reflect.get(target, name, receiver);
      const ruled = `${path}.${String(name)}`;
      if (isTable(value)) return noting(value, ruled, asked);
      asked.add(ruled);
      return value;
    },
    // Whoever copies the rules may ask any of them.
    ownKeys: (target) => {
      for (const ruled of pathsIn(target, path)) asked.add(ruled);
      return Reflect.ownKeys(target);
    },
  });
}

/** The rules in which two sets of rules differ. */
export function changedRules(right: Rules, wrong: Rules): RulePaths {
  const before = new Map(entriesIn(right, ''));
  const after = new Map(entriesIn(wrong, ''));
  const names = new Set([...before.keys(), ...after.keys()]);
  return new Set([...names].filter((name) => before.get(name) !== after.get(name)));
}

function pathsIn(rules: object, path: string): readonly string[] {
  return entriesIn(rules, path).map(([name]) => name);
}

function entriesIn(rules: object, path: string): readonly (readonly [string, unknown])[] {
  return Object.entries(rules).flatMap(([name, value]: [string, unknown]) => {
    const ruled = path === '' ? name : `${path}.${name}`;
    return isTable(value) ? entriesIn(value, ruled) : [[ruled, value] as const];
  });
}

/** A rule that is a table of single answers; each of them counts for itself. */
function isTable(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
