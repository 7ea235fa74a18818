import { DerReader, readObjectIdentifier, type DerValue } from './der-read.ts';
import { directoryString, ia5String, objectIdentifier, sequence, setOf } from './der-write.ts';
import { ScepMessageError } from './error.ts';
import { readText } from './text.ts';

/**
 * Types of attributes in names. The first key is the one that is written, as OpenSSL and Node write it; the others
 * are read too, those of CertStrToName among them (Learn, "CertStrToNameA function").
 */
const attributeTypes: readonly {
  readonly oid: string;
  readonly keys: readonly string[];
  readonly ascii?: true;
}[] = [
  { oid: '2.5.4.3', keys: ['CN'] },
  { oid: '2.5.4.6', keys: ['C'] },
  { oid: '2.5.4.7', keys: ['L'] },
  { oid: '2.5.4.8', keys: ['ST', 'S'] },
  { oid: '2.5.4.9', keys: ['street', 'STREET'] },
  { oid: '2.5.4.10', keys: ['O'] },
  { oid: '2.5.4.11', keys: ['OU'] },
  { oid: '2.5.4.12', keys: ['title', 'T'] },
  { oid: '2.5.4.4', keys: ['SN'] },
  { oid: '2.5.4.42', keys: ['GN', 'G', 'GivenName'] },
  { oid: '2.5.4.43', keys: ['initials', 'I'] },
  { oid: '2.5.4.5', keys: ['serialNumber'] },
  { oid: '2.5.4.13', keys: ['description'] },
  { oid: '2.5.4.17', keys: ['postalCode'] },
  { oid: '2.5.4.46', keys: ['dnQualifier'] },
  { oid: '0.9.2342.19200300.100.1.1', keys: ['UID'] },
  { oid: '0.9.2342.19200300.100.1.25', keys: ['DC'], ascii: true },
  { oid: '1.2.840.113549.1.9.1', keys: ['emailAddress', 'E', 'Email'], ascii: true },
];

const maximumParts = 64;

/**
 * Encodes a distinguished name. The text has the most specific part first, the encoding has it last (RFC 4514, 2.1).
 *
 * Parts are separated by commas or semicolons, several attributes of one part by plus signs. A value with such a
 * character is in quotes (a quote in it doubled) or has a backslash before the character. An empty text is the
 * empty name.
 *
 * @throws ScepMessageError `value`
 */
export function writeName(text: string): Uint8Array {
  const parts: Uint8Array[][] = [];
  if (text.trim() !== '') {
    for (const { token, after } of splitName(text)) {
      const attribute = writeAttribute(token, text);
      if (after === '+') parts.at(-1)?.push(attribute);
      else parts.push([attribute]);
    }
  }
  if (parts.length > maximumParts)
    throw new ScepMessageError('value', `a name of more than ${maximumParts} parts`);
  return sequence(...parts.reverse().map((attributes) => setOf(...attributes)));
}

/** The attributes as they are written, each with the separator before it. */
function splitName(text: string): { token: string; after: string }[] {
  const tokens: { token: string; after: string }[] = [];
  let start = 0;
  let after = ',';
  let quoted = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '';
    if (character === '\\') index += 1;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && ',;+'.includes(character)) {
      tokens.push({ token: text.slice(start, index), after });
      after = character;
      start = index + 1;
    }
  }
  if (quoted)
    throw new ScepMessageError('value', `"${text}" is no distinguished name: a quote is not closed`);
  tokens.push({ token: text.slice(start), after });
  return tokens;
}

/** Only the blanks of ASCII around a value are no part of it: others, such as U+00A0, are. */
const attributeForm = /^[ \t\r\n]*([\w.-]+)[ \t\r\n]*=[ \t\r\n]*((?:\\.|[^\\])*?)[ \t\r\n]*$/s;

function writeAttribute(token: string, whole: string): Uint8Array {
  const [, key = '', raw = ''] = attributeForm.exec(token) ?? [];
  const dotted = key.replace(/^OID\./i, '');
  const known = attributeTypes.find(({ keys }) =>
    keys.some((entry) => entry.toLowerCase() === key.toLowerCase()),
  );
  const type =
    known ??
    (/^\d+(\.\d+)+$/.test(dotted)
      ? (attributeTypes.find(({ oid }) => oid === dotted) ?? { oid: dotted })
      : undefined);
  if (type === undefined) {
    throw new ScepMessageError(
      'value',
      `"${whole}" is no distinguished name: "${token.trim()}" is no attribute such as CN=name`,
    );
  }
  const value = unescape(raw);
  if (value === '')
    throw new ScepMessageError('value', `"${whole}" is no distinguished name: ${key} has no value`);
  const ascii = 'ascii' in type && /^[\0-\x7f]*$/.test(value);
  return sequence(objectIdentifier(type.oid), ascii ? ia5String(value) : directoryString(value));
}

function unescape(raw: string): string {
  const quoted = /^"(.*)"$/s.exec(raw)?.[1];
  if (quoted !== undefined) return quoted.replaceAll('""', '"').replaceAll(/\\(.)/gs, '$1');
  return raw.replaceAll(/\\(.)/gs, '$1');
}

/** The text of a name, most specific part first, as writeName reads it. */
export function readName(name: DerValue): string {
  return DerReader.inside(name, 0x30, 'a name')
    .rest('a name', maximumParts)
    .reverse()
    .map((part) =>
      DerReader.inside(part, 0x31, 'a part of a name')
        .rest('a part of a name', maximumParts)
        .map(readAttribute)
        .join('+'),
    )
    .join(', ');
}

function readAttribute(attribute: DerValue): string {
  const reader = DerReader.inside(attribute, 0x30, 'an attribute of a name');
  const oid = readObjectIdentifier(reader.next('the type of an attribute'));
  const value = reader.next('the value of an attribute');
  reader.end('an attribute of a name');
  const key = attributeTypes.find((type) => type.oid === oid)?.keys[0] ?? oid;
  return `${key}=${escape(readText(value))}`;
}

function escape(text: string): string {
  // In one pass, so that a blank which is first and last at once gets one backslash.
  return text.replaceAll(/[,;+"\\<>=]|^[ \t\r\n#]|[ \t\r\n]$/g, '\\$&');
}

/** IssuerAndSubject, the content of a CertPoll (RFC 8894, 3.3.3), from two names in DER. */
export function writeIssuerAndSubject(issuer: Uint8Array, subject: Uint8Array): Uint8Array {
  return sequence(issuer, subject);
}
