import { isIP } from 'node:net';
import { readDistinguishedName } from './distinguished-name.ts';
import { faultOfIdentifier } from './object-identifier.ts';
import { cut, quoted } from './value.ts';

/** What can be said about one pair of SubjectAlternativeNames. */
export interface AlternativeNameReading {
  /** Why it is no pair of format and name. */
  readonly malformed?: string;
  /** Why the name can not be written in the format. */
  readonly impossible?: string;
  /** Why the name is most likely not what was meant, or not what every device reads. */
  readonly doubtful?: string;
}

/** One format of names: AlternativeNameType of certenroll.h, to which csp-source.txt refers. */
interface NameFormat {
  readonly title: string;
  readonly impossible?: (name: string) => string | undefined;
  readonly doubtful?: (name: string) => string | undefined;
}

const undocumented = (title: string) => () =>
  `no document says how ${title} is written as text; devices may refuse it`;

const formats: Readonly<Record<string, NameFormat>> = {
  '1': { title: 'other name', doubtful: undocumented('a name of a type of its own') },
  '2': {
    title: 'e-mail address',
    doubtful: (name) => (/^[^@\s]+@[^@\s]+$/.test(name) ? onlyAscii(name) : 'it is no e-mail address'),
  },
  '3': { title: 'DNS name', doubtful: doubtAboutHost },
  '4': { title: 'X.400 address', doubtful: undocumented('an X.400 address') },
  '5': { title: 'distinguished name', impossible: (name) => readDistinguishedName(name).fault },
  '6': { title: 'EDI party name', doubtful: undocumented('an EDI party name') },
  '7': {
    title: 'URL',
    doubtful: (name) => (/^[a-z][a-z0-9+.-]*:./i.test(name) ? onlyAscii(name) : 'it has no scheme'),
  },
  '8': {
    title: 'IP address',
    impossible: (name) => (isIP(name) === 0 ? 'it is neither an IPv4 nor an IPv6 address' : undefined),
  },
  '9': {
    title: 'registered ID',
    impossible: (name) => {
      const fault = faultOfIdentifier(name);
      return fault === undefined ? undefined : `it ${fault}`;
    },
  },
  '10': {
    title: 'GUID',
    doubtful: (name) =>
      /^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\{[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}\})$/i.test(
        name,
      )
        ? undefined
        : 'it has not the form of a GUID, 8-4-4-4-12 hexadecimal digits',
  },
  '11': {
    title: 'UPN',
    doubtful: (name) => (/^[^@\s]+@[^@\s]+$/.test(name) ? undefined : 'it is not of the form user@domain'),
  },
};

/** Words that are written in place of the number. */
const numbers: Readonly<Record<string, string>> = {
  dns: '3',
  dnsname: '3',
  email: '2',
  rfc822: '2',
  rfc822name: '2',
  upn: '11',
  uri: '7',
  url: '7',
  ip: '8',
  ipaddress: '8',
  guid: '10',
};

const form =
  'Each name is a number from 1 to 11, a plus sign and the name, and a semicolon separates them: 11+user@contoso.com;3+host.contoso.com (11 is a UPN, 3 a DNS name, 2 an e-mail address, 7 a URL, 8 an IP address).';

/** Reads one pair, such as `11+tom@contoso.com`; never throws. */
export function readAlternativeName(pair: string): AlternativeNameReading {
  const [, number, name] = /^(\d+)\+([^]*)$/.exec(pair) ?? [];
  if (number === undefined || name === undefined) return { malformed: faultOfPair(pair) };
  const format = formats[number];
  if (format === undefined) return { malformed: `${quoted(pair)} has an unknown number. ${form}` };
  const title = `${quoted(name)} (${number}, ${format.title})`;
  if (name.trim() === '') return { malformed: `${quoted(pair)} has no name behind the plus sign. ${form}` };
  // Commas are a part of distinguished names, and may be one of URLs.
  if (!['5', '7'].includes(number) && /[,|]\s*\d{1,2}\+/.test(name))
    return { malformed: `${quoted(pair)} holds several names. Separate them by semicolons.` };
  const impossible = format.impossible?.(name);
  if (impossible !== undefined) return { impossible: `${title}: ${impossible}` };
  const doubtful =
    name.trim() === name
      ? format.doubtful?.(name)
      : 'there are blanks around it, which may become part of it';
  return doubtful === undefined ? {} : { doubtful: `${title}: ${doubtful}` };
}

function faultOfPair(pair: string): string {
  const [, word, name] = /^([A-Za-z0-9 ]+)[+=:]\s*([^/\s][^]*)$/.exec(pair) ?? [];
  const bare = word?.replaceAll(' ', '');
  const number = numbers[(bare ?? '').toLowerCase()] ?? bare;
  if (name !== undefined && number !== undefined && formats[number] !== undefined)
    return `${quoted(pair)} has to be written ${number}+${cut(name)}. ${form}`;
  const guess = /@/.test(pair) ? '11' : '3';
  const hint = pair.includes('+') ? '' : ` ${guess}+${cut(pair.trim())} may be meant.`;
  return `${quoted(pair)} does not begin with a number and a plus sign.${hint} ${form}`;
}

/** RFC 5280, 4.2.1.6: a DNS name by itself, without scheme, port or path. */
function doubtAboutHost(name: string): string | undefined {
  if (name.includes('@')) return 'it looks like a UPN (11) or an e-mail address (2)';
  if (isIP(name) !== 0) return 'it is an IP address (8)';
  if (/[/:\s\\]/.test(name)) return 'a DNS name has neither scheme, port, path nor blanks';
  return onlyAscii(name);
}

/** RFC 5280, 4.2.1.6: IA5String. Windows refuses other characters with 0x80092022 where it does not encode them itself. */
function onlyAscii(name: string): string | undefined {
  return /^[\x21-\x7e]*$/.test(name)
    ? undefined
    : 'it has characters outside ASCII, which this format has not';
}
