import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRequirementId, requirements } from '../../csp/requirements.ts';
import { childOf, nodeById, nodes, root, scopeRoots } from '../../csp/tree.ts';

const anyNode = fc.constantFrom(...nodes);

describe('the management tree', () => {
  it('has 38 nodes below each of its two roots, all with different ids', () => {
    expect(new Set(nodes.map(({ id }) => id)).size).toBe(38);
    expect(Object.keys(scopeRoots)).toEqual(['device', 'user']);
  });

  it('gives every node but the root a parent that stands before it, has format node and names it as its child', () => {
    for (const [index, node] of nodes.entries()) {
      if (node.parent === undefined) {
        expect(node).toBe(root);
        continue;
      }
      const parent = nodeById(node.parent);
      expect(nodes.indexOf(parent)).toBeLessThan(index);
      expect(parent.format).toBe('node');
      expect(childOf(parent, node.name)).toBe(node);
    }
  });

  it('has children below interior nodes only, and below each of them', () => {
    expect(nodes.filter((node) => node.children.length > 0)).toEqual(
      nodes.filter(({ format }) => format === 'node'),
    );
  });

  it('keeps permanent nodes under permanent parents and never lets them be added or deleted', () => {
    for (const node of nodes.filter(({ permanent }) => permanent)) {
      expect(node.parent === undefined || nodeById(node.parent).permanent).toBe(true);
      expect(node.verbs).not.toContain('Add');
      expect(node.verbs).not.toContain('Delete');
    }
  });

  it('lists verbs in alphabetical order and once each, and other verbs of the DDF only where they are others', () => {
    for (const { verbs, verbsByDdf } of nodes) {
      for (const list of [verbs, ...(verbsByDdf ? [verbsByDdf.verbs] : [])]) {
        expect(list).toEqual([...new Set(list)].sort());
      }
      expect(verbsByDdf?.verbs).not.toEqual(verbs);
    }
  });

  it('has Exec as the only verb of Enroll, and nowhere else', () => {
    expect(
      nodes.filter(({ verbs }) => verbs.includes('Exec')).map(({ name, verbs }) => [name, verbs]),
    ).toEqual([['Enroll', ['Exec']]]);
  });

  it('gives defaults among the allowed values, and to nodes only that may be absent', () => {
    for (const node of nodes.filter((entry) => entry.default !== undefined)) {
      expect(node.values ?? [node.default]).toContain(node.default);
      expect(node.occurrence).toBe('zero-or-one');
    }
  });

  it('lets a node depend only on a sibling and on a value that it can have', () => {
    for (const { parent, dependsOn } of nodes) {
      if (dependsOn === undefined || parent === undefined) continue;
      expect(childOf(nodeById(parent), dependsOn.name)?.values).toContain(dependsOn.value);
    }
  });

  it('names requirements that exist, and every PFX and SCEP requirement at one node at least', () => {
    const named = nodes.flatMap((node) => node.requirements);
    expect(named.every(isRequirementId)).toBe(true);
    const ofNodes = requirements.filter(({ area }) => area === 'pfx' || area === 'scep');
    expect(ofNodes.filter(({ id }) => !named.includes(id))).toEqual([]);
  });

  it('finds a child by its exact name only, and any name below a parent whose children the server names', () => {
    fc.assert(
      fc.property(anyNode, fc.string(), (node, name) => {
        const child = childOf(node, name);
        const dynamic = node.children.includes('{UniqueID}');
        if (dynamic) assert.equal(child?.name, '{UniqueID}');
        else
          assert.equal(
            child?.name,
            node.children.find((other) => other === name),
          );
      }),
    );
  });

  it('takes no path for a name', () => {
    expect(childOf(root, 'PFXCertInstall/{UniqueID}')).toBeUndefined();
    expect(childOf(root, 'pfxcertinstall')).toBeUndefined();
  });
});
