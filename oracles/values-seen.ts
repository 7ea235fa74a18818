import type { Settlement, ValueSet } from './expectation.ts';
import { withoutEscapes } from './place.ts';
import type { ReplyResult } from './reply.ts';

/** Whether the value of Results is one that is expected. */
export function fits(value: ValueSet, text: string): boolean {
  switch (value.kind) {
    case 'text':
      return text === value.text;
    case 'one-of':
      return value.texts.includes(text);
    case 'number':
      return numberIn(text) === value.equals;
    case 'nonzero-number':
      return ![undefined, 0].includes(numberIn(text));
    case 'failing-hresult':
      return isFailingHresult(numberIn(text));
    case 'any-thumbprint':
      return /^[0-9A-F]{40}$/i.test(text) && caseOf(text) !== 'mixed';
    case 'any-number':
      return numberIn(text) !== undefined;
    case 'bytes':
      return text.replace(/\s/g, '') === value.base64;
    case 'thumbprint':
      return value.oneOf.includes(text.toUpperCase()) && caseOf(text) !== 'mixed';
    case 'children':
      return fitsChildren(value, text);
    case 'not':
      return !value.texts.includes(text);
    case 'any':
      return true;
  }
}

/** An int has 32 bits and a sign; some may write it without. */
function isFailingHresult(number: number | undefined): boolean {
  return number !== undefined && (number < 0 || (number >= 0x80000000 && number <= 0xffffffff));
}

/** The value of an int is written in decimal (OMA TND 8.3.7.2), error codes too. */
function numberIn(text: string): number | undefined {
  const plain = text.trim();
  return /^[+-]?\d+$/.test(plain) ? Number(plain) : undefined;
}

/** Names may be escaped, and the documents give no order and no case for them. */
function fitsChildren({ atLeast, atMost }: Extract<ValueSet, { kind: 'children' }>, text: string): boolean {
  const normal = (name: string): string => withoutEscapes(name.trim()).toLowerCase();
  const names = text.trim() === '' ? [] : text.split('/').map(normal);
  const allowed = new Set(atMost.map(normal));
  return (
    new Set(names).size === names.length &&
    names.every((name) => allowed.has(name)) &&
    atLeast.every((name) => names.includes(normal(name)))
  );
}

function caseOf(thumbprint: string): 'upper' | 'lower' | 'mixed' | 'digits' {
  const upper = /[A-F]/.test(thumbprint);
  const lower = /[a-f]/.test(thumbprint);
  return upper && lower ? 'mixed' : upper ? 'upper' : lower ? 'lower' : 'digits';
}

/** The answer that something observed gives to an ambiguity; undefined where it gives none. */
export function settledBy({ answers, otherwise }: Settlement, observed: string): string | undefined {
  return Object.hasOwn(answers, observed) ? answers[observed] : otherwise;
}

/** The answer that Results give to an ambiguity; undefined where they give none. */
export function settledByValue(settles: Settlement, { text }: ReplyResult): string | undefined {
  return settledBy(settles, settles.key === 'A-23' ? caseOf(text) : text);
}

/** A set of values in words, to stand behind "expected". */
export function inWords(value: ValueSet): string {
  switch (value.kind) {
    case 'text':
      return value.text === '' ? 'an empty value' : quoted(value.text);
    case 'one-of':
      return value.texts.map(quoted).join(' or ');
    case 'number':
      return `the number ${value.equals}`;
    case 'nonzero-number':
      return 'a number other than 0';
    case 'failing-hresult':
      return 'an HRESULT that tells a failure';
    case 'any-thumbprint':
      return 'the thumbprint of a certificate';
    case 'any-number':
      return 'a number';
    case 'bytes':
      return `the bytes that were set, in base64 (${quoted(value.base64)})`;
    case 'thumbprint':
      return `the thumbprint ${value.oneOf.join(' or ')}`;
    case 'children':
      return value.atMost.length === value.atLeast.length
        ? `exactly the names ${list(value.atLeast)}`
        : `at least the names ${list(value.atLeast)}, and of the others only those of the tree`;
    case 'not':
      return value.texts.length === 0
        ? 'any value'
        : `anything but ${[...new Set(value.texts.map((text) => text.toUpperCase()))].map(quoted).join(', ')}`;
    case 'any':
      return 'any value';
  }
}

/** A value as it stands in a report: in quotes, long ones cut. */
export function quoted(text: string): string {
  return text.length > 80 ? `"${text.slice(0, 80)}…"` : `"${text}"`;
}

function list(names: readonly string[]): string {
  return names.length === 0 ? '(none)' : names.join(', ');
}
