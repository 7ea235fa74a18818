import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { decodeText } from '../../syncml/decode.ts';
import { passGate } from '../../syncml/gate.ts';
import { defaultLimits } from '../../syncml/limits.ts';
import { positionsOf } from '../../syncml/positions.ts';
import { readSyncML } from '../../syncml/read.ts';
import { RefusedText } from '../../syncml/refusal.ts';
import { treeOf, type XmlElement } from '../../syncml/tree.ts';
import { formatSyncML, writeSyncML } from '../../syncml/write.ts';
import { anyMessage } from './arbitraries.ts';

/** Reads each document with expat; answers its elements as [namespace, name, text], or null where expat refuses it. */
const script = `
import base64, json, sys
from xml.parsers import expat

def elements(document):
    parser = expat.ParserCreate(namespace_separator='\\x01')
    found, open_ = [], []
    def start(name, attributes):
        uri, _, local = name.rpartition('\\x01')
        open_.append([uri, local, ''])
        found.append(open_[-1])
    def text(characters):
        open_[-1][2] += characters
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda name: open_.pop()
    parser.CharacterDataHandler = text
    try:
        parser.Parse(base64.b64decode(document), True)
    except (expat.ExpatError, ValueError, LookupError):
        return None
    return found

json.dump([elements(document) for document in json.load(sys.stdin)], sys.stdout)
`;

type Elements = readonly (readonly [namespace: string, name: string, text: string])[];

function readWithExpat(documents: readonly Uint8Array[]): readonly (Elements | null)[] {
  const input = JSON.stringify(documents.map((document) => Buffer.from(document).toString('base64')));
  const { stdout, status, stderr } = spawnSync('python3', ['-c', script], { input, maxBuffer: 1e9 });
  assert.equal(status, 0, stderr.toString());
  return JSON.parse(stdout.toString()) as readonly (Elements | null)[];
}

const python = spawnSync('python3', ['-c', 'import xml.parsers.expat']).status === 0;

/** What our gate and tree make of a document: its elements, or the kind of its refusal. */
function readWithOurs(document: Uint8Array): Elements | string {
  try {
    const text = decodeText(document, defaultLimits);
    const roots = treeOf(passGate(text, defaultLimits, positionsOf(text)));
    // Rows of bare commands are ours alone.
    return roots.length > 1 ? 'several roots' : flatten(roots);
  } catch (error) {
    if (error instanceof RefusedText) return error.refusal.kind;
    throw error;
  }
}

function flatten(elements: readonly XmlElement[]): Elements {
  return elements.flatMap(({ tag, text, children }) => [
    [tag.namespace, tag.name, text] as const,
    ...flatten(children),
  ]);
}

/** Pieces that make well-formed documents malformed, or well-formed in another way. */
const splinters = [
  ...[
    '<',
    '>',
    '/',
    '&',
    ';',
    '"',
    "'",
    '=',
    '!',
    '?',
    '-',
    '--',
    '-->',
    ']',
    ']]>',
    '<![CDATA[',
    '<!--',
    '<?x ',
    '?>',
  ],
  ...[
    '<a>',
    '</a>',
    '<a/>',
    '<a b="c"/>',
    ' b="c"',
    " b='c'",
    ' b=c',
    ' b',
    ' xmlns="u"',
    ' xmlns:p="u"',
    ' p:b=""',
    '<p:a/>',
  ],
  ...[
    ' xmlns:p=""',
    ' xmlns=""',
    ' xmlns:xml="u"',
    ':',
    '<:a/>',
    '<a:/>',
    '<xml:a/>',
    '<xmlns:a/>',
    ' xml:space="x"',
  ],
  ...[
    '&amp;',
    '&lt;',
    '&nope;',
    '&#65;',
    '&#x41;',
    '&#X41;',
    '&#0;',
    '&#1;',
    '&#xD800;',
    '&#x110000;',
    '&#;',
    '&#x;',
    '& ',
  ],
  ...[
    '\0',
    '\u0001',
    '\u007f',
    '\u0085',
    '\uFFFE',
    '\uFFFF',
    '\u{1F600}',
    '\uFEFF',
    ' ',
    '\t',
    '\n',
    '\r',
    '\r\n',
  ],
  ...[
    '<?xml version="1.0"?>',
    '<?xml version="1.0" encoding="utf-8" standalone="yes"?>',
    '<?xml?>',
    '<?XML x?>',
  ],
  ...[
    '<!DOCTYPE a>',
    '<!DOCTYPE a [<!ENTITY x "y">]>',
    '<!ELEMENT a ANY>',
    '<!doctype a>',
    '0',
    'A',
    'é',
    '·',
  ],
];

