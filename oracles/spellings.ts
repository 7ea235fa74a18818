import type { Asking } from './asking.ts';

/** The questions that a spelling may bring up. */
type Questions = Pick<Asking, 'answer' | 'assume'>;

/**
 * The number that a text is read as; undefined where it is read as none.
 *
 * The documents give no spelling for an int beside plain decimals: A-37 asks for what is met beside them.
 */
export function readInt(text: string, asking: Questions): number | undefined {
  const parts = /^(\s*)([+-]?)(0*)(\d+)(\s*)$/.exec(text);
  if (parts === null) return undefined;
  const [, before, sign, zeros, digits = '', after] = parts;
  if ((before !== '' || after !== '') && asking.answer('A-37/blanks') === 'refused') return undefined;
  if (sign === '+' && asking.answer('A-37/plus-sign') === 'refused') return undefined;
  if (zeros !== '' && asking.answer('A-37/leading-zero') === 'refused') return undefined;
  const value = sign === '-' ? -Number(digits) : Number(digits);
  if (Object.is(value, -0)) return asking.assume('the int -0', ['0', 'no int']) === '0' ? 0 : undefined;
  if (Math.abs(value) < 2 ** 31) return value;
  return asking.assume('an int beyond 32 bits', ['understood', 'no int']) === 'understood'
    ? value
    : undefined;
}

/** The truth that a text is read as; undefined where it is read as none. */
export function readBool(text: string, asking: Questions): boolean | undefined {
  const plain = text.trim();
  if (plain !== text && isBool(plain)) {
    if (asking.assume('a bool with blanks around it', ['understood', 'no bool']) === 'no bool')
      return undefined;
  }
  switch (plain) {
    case 'true':
    case 'false':
      return plain === 'true';
    case 'True':
    case 'TRUE':
    case 'False':
    case 'FALSE':
      return asking.answer('A-36/capitalised') === 'accepted' ? plain.toLowerCase() === 'true' : undefined;
    case '0':
    case '1':
      return asking.answer('A-36/number') === 'accepted' ? plain === '1' : undefined;
    default: {
      if (!isBool(plain)) return undefined;
      const understood = asking.assume('a bool such as tRuE', ['understood', 'no bool']) === 'understood';
      return understood ? plain.toLowerCase() === 'true' : undefined;
    }
  }
}

function isBool(text: string): boolean {
  return /^(?:true|false|0|1)$/i.test(text);
}
