import type { Case } from '../../cases/case.ts';
import { nodes, type TreeNode } from '../../csp/tree.ts';
import { equalParts } from './broken-passes.ts';
import { allCommandsOf, targetsOf } from './commands.ts';
import { replacing, without, type PlacedText } from './edit.ts';
import { rowOf, type Pass, type Row } from './pass.ts';

/** Values whose spelling leaves no doubt where they begin and end. */
const plain = /^[^<>&]*$/;

/** Longer texts are cut in pieces: a URL or a hash is short enough to stay what it is. */
const longText = 64;
const longAddress = 12;

/** Lists lose entries, and long texts pieces. */
export const shortenTexts: Pass = {
  kind: 'cut',
  rows: (testCase) =>
    allCommandsOf(testCase)
      .flatMap(targetsOf)
      .flatMap(({ locUri, data }) => [
        ...(locUri === undefined ? [] : rowsOfAddress(testCase, locUri)),
        ...(data === undefined || isSealed(locUri) ? [] : rowsOfValue(testCase, data)),
      ]),
};

/** A file or an encrypted text: a piece of one is another fault than the whole. */
function isSealed(address: PlacedText | undefined): boolean {
  return address !== undefined && /\/PFXCert(?:Blob|Password)$/.test(address.text);
}

function rowsOfAddress(testCase: Case, address: PlacedText): readonly Row[] {
  const segments = address.text.split('/');
  return segments.length > longAddress ? [rowOfList(testCase, address, segments)] : [];
}

function rowsOfValue(testCase: Case, value: PlacedText): readonly Row[] {
  const { step, start, text } = value;
  if (!plain.test(text)) return [];
  const entries = text.split(/[;+,]/);
  if (entries.length > 1 && entries.length <= longText) return [rowOfList(testCase, value, entries)];
  if (text.length <= longText) return [];
  let behind = start;
  const pieces = equalParts(text, 16).map((piece) => ({
    step,
    start: behind,
    end: (behind += piece.length),
  }));
  return [rowOf(pieces, (dropped) => without(testCase, dropped))];
}

/** Entries with one character between each two. */
function rowOfList(testCase: Case, { step, start, end }: PlacedText, entries: readonly string[]): Row {
  const starts = entries.map(
    (_, place) => start + entries.slice(0, place).join(' ').length + (place > 0 ? 1 : 0),
  );
  return {
    length: entries.length,
    without: (from, to) => {
      const first = starts[from] ?? start;
      // The separator in front goes as well, or the one behind where there is none in front.
      if (from > 0) return without(testCase, [{ step, start: first - 1, end: (starts[to] ?? end + 1) - 1 }]);
      return without(testCase, [{ step, start: first, end: starts[to] ?? end }]);
    },
  };
}

/** Values become the node's default, or another one that it allows. */
export const simplifyValues: Pass = {
  kind: 'change',
  places: (testCase) =>
    allCommandsOf(testCase)
      .flatMap(targetsOf)
      .map(({ locUri, data }) => {
        if (locUri === undefined || data === undefined || !plain.test(data.text)) return [];
        const texts = simplestFor(locUri.text);
        const place = texts.indexOf(data.text);
        return (place === -1 ? texts : texts.slice(0, place))
          .filter((text) => text.length <= data.text.length)
          .map((text) => replacing(testCase, [{ ...data, text }]));
      }),
};

/** Names of nodes are unique enough: the two halves share Status and ContainerName, whose values are alike. */
const nodeOf = new Map<string, TreeNode>(nodes.map((node) => [node.name, node]));

/** Values that nothing is wrong with, for nodes without a default or a list of what is allowed. */
const usualValues: Readonly<Record<string, readonly string[]>> = {
  KeyLocation: ['3'],
  KeyUsage: ['160'],
  EKUMapping: ['1.3.6.1.5.5.7.3.2'],
  SubjectName: ['CN=A'],
  Challenge: ['QQ=='],
  HashAlgorithm: ['SHA-2'],
  ContainerName: ['A'],
  CustomTextToShowInPrompt: ['A'],
  TemplateName: ['1.2'],
  SubjectAlternativeNames: ['11+a@b.c'],
};

/** Valid texts for a node, the simplest first; none where a value means something outside of the payload. */
function simplestFor(address: string): readonly string[] {
  const name = address.slice(address.lastIndexOf('/') + 1);
  const node = nodeOf.get(name);
  if (node === undefined) return [];
  const { default: standard, values = [], format } = node;
  const numbers = format === 'int' && values.length === 0 ? ['0', '1'] : [];
  return [...(usualValues[name] ?? []), ...(standard === undefined ? [] : [standard]), ...values, ...numbers];
}
