/** Values of a node that a device may treat alike. A run should have sent one of each. */
export interface ValueClass {
  /** Unique within its node; stands in reports: `one above the greatest`. */
  readonly name: string;
  /** Whether its values lie at an edge: the last that are still right, or the first that are not. */
  readonly boundary: boolean;
  readonly holds: (text: string) => boolean;
}

/** Texts that match a pattern as a whole. */
export function like(name: string, pattern: RegExp): ValueClass {
  const whole = new RegExp(`^(?:${pattern.source})$`, `su${pattern.flags}`);
  return { name, boundary: false, holds: (text) => whole.test(text) };
}

/** One text, and no other spelling of it. */
export function exactly(text: string, name = text): ValueClass {
  return { name, boundary: false, holds: (other) => other === text };
}

/** Numbers in plain decimal digits that a rule is true of. */
export function number(name: string, isIn: (value: number) => boolean): ValueClass {
  return {
    name,
    boundary: false,
    holds: (text) => /^(?:0|[1-9]\d{0,14})$/.test(text) && isIn(Number(text)),
  };
}

/** The same class, whose values lie at an edge. */
export function edge(found: ValueClass): ValueClass {
  return { ...found, boundary: true };
}

/** The empty text: the shortest of all. */
export const empty = edge(exactly('', 'empty'));

/** What is no plain decimal number, or none that fits, and that readers of numbers may take all the same. */
export const oddNumbers: readonly ValueClass[] = [
  empty,
  like('no number', /[a-z]+/i),
  edge(like('negative', /-\d+/)),
  like('leading zero', /0\d+/),
  like('blanks around', / \d+ /),
  edge(number('beyond 32 bits', (value) => value >= 2 ** 32)),
];

/** Further spellings, for the ints that stand for all others. */
export const oddSpellings: readonly ValueClass[] = [
  like('plus sign', /\+\d+/),
  like('decimal point', /\d+\.\d+/),
  like('hexadecimal', /0x[\da-f]+/i),
  like('letter behind', /\d+[a-z]/i),
  edge(exactly(String(2 ** 31 - 1), 'greatest of 31 bits')),
  edge(exactly(String(2 ** 31), 'least beyond 31 bits')),
];

/** Texts by the characters that trouble those who pass them on. */
export const asciiText = like('ASCII', /[!-~](?:[ -~]*[!-~])?/);
export const unicodeText = like('beyond ASCII', /.*[^\0-~].*/);
export const xmlText = like('characters that XML escapes', /.*[<&>].*/);
