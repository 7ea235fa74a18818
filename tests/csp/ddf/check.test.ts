import { readFileSync } from 'node:fs';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkTree } from '../../../csp/ddf/check.ts';
import { knownDifferences } from '../../../csp/ddf/known-differences.ts';
import { nodes } from '../../../csp/tree.ts';
import { specification } from '../specification.ts';
import { agreeingNodes, writeDdf } from './write-ddf.ts';
import type { WrittenNode } from './write-ddf.ts';

const device = './Device/Vendor/MSFT';
const user = './User/Vendor/MSFT';
const newest = specification('ddf/ClientCertificateInstall.xml');

/** One change of one property of a node, so that it is not what it was. */
const changes: Record<string, (node: WrittenNode) => void> = {
  format: (node) => (node.format = node.format === 'xml' ? 'chr' : 'xml'),
  'verb removed': (node) => (node.verbs = node.verbs.slice(1)),
  'verb added': (node) => (node.verbs = [...node.verbs, 'Copy']),
  occurrence: (node) => (node.occurrence = node.occurrence === 'One' ? 'ZeroOrOne' : 'One'),
  scope: (node) => (node.scope = node.scope === 'Dynamic' ? 'Permanent' : 'Dynamic'),
  default: (node) => (node.default = `${node.default ?? ''}7`),
  values: (node) => (node.values = { type: 'ENUM', values: [...(node.values?.values ?? []), '7'] }),
  dependency: (node) => (node.dependsOn = { name: 'KeyLocation', value: '7' }),
  atomic: (node) => (node.atomic = !node.atomic),
  since: (node) => (node.since = '10.0.99999'),
};

describe('comparison of the tree with a DDF', () => {
  it('finds nothing to report in a DDF that differs as is known', () => {
    const check = checkTree(writeDdf({ [device]: agreeingNodes(), [user]: agreeingNodes() }));
    expect([check.unexplained, check.stale]).toEqual([[], []]);
    expect(check.version).toBe(2);
  });

  it('finds any change of any property of any node, in either tree', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(device, user),
        fc.nat(nodes.length - 1),
        fc.constantFrom(...Object.keys(changes)),
        (tree, index, change) => {
          const trees: Record<string, WrittenNode[]> = { [device]: agreeingNodes(), [user]: agreeingNodes() };
          const node = trees[tree]?.[index];
          assert.ok(node);
          changes[change]?.(node);
          const { unexplained, stale } = checkTree(writeDdf(trees));
          const found = [...unexplained, ...stale].filter(
            (entry) => entry.node === node.id && entry.tree === tree,
          );
          assert.ok(found.length > 0, `${change} of ${node.id} was not found`);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('finds a node under another name, once as missing and once as new, and says nothing of what is below it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: nodes.length - 1 }), (index) => {
        const list = agreeingNodes();
        const node = list[index];
        assert.ok(node);
        node.name = node.name.startsWith('{') ? '{Other}' : 'Other';
        const { unexplained } = checkTree(writeDdf({ [device]: list, [user]: agreeingNodes() }));
        assert.deepEqual(
          unexplained.map(({ property, ours, ddf }) => [property, ours === 'there', ddf === 'not there']),
          [
            ['node', true, true],
            ['node', false, false],
          ],
        );
      }),
    );
  });

  it('finds a tree that is missing', () => {
    const { unexplained } = checkTree(writeDdf({ [device]: agreeingNodes() }));
    expect(unexplained).toEqual([
      { tree: user, node: '.', property: 'node', ours: 'there', ddf: 'not there' },
    ]);
  });

  it('tells the line of the DDF on which the node of a difference begins', () => {
    const list = agreeingNodes();
    const last = list.at(-1);
    assert.ok(last);
    last.format = 'xml';
    const text = writeDdf({ [device]: list, [user]: agreeingNodes() });
    const [difference] = checkTree(text).unexplained;
    expect(text.split('\r\n')[(difference?.line ?? 0) - 1]).toContain(`<NodeName>${last.name}</NodeName>`);
  });
});

