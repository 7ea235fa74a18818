import { contentCiphers } from '../ciphers.ts';
import { failInfos } from './message.ts';
import type { AuthorityName, Fault, FaultRule, Operation, ScepScript, ScriptedFailure } from './script.ts';

/** A script that is not what script.ts says; the message is one line that says where and what. */
export class ScepScriptError extends Error {
  override readonly name = 'ScepScriptError';
}

/** Checks one value. `where` is its place, such as `faults[0].from`. */
type Check = (value: unknown, where: string) => void;

const fail = (where: string, expected: string, value: unknown): never => {
  throw new ScepScriptError(`${where}: expected ${expected}, not ${shown(value)}`);
};

/** Only what fits into a line, and nothing of what lies inside: that can be the challenge. */
function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0)
    return Array.isArray(value) ? 'a list' : 'an object';
  const json = JSON.stringify(value);
  return json.length > 60 ? `${json.slice(0, 60)}…` : json;
}

const text: Check = (value, where) => {
  if (typeof value !== 'string') fail(where, 'a text', value);
};
/** The challenge is a secret: a wrong one is not shown. */
const secret: Check = (value, where) => {
  if (typeof value !== 'string') throw new ScepScriptError(`${where}: expected a text`);
};
const flag: Check = (value, where) => {
  if (typeof value !== 'boolean') fail(where, 'true or false', value);
};
const number =
  (minimum: number, maximum: number): Check =>
  (value, where) => {
    if (!Number.isInteger(value) || Number(value) < minimum || Number(value) > maximum) {
      fail(where, `a whole number from ${minimum} to ${maximum}`, value);
    }
  };
const seconds: Check = (value, where) => {
  if (typeof value !== 'number' || !(value >= 0 && value <= 1e6))
    fail(where, 'seconds from 0 to 1000000', value);
};
const oneOf =
  (choices: readonly string[]): Check =>
  (value, where) => {
    if (typeof value !== 'string' || !choices.includes(value))
      fail(where, `one of ${choices.join(', ')}`, value);
  };
const listOf =
  (check: Check): Check =>
  (value, where) => {
    if (!Array.isArray(value)) fail(where, 'a list', value);
    else for (const [index, member] of value.entries()) check(member, `${where}[${index}]`);
  };

function objectOf<T extends object>(
  required: { readonly [K in keyof T]?: Check },
  optional: { readonly [K in keyof T]?: Check },
): Check {
  const all = new Map<string, Check>(Object.entries<Check>({ ...required, ...optional }));
  return (value, where) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(where, 'an object', value);
    else {
      for (const [name, member] of Object.entries(value)) {
        const check = all.get(name) ?? fail(where, `only ${[...all.keys()].join(', ')}`, name);
        check(member, `${where}.${name}`);
      }
      for (const name of Object.keys(required))
        if (!(name in value)) fail(where, `the member ${name}`, value);
    }
  };
}

const count = number(0, 1_000_000_000);
const octets = number(0, 1_000_000);

/** What each fault needs and may have, beside its kind. */
const faultMembers: Readonly<
  Record<Fault['kind'], { required?: Record<string, Check>; optional?: Record<string, Check> }>
> = {
  'http-status': { required: { status: number(200, 599) } },
  'endless-redirect': {},
  drop: { optional: { afterBytes: octets } },
  late: { required: { seconds } },
  'endless-data': { required: { bytes: number(0, 1_000_000_000_000) } },
  'content-type': { required: { value: text } },
  'bit-flipped': { optional: { bit: count } },
  truncated: { optional: { bytes: octets } },
  garbage: { required: { bytes: octets } },
  empty: {},
  'wrong-nonce': {},
  'no-nonce': {},
  'another-transaction': {},
  'certificate-for-another-key': {},
  'no-certificate': {},
  unencrypted: {},
  'encrypted-for-another': {},
  'signed-by-stranger': {},
};

const kinds = Object.keys(faultMembers);

const fault: Check = (value, where) => {
  const kind = typeof value === 'object' && value !== null && 'kind' in value ? value.kind : undefined;
  oneOf(kinds)(kind, `${where}.kind`);
  const { required = {}, optional = {} } = faultMembers[kind as Fault['kind']]; // Checked in the line before.
  objectOf<Record<string, unknown>>({ kind: text, ...required }, optional)(value, where);
};

const authorities: Readonly<Record<AuthorityName, true>> = {
  root: true,
  'root-with-registration': true,
  'intermediate-with-registration': true,
  another: true,
};
const operations: Readonly<Record<Operation, true>> = {
  GetCACaps: true,
  GetCACert: true,
  PKIOperation: true,
};

const script: Check = objectOf<ScepScript>(
  {},
  {
    authority: oneOf(Object.keys(authorities)),
    challenge: secret,
    capabilities: listOf(text),
    hash: oneOf(['sha1', 'sha256', 'sha384', 'sha512']),
    cipher: oneOf(Object.keys(contentCiphers)),
    pending: count,
    failure: objectOf<ScriptedFailure>({ failInfo: oneOf(Object.keys(failInfos)) }, { text }),
    validitySeconds: count,
    honoursValidityWish: flag,
    faults: listOf(
      objectOf<FaultRule>(
        { operation: oneOf(Object.keys(operations)), fault },
        { from: number(1, 1e9), times: count },
      ),
    ),
  },
);

/**
 * A script from JSON that somebody wrote.
 *
 * @throws ScepScriptError with one line that says where and what
 */
export function readScepScript(value: unknown): ScepScript {
  script(value, 'script');
  return value as ScepScript; // Every member was checked against the same declaration.
}

/** The same from the text of a file. @throws ScepScriptError */
export function parseScepScript(json: string): ScepScript {
  let value: unknown;
  try {
    // Editors of Windows put a mark before the text.
    value = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new ScepScriptError(
      `script: no JSON: ${error instanceof Error ? reasonOf(error, json) : 'unreadable'}`,
    );
  }
  return readScepScript(value);
}

/** What JSON.parse objects to, without the piece of the text that it quotes: that can be the challenge, or lines. */
function reasonOf({ message }: Error, json: string): string {
  const [, position] = / at position (\d+)/.exec(message) ?? [];
  const [reason = ''] = message.split(/(?: in JSON)? at position |, (?:\.\.\.)?"/);
  if (position === undefined) return reason;
  const before = json.slice(0, Number(position)).split('\n');
  return `${reason}, line ${before.length}, column ${(before.at(-1) ?? '').length + 1}`;
}
