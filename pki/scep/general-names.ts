import { isIPv4, isIPv6 } from 'node:net';
import { DerReader, readDer, readObjectIdentifier, type DerValue } from './der-read.ts';
import { objectIdentifier, octetString, sequence, tagged, taggedPrimitive, utf8String } from './der-write.ts';
import { ScepMessageError } from './error.ts';
import { readName, writeName } from './names.ts';
import { readText } from './text.ts';

/**
 * A subject alternative name (RFC 5280, 4.2.1.6), with its value as text:
 * `other` has `OID:` and the hexadecimal DER of its value, `directory` a distinguished name as names.ts writes it,
 * `guid` the usual form with hyphens, `unread` the hexadecimal DER of a name of a form that is not looked into.
 */
export interface GeneralName {
  readonly kind:
    'upn' | 'guid' | 'other' | 'rfc822' | 'dns' | 'directory' | 'url' | 'ip' | 'registered' | 'unread';
  readonly value: string;
}

/** User principal name, a UTF8String (Learn, "Guidelines for enabling smart card logon"). */
const upnType = '1.3.6.1.4.1.311.20.2.3';
/** NTDS replication: the objectGUID of a domain controller in 16 octets (MS-WCCE 2.2.2.7.7.4). */
const guidType = '1.3.6.1.4.1.311.25.1';

const maximumNames = 1000;

/** GeneralNames in DER. @throws ScepMessageError `value` */
export function writeGeneralNames(names: readonly GeneralName[]): Uint8Array {
  return sequence(...names.map(writeGeneralName));
}

function writeGeneralName({ kind, value }: GeneralName): Uint8Array {
  switch (kind) {
    case 'upn':
      return otherName(upnType, utf8String(value));
    case 'guid':
      return otherName(guidType, octetString(swapGuid(guidOctets(value))));
    case 'other': {
      const [type = '', der = ''] = value.split(':');
      return otherName(type, readDer(Buffer.from(der, 'hex')).encoded);
    }
    case 'rfc822':
      return taggedPrimitive(1, ascii(value));
    case 'dns':
      return taggedPrimitive(2, ascii(value));
    case 'directory':
      return tagged(4, writeName(value));
    case 'url':
      return taggedPrimitive(6, ascii(value));
    case 'ip':
      return taggedPrimitive(7, writeAddress(value));
    case 'registered':
      return taggedPrimitive(8, readDer(objectIdentifier(value)).content);
    case 'unread':
      return readDer(Buffer.from(value, 'hex')).encoded;
  }
}

const otherName = (type: string, value: Uint8Array): Uint8Array =>
  tagged(0, objectIdentifier(type), tagged(0, value));

function ascii(value: string): Uint8Array {
  if (!/^[\0-\x7f]*$/.test(value))
    throw new ScepMessageError('value', `"${value}" has characters beyond ASCII`);
  return Buffer.from(value, 'latin1');
}

function guidOctets(value: string): Buffer {
  const digits = /^\{?([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}?$/i
    .exec(value)
    ?.slice(1);
  if (digits === undefined) throw new ScepMessageError('value', `"${value}" is no GUID`);
  return Buffer.from(digits.join(''), 'hex');
}

/** Between the text's order and that of the GUID structure, whose first three fields have the least octet first. */
function swapGuid(octets: Buffer): Buffer {
  const swapped = Buffer.from(octets);
  swapped.subarray(0, 4).swap32();
  swapped.subarray(4, 8).swap16();
  return swapped;
}

function writeAddress(value: string): Uint8Array {
  if (isIPv4(value)) return Uint8Array.from(value.split('.'), Number);
  if (!isIPv6(value) || value.includes('%'))
    throw new ScepMessageError('value', `"${value}" is no IP address`);
  // The last two groups may be written as an IPv4 address.
  const plain = value.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_all, ...octets: string[]) => {
    const hex = Buffer.from(octets.slice(0, 4).map(Number)).toString('hex');
    return `${hex.slice(0, 4)}:${hex.slice(4)}`;
  });
  const [head = '', tail] = plain.split('::');
  const groups = (part: string): string[] => (part === '' ? [] : part.split(':'));
  const after = groups(tail ?? '');
  const before = groups(head);
  const zeros = tail === undefined ? [] : Array<string>(8 - before.length - after.length).fill('0');
  return Buffer.from([...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join(''), 'hex');
}

/** @throws ScepMessageError `format`, `limit` for more than 1000 names */
export function readGeneralNames(names: DerValue): GeneralName[] {
  return DerReader.inside(names, 0x30, 'GeneralNames')
    .rest('GeneralNames', maximumNames)
    .map(readGeneralName);
}

function readGeneralName(name: DerValue): GeneralName {
  const text = Buffer.from(name.content).toString('latin1');
  switch (name.tag) {
    case 0xa0:
      return readOtherName(name);
    case 0x81:
      return { kind: 'rfc822', value: text };
    case 0x82:
      return { kind: 'dns', value: text };
    case 0xa4:
      return { kind: 'directory', value: readName(readDer(name.content)) };
    case 0x86:
      return { kind: 'url', value: text };
    case 0x87:
      return readAddress(name);
    case 0x88:
      return { kind: 'registered', value: readObjectIdentifier({ ...name, tag: 0x06 }) };
    default:
      return unread(name);
  }
}

const unread = (name: DerValue): GeneralName => ({
  kind: 'unread',
  value: Buffer.from(name.encoded).toString('hex'),
});

function readOtherName(name: DerValue): GeneralName {
  const reader = new DerReader(name.content);
  const type = readObjectIdentifier(reader.next('the type of an otherName'));
  const value = readDer(reader.take(0xa0, 'the value of an otherName').content);
  reader.end('an otherName');
  if (type === upnType) return { kind: 'upn', value: readText(value) };
  if (type === guidType && value.tag === 0x04 && value.content.length === 16) {
    const digits = swapGuid(Buffer.from(value.content)).toString('hex');
    return { kind: 'guid', value: digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') };
  }
  return { kind: 'other', value: `${type}:${Buffer.from(value.encoded).toString('hex')}` };
}

function readAddress(name: DerValue): GeneralName {
  const octets = Buffer.from(name.content);
  if (octets.length === 4) return { kind: 'ip', value: octets.join('.') };
  if (octets.length !== 16) return unread(name);
  const groups = Array.from({ length: 8 }, (_, index) => octets.readUInt16BE(2 * index).toString(16));
  return { kind: 'ip', value: groups.join(':') };
}
