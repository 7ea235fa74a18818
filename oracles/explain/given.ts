import type { KeyedCertificate, Preparation, Scope, StoredCertificate } from '../../cases/case.ts';
import type { EditionId } from '../../csp/editions.ts';
import { defaultEdition, editions } from '../../csp/editions.ts';

/** What a device has before the payload reaches it (docs/explain.md, "The state that is given"). */
export interface GivenState extends Preparation {
  /** Nodes of this CSP that exist, by LocURI. An install that the nodes describe counts as done. */
  readonly nodes: Readonly<Record<string, GivenNode>>;
}

export interface GivenNode {
  /** Meta Format, such as int; the node's own format where it is left out. */
  readonly format?: string;
  readonly value: string;
}

/** A device of the newest edition with a TPM and nothing installed: what is meant where no state is given. */
export const emptyDevice: GivenState = {
  edition: defaultEdition,
  tpm: true,
  certificates: [],
  helloContainers: [],
  nodes: {},
};

/** A given state that can not be read. The message is one line that names the member and what it has to be. */
export class GivenStateError extends Error {
  override readonly name = 'GivenStateError';
}

/**
 * Reads a given state from JSON. Every member may be left out, and then is that of `emptyDevice`.
 *
 * @throws GivenStateError where the text is no JSON, or a member is unknown or of another kind than documented
 */
export function readGivenState(text: string): GivenState {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new GivenStateError(
      `the given state is no JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const state = record(content, 'the given state');
  onlyMembers(state, 'the given state', [
    'edition',
    'tpm',
    'helloContainers',
    'nodes',
    'mdmCertificate',
    'certificates',
  ]);
  return {
    edition: optional(state['edition'], emptyDevice.edition, editionOf),
    tpm: optional(state['tpm'], emptyDevice.tpm, (value) => truth(value, 'tpm')),
    helloContainers: optional(state['helloContainers'], [], (value) =>
      list(value, 'helloContainers').map((name, index) => word(name, `helloContainers[${index}]`)),
    ),
    nodes: optional(state['nodes'], {}, nodesOf),
    certificates: optional(state['certificates'], [], (value) =>
      list(value, 'certificates').map((entry, index) => storedCertificate(entry, `certificates[${index}]`)),
    ),
    ...(state['mdmCertificate'] === undefined
      ? {}
      : { mdmCertificate: keyedCertificate(state['mdmCertificate'], 'mdmCertificate', []) }),
  };
}

/** Reads a member that may be left out. */
function optional<T>(value: unknown, otherwise: T, read: (value: unknown) => T): T {
  return value === undefined ? otherwise : read(value);
}

function editionOf(value: unknown): EditionId {
  const found = editions.find((edition) => edition.id === value);
  if (found !== undefined) return found.id;
  throw new GivenStateError(
    `edition has to be one of ${editions.map((edition) => edition.id).join(', ')}, and is ${shown(value)}`,
  );
}

function nodesOf(value: unknown): GivenState['nodes'] {
  const nodes = Object.entries(record(value, 'nodes')).map(([locUri, entry]) => {
    const where = `nodes["${locUri}"]`;
    if (!locUri.startsWith('./')) {
      throw new GivenStateError(`${where} has to be a LocURI that begins with ./Device/ or ./User/`);
    }
    const node = record(entry, where);
    onlyMembers(node, where, ['format', 'value']);
    const format = node['format'] === undefined ? {} : { format: word(node['format'], `${where}.format`) };
    return [locUri, { ...format, value: word(node['value'], `${where}.value`) }] as const;
  });
  // Object.fromEntries defines its members, so that a LocURI named __proto__ is a member like any other.
  return Object.fromEntries(nodes);
}

function storedCertificate(value: unknown, where: string): StoredCertificate {
  const { scope, store } = record(value, where);
  return {
    ...keyedCertificate(value, where, ['scope', 'store']),
    scope: scopeOf(scope, `${where}.scope`),
    store: word(store, `${where}.store`),
  };
}

function keyedCertificate(value: unknown, where: string, others: readonly string[]): KeyedCertificate {
  const entry = record(value, where);
  onlyMembers(entry, where, ['certificate', 'privateKey', ...others]);
  return {
    certificate: base64(entry['certificate'], `${where}.certificate`),
    privateKey: base64(entry['privateKey'], `${where}.privateKey`),
  };
}

function scopeOf(value: unknown, where: string): Scope {
  if (value === 'device' || value === 'user') return value;
  throw new GivenStateError(`${where} has to be "device" or "user", and is ${shown(value)}`);
}

function record(value: unknown, where: string): Readonly<Record<string, unknown>> {
  if (isRecord(value)) return value;
  throw new GivenStateError(`${where} has to be a JSON object, and is ${shown(value)}`);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A mistyped member would otherwise be passed over without a word. */
function onlyMembers(
  value: Readonly<Record<string, unknown>>,
  where: string,
  known: readonly string[],
): void {
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new GivenStateError(
    `${where} has a member "${unknown}" that is not known; known are ${known.join(', ')}`,
  );
}

function list(value: unknown, where: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new GivenStateError(`${where} has to be a list, and is ${shown(value)}`);
}

function word(value: unknown, where: string): string {
  if (typeof value === 'string') return value;
  throw new GivenStateError(`${where} has to be a text in quotes, and is ${shown(value)}`);
}

function truth(value: unknown, where: string): boolean {
  if (typeof value === 'boolean') return value;
  throw new GivenStateError(`${where} has to be true or false, and is ${shown(value)}`);
}

function base64(value: unknown, where: string): string {
  const text = word(value, where);
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0) return text;
  throw new GivenStateError(`${where} has to be DER in base64, without line breaks`);
}

/** A value as it stands in the file, cut where it is long. */
function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
