import { didYouMean } from '../oracles/findings/nearest.ts';

/** A file that somebody wrote by hand and that is wrong; the message is one line: file, entry, what to do. */
export class InvalidFile extends Error {
  override readonly name = 'InvalidFile';
}

/** One place in a file of JSON. Each question throws InvalidFile where the answer is not of the kind asked for. */
export interface Reader {
  /** Refuses fields with other names. */
  only(...names: readonly string[]): void;
  has(name: string): boolean;
  /** The names of all fields. */
  names(): readonly string[];
  /** The place of a field; that it is missing is said when its value is asked for. */
  field(name: string): Reader;
  list(): readonly Reader[];
  /** A text that is not blank. */
  text(): string;
  number(): number;
  oneOf<T extends string | number | boolean>(known: readonly T[]): T;
  /** The error that says what is wrong with this place. */
  invalid(what: string): InvalidFile;
}

/** @param name of the file, for messages */
export function readDocument(text: string, name: string): Reader {
  try {
    return readerAt(JSON.parse(text), name, '');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InvalidFile(`${name} is no JSON: ${error.message.replace(/\s+/g, ' ')}.`);
  }
}

function readerAt(value: unknown, file: string, path: string): Reader {
  const invalid = (what: string): InvalidFile =>
    new InvalidFile(`${file}: ${path === '' ? 'the file' : path} ${what}${shown(value)}.`);
  const record = (): Readonly<Record<string, unknown>> => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw invalid('has to be an object');
    return value as Record<string, unknown>;
  };
  return {
    only: (...names) => {
      const unknown = Object.keys(record()).find((key) => !names.includes(key));
      if (unknown === undefined) return;
      const place = path === '' ? 'the file' : path;
      throw new InvalidFile(
        `${file}: ${place} has an unknown field "${unknown}".${didYouMean(unknown, names)} Known: ${names.join(', ')}.`,
      );
    },
    names: () => Object.keys(record()),
    has: (name) => Object.hasOwn(record(), name),
    field: (name) => {
      const fields = record();
      const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
      return readerAt(value, file, path === '' ? name : `${path}.${name}`);
    },
    list: () => {
      if (!Array.isArray(value)) throw invalid('has to be a list');
      return value.map((entry: unknown, index) => readerAt(entry, file, `${path}[${index}]`));
    },
    text: () => {
      if (typeof value !== 'string' || value.trim() === '') throw invalid('has to be a text');
      return value;
    },
    number: () => {
      if (typeof value !== 'number' || !Number.isFinite(value)) throw invalid('has to be a number');
      return value;
    },
    oneOf: (known) => {
      const found = known.find((one) => one === value);
      if (found !== undefined) return found;
      const names = known.map(String);
      const hint = typeof value === 'string' ? didYouMean(value, names) : '';
      const choice = names.length > 12 ? 'one that the suite knows' : names.join(' or ');
      throw new InvalidFile(`${file}: ${path} has to be ${choice}${shown(value)}.${hint}`);
    },
    invalid,
  };
}

function shown(value: unknown): string {
  if (value === undefined) return ', and is missing';
  const text = JSON.stringify(value);
  return `, not ${text.length > 60 ? `${text.slice(0, 60)}…` : text}`;
}
