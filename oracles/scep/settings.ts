import { ScepMessageError } from '../../pki/scep/error.ts';
import { writeName } from '../../pki/scep/names.ts';
import type { Asking } from '../asking.ts';
import type { FrozenSettings } from './enrollment.ts';

export function textOf(settings: FrozenSettings, name: string): string | undefined {
  return settings.get(name)?.text;
}

/** undefined where the node is not set, or holds what not every device reads as the same number. */
export function numberOf(settings: FrozenSettings, name: string): number | undefined {
  const value = settings.get(name)?.value;
  return typeof value === 'number' ? value : undefined;
}

/** csp-source.txt, ServerURL: several are separated by semicolons. */
export function serverUrlsOf(settings: FrozenSettings): readonly string[] {
  return listOf(textOf(settings, 'ServerURL') ?? '', ';');
}

/** The members of a list in one text, without blanks around them and without empty ones. */
export function listOf(text: string, separator: string | RegExp): readonly string[] {
  return text
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** csp-source.txt, KeyProtection: 3 where it is not set. */
export function keyProtectionOf(settings: FrozenSettings): number | undefined {
  return settings.has('KeyProtection') ? numberOf(settings, 'KeyProtection') : 3;
}

export interface RetryPlan {
  /** Seconds between two polls. */
  readonly interval: number;
  readonly count: number;
}

/** RetryDelay and RetryCount with defaults and bounds (csp-source.txt; ); undefined where one is unreadable. */
export function retriesOf(settings: FrozenSettings, asking: Asking): RetryPlan | undefined {
  const delay = bounded(settings, 'RetryDelay', { standard: 5, minimum: 1, maximum: Infinity }, asking);
  const count = bounded(settings, 'RetryCount', { standard: 3, minimum: 0, maximum: 30 }, asking);
  return delay === undefined || count === undefined ? undefined : { interval: delay * 60, count };
}

function bounded(
  settings: FrozenSettings,
  name: string,
  bounds: { readonly standard: number; readonly minimum: number; readonly maximum: number },
  asking: Asking,
): number | undefined {
  if (!settings.has(name)) return bounds.standard;
  const value = numberOf(settings, name);
  if (value === undefined) return undefined;
  if (value < bounds.minimum) return asking.answer('A-24') === 'default' ? bounds.standard : bounds.minimum;
  return Math.min(value, bounds.maximum);
}

/** Hashes that HashAlgorithm lets the request be made with, as the log of a server names them. */
export function hashesOf(settings: FrozenSettings): readonly string[] {
  return listOf(textOf(settings, 'HashAlgorithm') ?? '', /[+;]/).flatMap((family) => {
    if (/^SHA-?1$/.test(family)) return ['sha1'];
    if (/^SHA-?2$/.test(family)) return ['sha224', 'sha256', 'sha384', 'sha512'];
    const [, length] = /^SHA-?(224|256|384|512)$/.exec(family) ?? [];
    return length === undefined ? [] : [`sha${length}`];
  });
}

/** Kinds of names as the log has them, by the number before the plus sign (csp-truth: AlternativeNameType). */
const nameKinds: Readonly<Record<string, string>> = {
  '2': 'rfc822',
  '3': 'dns',
  '7': 'url',
  '8': 'ip',
  '11': 'upn',
};

/** SubjectAlternativeNames as `kind value`; undefined where a pair is none, or of a kind that has several forms. */
export function alternativeNamesOf(settings: FrozenSettings): readonly string[] | undefined {
  const names: string[] = [];
  for (const pair of listOf(textOf(settings, 'SubjectAlternativeNames') ?? '', ';')) {
    const [, format = '', value = ''] = /^(\d+)\+(.+)$/s.exec(pair) ?? [];
    const kind = nameKinds[format];
    if (kind === undefined) return undefined;
    // An address that is none, or in another spelling, is for the device to make something of.
    if (kind === 'ip' && !/^(\d{1,3}\.){3}\d{1,3}$/.test(value)) return undefined;
    // IA5String takes nothing else.
    if (kind !== 'upn' && !/^[\x20-\x7e]+$/.test(value)) return undefined;
    names.push(`${kind} ${value}`);
  }
  return names;
}

/** EKUMapping as OIDs; undefined where one is none. */
export function extendedKeyUsagesOf(settings: FrozenSettings): readonly string[] | undefined {
  const oids = (textOf(settings, 'EKUMapping') ?? '').split('+');
  return oids.every((oid) => /^[0-2](\.(0|[1-9]\d{0,8}))+$/.test(oid)) ? oids : undefined;
}

/** Whether a text is a distinguished name that every reader takes. */
export function isDistinguishedName(text: string): boolean {
  try {
    writeName(text);
    return text.trim() !== '';
  } catch (error) {
    if (error instanceof ScepMessageError) return false;
    throw error;
  }
}

/** The wish for a period of validity; undefined for none: units 0, the default, wish nothing. */
export function wishOf(settings: FrozenSettings): { period: string; units: number } | undefined {
  const units = Number(textOf(settings, 'ValidPeriodUnits') ?? '0');
  if (!(units > 0)) return undefined;
  return { period: textOf(settings, 'ValidPeriod') ?? 'Days', units };
}

/**
 * Whether the settings say clearly what is to be asked for. Where they do not, a device may refuse them, or make of
 * them what it likes.
 */
export function areClear(settings: FrozenSettings): boolean {
  const units = textOf(settings, 'ValidPeriodUnits') ?? '0';
  const template = textOf(settings, 'TemplateName') ?? '';
  const bounded = ['RetryDelay', 'RetryCount'];
  return (
    [...settings].every(([name, { unclear }]) => !unclear || bounded.includes(name)) &&
    ['KeyUsage', 'KeyLength'].every((name) => numberOf(settings, name) !== undefined) &&
    keyProtectionOf(settings) !== undefined &&
    isDistinguishedName(textOf(settings, 'SubjectName') ?? '') &&
    extendedKeyUsagesOf(settings) !== undefined &&
    alternativeNamesOf(settings) !== undefined &&
    hashesOf(settings).length > 0 &&
    /^(?:0|[1-9]\d{0,4})$/.test(units) &&
    (template === '' || /^[0-2](\.\d+)+$/.test(template)) &&
    challengeIsPlain(textOf(settings, 'Challenge') ?? '')
  );
}

/** A challenge password is a DirectoryString: text that is neither empty nor outside of ASCII is the same to everybody. */
function challengeIsPlain(challenge: string): boolean {
  return /^[\x20-\x7e]+$/.test(challenge);
}
