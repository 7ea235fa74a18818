/** Why a value is not what was agreed on; the path leads to the place in it. */
export class ShapeError extends Error {
  override readonly name = 'ShapeError';
}

/** A JSON value that nobody has looked at yet, and where it stands. */
export interface Found {
  readonly value: unknown;
  readonly path: string;
}

export function found(value: unknown, path: string): Found {
  return { value, path };
}

/** The member of an object; `undefined` as its value where it is missing or null. @throws ShapeError */
export function member({ value, path }: Found, name: string): Found {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ShapeError(`${path} is no object`);
  }
  const entry = Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
  return { value: entry ?? undefined, path: `${path}.${name}` };
}

/** @throws ShapeError */
export function textOf({ value, path }: Found): string {
  if (typeof value !== 'string') throw new ShapeError(`${path} is no text`);
  return value;
}

/** @throws ShapeError */
export function booleanOf({ value, path }: Found): boolean {
  if (typeof value !== 'boolean') throw new ShapeError(`${path} is neither true nor false`);
  return value;
}

/** A whole number from 0 to 2^32 - 1. @throws ShapeError */
export function unsignedOf({ value, path }: Found): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > 0xffffffff) {
    throw new ShapeError(`${path} is no whole number from 0 to 4294967295`);
  }
  return value;
}

/** @throws ShapeError */
export function listOf({ value, path }: Found): readonly Found[] {
  if (!Array.isArray(value)) throw new ShapeError(`${path} is no list`);
  return value.map((entry: unknown, index) => ({ value: entry, path: `${path}[${index}]` }));
}

/** @throws ShapeError where it is there and not as `read` wants it */
export function optional<T>(entry: Found, read: (entry: Found) => T): T | undefined {
  return entry.value === undefined ? undefined : read(entry);
}