describe('known differences', () => {
  it('are given once each, with a reason and a source', () => {
    const keys = knownDifferences.map(({ node, property }) => `${node} ${property}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(knownDifferences.filter(({ reason, source }) => reason === '' || source === '')).toEqual([]);
  });

  it('are the table of docs/specification.md', () => {
    const text = readFileSync(new URL('../../../docs/specification.md', import.meta.url), 'utf8');
    const [, section = ''] = /\n## Where the tree and the DDF differ\n([^]*?)\n## /.exec(text) ?? [];
    const rows = [...section.matchAll(/^\| (\S+) +\| (\S+) +\|.*\|.*\|.*\|$/gm)].map(([, node, property]) => [
      node,
      property,
    ]);
    const inTree = (node: string) => (node === '.' ? 'ClientCertificateInstall' : node);
    expect(rows.slice(2)).toEqual(knownDifferences.map(({ node, property }) => [inTree(node), property]));
  });

  it('of verbs and formats are those that the tree itself names', () => {
    const inTree = nodes.flatMap(({ id, verbsByDdf, formatByDdf }) => [
      ...(verbsByDdf ? [`${id} ${verbsByDdf.verbs.join(', ')}`] : []),
      ...(formatByDdf ? [`${id} ${formatByDdf}`] : []),
    ]);
    const known = knownDifferences.filter(({ property }) => property === 'verbs' || property === 'format');
    expect(known.map(({ node, ddf }) => `${node} ${ddf}`).sort()).toEqual(inTree.sort());
  });
});

describe("Microsoft's DDF files", () => {
  it.skipIf(newest === undefined)('of 2024 and 2025 differ from the tree exactly as is known', () => {
    const check = checkTree(newest ?? '');
    expect([check.unexplained, check.stale]).toEqual([[], []]);
    expect(check.trees).toEqual([user, device]);
    const shown = new Set(check.explained.map(({ node, property }) => `${node} ${property}`));
    expect(knownDifferences.filter(({ node, property }) => !shown.has(`${node} ${property}`))).toEqual(
      knownDifferences.filter(({ inSomeReleasesOf }) => inSomeReleasesOf === 1),
    );
  });

  it.skipIf(newest === undefined).each([
    { file: '2022-12', version: 2, nodeDifferences: [] },
    { file: 'v1703-to-20H2', version: 1, nodeDifferences: [] },
    { file: 'v1607', version: 1, nodeDifferences: ['AADKeyIdentifierList'] },
  ])('of $file differ as is known, version $version', (expected) => {
    const check = checkTree(specification(`ddf/ClientCertificateInstall-${expected.file}.xml`) ?? '');
    expect([check.version, check.unexplained, check.stale]).toEqual([expected.version, [], []]);
    expect(
      check.explained.filter(({ property }) => property === 'node').map(({ node }) => node.split('/').at(-1)),
    ).toEqual(expected.nodeDifferences);
  });

  it.skipIf(newest === undefined)(
    'are found changed when one verb, format or name in them is changed',
    () => {
      const text = newest ?? '';
      const places = [
        ...text.matchAll(/<(Add|Delete|Exec|Get|Replace) \/>/g),
        ...text.matchAll(/(?<=<DFFormat>\s*)<(\w+) \/>/g),
        ...text.matchAll(/(?<=<NodeName>)\w+/g),
      ];
      expect(places.length).toBeGreaterThan(300);
      for (const place of places) {
        const replacement = place[0].startsWith('<') ? '<float />' : 'Other';
        const changed = text.slice(0, place.index) + replacement + text.slice(place.index + place[0].length);
        const found = outcome(changed);
        expect(found, `${place[0]} at character ${place.index}`).toBe('found');
      }
    },
  );
});

/** A root under another name is no DDF of this CSP, which is found too. */
function outcome(text: string): string {
  try {
    const { unexplained, stale } = checkTree(text);
    return unexplained.length + stale.length > 0 ? 'found' : 'overlooked';
  } catch (error) {
    return error instanceof Error && error.message.includes('not ClientCertificateInstall')
      ? 'found'
      : String(error);
  }
}
