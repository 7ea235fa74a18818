import type { CompleteAnswers } from '../answers.ts';

/** How values are read; one function for each kind of value. */
export interface ValueRules {
  /** Undefined: no int. */
  readonly readInt: (text: string) => number | undefined;
  /** Undefined: no bool. */
  readonly readBool: (text: string) => boolean | undefined;
  /** Whether the text is a list of hash algorithms that the device supports. */
  readonly isHashAlgorithm: (text: string) => boolean;
  /** SHA-1 in hexadecimal digits, 20 bytes (csp-source.txt, CAThumbprint). */
  readonly isThumbprint: (text: string) => boolean;
}

/** Nodes of format int hold 32 bits; the DDF gives RetryDelay the unsigned range. */
const smallestInt = -(2 ** 31);
const largestInt = 2 ** 32 - 1;

/** Reads values as a device does that gives these answers. */
export function valueRules(answers: CompleteAnswers): ValueRules {
  return {
    readInt: (text) => readInt(text, answers),
    readBool: (text) => readBool(text, answers),
    isHashAlgorithm: (text) => isHashAlgorithm(text, answers),
    isThumbprint: (text) => /^[0-9A-Fa-f]{40}$/.test(text),
  };
}

function readInt(text: string, answers: CompleteAnswers): number | undefined {
  const bare = answers['A-37/blanks'] === 'accepted' ? text.trim() : text;
  const [, sign, zeros, digits] = /^([+-]?)(0*?)(0|[1-9][0-9]*)$/.exec(bare) ?? [];
  if (digits === undefined || digits.length > 10) return undefined;
  if (sign === '+' && answers['A-37/plus-sign'] === 'refused') return undefined;
  if (zeros !== '' && answers['A-37/leading-zero'] === 'refused') return undefined;
  const value = sign === '-' ? -Number(digits) : Number(digits);
  return value >= smallestInt && value <= largestInt ? value : undefined;
}

const bools = new Map([
  ['true', true],
  ['false', false],
]);
const capitalised = new Map([
  ['True', true],
  ['TRUE', true],
  ['False', false],
  ['FALSE', false],
]);
const numeric = new Map([
  ['1', true],
  ['0', false],
]);

function readBool(text: string, answers: CompleteAnswers): boolean | undefined {
  if (bools.has(text)) return bools.get(text);
  if (answers['A-36/capitalised'] === 'accepted' && capitalised.has(text)) return capitalised.get(text);
  return answers['A-36/number'] === 'accepted' ? numeric.get(text) : undefined;
}

/** csp-source.txt, HashAlgorithm: families SHA-1, SHA-2, SHA-3 joined by plus signs. */
function isHashAlgorithm(text: string, answers: CompleteAnswers): boolean {
  const separator = answers['A-16/semicolon'] === 'accepted' ? /[+;]/ : /\+/;
  return text.split(separator).every((name) => isHashName(name, answers));
}

function isHashName(name: string, answers: CompleteAnswers): boolean {
  const [, hyphen, number] = /^SHA(-?)(1|2|3|224|256|384|512)$/.exec(name) ?? [];
  switch (number) {
    case undefined:
      return false;
    case '1':
    case '2':
      return hyphen === '-' || answers['A-16/without-hyphen'] === 'accepted';
    case '3':
      return (
        answers['A-16/SHA-3'] === 'accepted' &&
        (hyphen === '-' || answers['A-16/without-hyphen'] === 'accepted')
      );
    default:
      return answers['A-16/by-length'] === 'accepted';
  }
}
