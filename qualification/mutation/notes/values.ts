import type { Note } from '../note.ts';
import { about } from './about.ts';

const range = 'return value >= smallestInt && value <= largestInt ? value : undefined;';
const named = "return id !== undefined && aspect !== undefined && answers[aspect] === 'default'";
const base64 = /^if \(bare\.length % 4/;
const beyond = 'what a number of more than 32 bits counts as is not said';

/** Values, the tree of nodes, and what both halves share. */
export const valueNotes: readonly Note[] = [
  ...about('simulator/csp/values.ts', 'admitted', beyond, [
    { line: 'const largestInt = 2 ** 32 - 1;', replacement: '2 ** 32 + 1' },
    {
      line: 'if (digits === undefined || digits.length > 10) return undefined;',
      original: 'digits.length > 10',
      replacement: 'false',
    },
    { line: range, original: 'value >= smallestInt && value <= largestInt', replacement: 'true' },
    { line: range, replacement: 'value >= smallestInt || value <= largestInt' },
    { line: range, original: 'value >= smallestInt', replacement: 'true' },
    { line: range, replacement: 'value > smallestInt' },
    { line: range, original: 'value <= largestInt', replacement: 'true' },
    { line: range, replacement: 'value < largestInt' },
  ]),
  ...about(
    'simulator/csp/values.ts',
    'equivalent',
    'without digits the number is NaN, which is in no range',
    [
      {
        line: 'if (digits === undefined || digits.length > 10) return undefined;',
        original: 'digits === undefined || digits.length > 10',
        replacement: 'false',
      },
    ],
  ),
  ...about(
    'simulator/csp/values.ts',
    'admitted',
    'a longer text is the thumbprint of no CA either, and the enrollment fails too (A-17)',
    [
      { line: /^isThumbprint:/, replacement: '/[0-9A-Fa-f]{40}$/' },
      { line: /^isThumbprint:/, replacement: '/^[0-9A-Fa-f]{40}/' },
    ],
  ),
  ...about(
    'simulator/csp/definitions.ts',
    'admitted',
    'whether nodes that the device fills are listed as children before it does is not said',
    [
      {
        line: 'computed: !interior && !settable,',
        original: '!interior && !settable',
        replacement: 'false',
      },
      { line: 'computed: !interior && !settable,', original: '!interior', replacement: 'interior' },
    ],
  ),
  ...about('simulator/csp/base64.ts', 'equivalent', 'every blank goes, one by one or together', [
    { line: /^const bare = text\.replace/, replacement: '/[\\t\\n\\r ]/g' },
  ]),
  ...about('simulator/csp/base64.ts', 'admitted', 'how strictly base64 is read is not said', [
    { line: /^const bare = text\.replace/, original: "''" },
    { line: base64, original: 'bare.length % 4 !== 0', replacement: 'false' },
    { line: base64, replacement: 'bare.length % 4 !== 0 && !/^[A-Za-z0-9+/]*={0,2}$/.test(bare)' },
    {
      line: base64,
      original: 'bare.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(bare)',
      replacement: 'false',
    },
    { line: base64, replacement: '/[A-Za-z0-9+/]*={0,2}$/' },
    { line: base64, replacement: '/^[A-Za-z0-9+/]*={0,2}/' },
  ]),
  ...about('simulator/csp/default-values.ts', 'admitted', 'a device may show no value by default (A-29)', [
    { line: ').map((entry) => [entry[0], entry]),', replacement: '[]' },
  ]),
  ...about(
    'simulator/csp/definitions.ts',
    'equivalent',
    'every edition is as late as one that is not in the list',
    [
      {
        line: '.filter(({ parent, since }) => parent === node.id && (since === undefined || isAtLeast(edition, since)))',
        original: 'since === undefined',
        replacement: 'false',
      },
    ],
  ),
  ...about(
    'simulator/csp/invalid-values.ts',
    'equivalent',
    'the nodes that are checked so have values in the tree',
    [{ line: 'const values = nodeById(node).values ?? [];', original: '[]' }],
  ),
  ...about('simulator/csp/invalid-values.ts', 'equivalent', 'undefined is taken for no', [
    { line: 'default:', replacement: 'default:' },
  ]),
  ...about(
    'simulator/csp/invalid-values.ts',
    'equivalent',
    'RetryDelay and RetryCount both have a least value',
    [{ line: /^const \{ minimum = -Infinity/, original: '-Infinity' }],
  ),
  ...about(
    'simulator/csp/default-values.ts',
    'equivalent',
    'a node that has no aspect has no answer either',
    [
      { line: 'const [id, aspect] = aspects.get(node) ?? [];', original: '[]' },
      { line: named, original: 'id !== undefined && aspect !== undefined', replacement: 'true' },
      { line: named, replacement: 'id !== undefined || aspect !== undefined' },
      { line: named, original: 'id !== undefined', replacement: 'true' },
      { line: named, original: 'aspect !== undefined', replacement: 'true' },
    ],
  ),
  ...about('simulator/csp/definitions.ts', 'admitted', 'the blob comes back as bin or as b64 (A-14)', [
    { line: "return format === 'bin' ? 'b64' : format;", replacement: 'false' },
    { line: "return format === 'bin' ? 'b64' : format;", original: "'bin'" },
  ]),
  ...about('simulator/csp/definitions.ts', 'equivalent', 'no payload names such a Format', [
    {
      line: /^return Object\.entries\(open\)\.flatMap/,
      original: '[]',
    },
  ]),
  ...about(
    'simulator/csp/provider.ts',
    'equivalent',
    'the engine asks only about UniqueIDs and what is below them, and lets Exec through to Enroll only',
    [
      { line: 'if (request === undefined) return undefined;', replacement: 'false' },
      { line: 'if (part === undefined) return undefined;', replacement: 'false' },
      {
        line: 'return part === undefined ? stored : part.half.read(place, part.request, stored);',
        replacement: 'false',
      },
      { line: 'return part === undefined', replacement: 'false' },
      { line: "? { kind: 'refused', refusal: 'exec-not-allowed' }" },
    ],
  ),
  ...about(
    'simulator/csp/install-request.ts',
    'equivalent',
    'nobody asks for the request of a node above the UniqueIDs',
    [{ line: 'if (uniqueId === undefined) return undefined;', replacement: 'false' }],
  ),
  ...about('simulator/csp/provider.ts', 'equivalent', 'the node that is mounted has a name of its own', [
    {
      line: "mountPoint: ['Vendor', 'MSFT', 'ClientCertificateInstall'],",
      original: "'ClientCertificateInstall'",
    },
  ]),
  ...about('simulator/csp/provider.ts', 'equivalent', 'an Add that is carried out has nothing to empty', [
    {
      line: "if (isRequest && change.verb === 'Replace' && rules.replaceEmptiesRequest) {",
      original: "change.verb === 'Replace'",
      replacement: 'true',
    },
  ]),
  ...about('simulator/csp/provider.ts', 'equivalent', 'an interior node has no text that could be read', [
    { line: "tree.put(request.scope, request.steps, '');", original: "''" },
  ]),
  ...about('simulator/csp/windows-errors.ts', 'equivalent', 'no error has the value 65,535', [
    { line: /value <= 0xffff/, replacement: 'value < 0xffff' },
  ]),
  ...about('simulator/csp/windows-errors.ts', 'admitted', 'which error ErrorCode shows is not said', [
    { line: /value <= 0xffff/, replacement: '0x8007_0000 - value' },
  ]),
];
