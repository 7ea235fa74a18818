import { cut, quoted } from './value.ts';

/** What a person would say about a distinguished name in the form of CertStrToName (Learn, "CertStrToNameA function"). */
export interface NameReading {
  /** Why it is no distinguished name, as a sentence; undefined where it is one. */
  readonly fault?: string;
  /** What not every reader takes, as sentences. */
  readonly doubts: readonly string[];
  /** Attributes that it has, in upper case; object identifiers without OID before them. */
  readonly attributes: readonly string[];
}

interface Token {
  /** One attribute, or what stands in its place. */
  readonly text: string;
  /** The separator before it; empty before the first. */
  readonly separator: string;
}

/**
 * Attributes that CertStrToName knows, as MS-OSCO 2.1.1 and Learn list them, with the greatest length of their values
 * (RFC 5280, appendix A.1, ub-…).
 */
const attributes: Readonly<Record<string, number | undefined>> = {
  CN: 64,
  C: 2,
  L: 128,
  O: 64,
  OU: 64,
  S: 128,
  ST: 128,
  SERIALNUMBER: 64,
  T: 64,
  TITLE: 64,
  E: 255,
  EMAIL: 255,
  EMAILADDRESS: 255,
  DC: undefined,
  DESCRIPTION: undefined,
  DNQUALIFIER: undefined,
  G: undefined,
  GIVENNAME: undefined,
  GN: undefined,
  I: undefined,
  INITIALS: undefined,
  PHONE: undefined,
  POBOX: undefined,
  POSTALCODE: undefined,
  SN: undefined,
  STREET: undefined,
  UID: undefined,
};

const attributeForm = /^\s*(?<key>[A-Za-z][\w-]*|(?:OID\.)?\d+(?:\.\d+)+)\s*=(?<text>[^]*)$/i;

/** Reads a distinguished name; never throws. */
export function readDistinguishedName(text: string): NameReading {
  if (text.trim() === '') return unread('It is empty.');
  const tokens = tokensOf(text);
  if (tokens === undefined) return unread('A double quote opens a value that no other one closes.');
  const doubts: string[] = [];
  const names: string[] = [];
  for (const [index, { text: token, separator }] of tokens.entries()) {
    const [key, value] = attributeOf(token) ?? [];
    if (key !== undefined && value !== undefined) {
      if (/^"/.test(value) && !/^"(?:[^"]|"")*"$/.test(value))
        return unread(`The value ${quoted(value)} goes on behind its closing quote.`);
      names.push(key.toUpperCase().replace(/^OID\./, ''));
      doubts.push(...doubtsAbout(key, value));
    } else if (token.trim() === '') {
      doubts.push('There is a separator with no attribute before or behind it.');
    } else {
      return unread(faultOfToken(token, separator, tokens[index - 1]));
    }
  }
  if (/\\[,+;="]/.test(text.replace(/"[^"]*"/g, ''))) {
    doubts.push(
      'It has backslashes, by which LDAP escapes characters; Windows takes them literally and wants the value in double quotes.',
    );
  }
  return { doubts: [...new Set(doubts)], attributes: names };
}

function unread(fault: string): NameReading {
  return { fault, doubts: [], attributes: [] };
}

/** Splits at commas, semicolons and plus signs outside of quotes; undefined where a quote stays open. */
function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  let start = 0;
  let separator = '';
  let isQuoted = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    // Windows takes a backslash literally, LDAP as an escape; either way it is no separator that follows.
    if (character === '\\' && !isQuoted) index++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (!isQuoted && /[,;+]/.test(character)) {
      tokens.push({ text: text.slice(start, index), separator });
      separator = character;
      start = index + 1;
    }
  }
  tokens.push({ text: text.slice(start), separator });
  return isQuoted ? undefined : tokens;
}

/** Key and value of an attribute, without the blanks around them. */
function attributeOf(token: string): readonly [key: string, value: string] | undefined {
  const { key, text } = attributeForm.exec(token)?.groups ?? {};
  return key === undefined || text === undefined ? undefined : [key, text.trim()];
}

/** A piece that is no attribute: the rest of a value that wants quotes, or something else altogether. */
function faultOfToken(token: string, separator: string, before: Token | undefined): string {
  const [key, value] = attributeOf(before?.text ?? '') ?? [];
  const names: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '+': 'plus sign' };
  if (key !== undefined && value !== undefined && names[separator] !== undefined) {
    const whole = `${key}="${value.replaceAll('"', '')}${separator}${token.trimEnd()}"`;
    return `${quoted(token.trim())} behind the ${names[separator]} is no attribute. A value with a ${names[separator]} in it has to be in double quotes: ${cut(whole)}`;
  }
  if (token.trim().startsWith('/'))
    return 'Slashes between attributes are the form of OpenSSL. Write commas: CN=device01,O=Contoso.';
  return `${quoted(token.trim())} is no attribute with a value. Write CN=${cut(token.trim())} if that is meant.`;
}

function doubtsAbout(key: string, value: string): readonly string[] {
  const doubts: string[] = [];
  const name = key.toUpperCase();
  const bare = /^"[^]*"$/.test(value) ? value.slice(1, -1).replaceAll('""', '"') : value;
  if (/^[A-Z]/.test(name) && !name.startsWith('OID.') && !Object.hasOwn(attributes, name)) {
    doubts.push(
      `${key} is no attribute that Windows is known to read (CN, OU, O, L, S, C, DC, E, or an object identifier).`,
    );
  }
  if (bare.trim() === '') doubts.push(`${key} has no value.`);
  if (bare === value && /[="]/.test(value))
    doubts.push(`The value of ${key} has an equals sign or a quote in it and has to be in double quotes.`);
  const longest = attributes[name];
  if (longest !== undefined && Array.from(bare).length > longest) {
    const hint = name === 'C' ? ', the code of the country' : '';
    doubts.push(
      `${key} has ${Array.from(bare).length} characters, and certificates allow it ${longest}${hint} (RFC 5280, appendix A.1).`,
    );
  }
  return doubts;
}