const bytes = (text: string) => Buffer.from(text);
const sound = anyMessage
  .filter(({ shape }) => shape !== 'fragment')
  .chain((message) =>
    fc.constantFrom(
      writeSyncML(message),
      formatSyncML(message),
      `<?xml version="1.0" encoding="UTF-8"?>\n${writeSyncML(message)}`,
    ),
  );

const mutation = fc.record({
  place: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.oneof(fc.constant(0), fc.nat(3), fc.nat(60)),
  insert: fc.oneof(fc.constantFrom(...splinters), fc.constant('')),
});

const mutated = fc.tuple(sound, fc.array(mutation, { minLength: 1, maxLength: 3 })).map(([text, mutations]) =>
  bytes(
    mutations.reduce((whole, { place, cut, insert }) => {
      const index = Math.floor(place * (whole.length + 1));
      return whole.slice(0, index) + insert + whole.slice(index + cut);
    }, text),
  ),
);

/** Bytes that are no text any more. */
const torn = fc
  .tuple(sound, fc.double({ min: 0, max: 1, noNaN: true }), fc.uint8Array({ maxLength: 3 }))
  .map(([text, place, noise]) => {
    const whole = bytes(text);
    const index = Math.floor(place * (whole.length + 1));
    return Buffer.concat([whole.subarray(0, index), noise, whole.subarray(index)]);
  });

const batch = (document: fc.Arbitrary<Uint8Array>) =>
  fc.array(document, { minLength: 1, maxLength: 400, size: 'max' });

function assertAgreement(documents: readonly Uint8Array[]): void {
  readWithExpat(documents).forEach((expats, index) => {
    const document = documents[index] ?? new Uint8Array();
    const ours = readWithOurs(document);
    const shown = JSON.stringify(Buffer.from(document).toString());
    if (typeof ours !== 'string') assert.deepEqual(ours, expats, shown);
    else if (ours === 'not-well-formed' || ours === 'encoding')
      assert.equal(expats, null, `${ours}: ${shown}`);
  });
}

describe.skipIf(!python)('agreement with expat (skipped where python3 is not installed)', () => {
  it('on every element and text of what we write', () => {
    fc.assert(fc.property(batch(sound.map(bytes)), assertAgreement), { numRuns: 3 });
  });

  it('on what is well-formed, and on its elements and texts, after mutations', () => {
    fc.assert(fc.property(batch(mutated), assertAgreement), { numRuns: 10, endOnFailure: true });
  });

  it('on what is well-formed with noise among the bytes', () => {
    fc.assert(fc.property(batch(torn), assertAgreement), { numRuns: 3, endOnFailure: true });
  });

  it('on accepting nothing that expat refuses, with the whole reader', () => {
    fc.assert(
      fc.property(batch(mutated), (documents) => {
        const expats = readWithExpat(documents);
        documents.forEach((document, index) => {
          const result = readSyncML(document);
          if (result.ok && result.message.shape !== 'fragment') assert.notEqual(expats[index], null);
        });
      }),
      { numRuns: 3, endOnFailure: true },
    );
  });
});
