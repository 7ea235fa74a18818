import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNodeTree } from '../../simulator/engine/node-tree.ts';

const anySteps = fc
  .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 })
  .map((keys) => keys.map((key) => ({ key, name: key.toUpperCase() })));

const anyChange = fc.oneof(
  fc.record({ kind: fc.constant('put' as const), steps: anySteps, text: fc.string({ maxLength: 5 }) }),
  fc.record({ kind: fc.constant('remove' as const), steps: anySteps, text: fc.constant('') }),
);

describe('the tree of nodes', () => {
  it('holds what was put, with its parents, until it or a parent is removed, and counts it', () => {
    fc.assert(
      fc.property(fc.array(anyChange, { maxLength: 30 }), (changes) => {
        const tree = createNodeTree({ nodes: 1000, textLength: 1000 });
        const expected = new Map<string, string>();
        for (const { kind, steps, text } of changes) {
          const path = steps.map(({ key }) => key);
          if (kind === 'put') {
            assert.ok(tree.put('user', steps, text));
            path.forEach((_, index) => {
              const prefix = path.slice(0, index + 1).join('/');
              expected.set(prefix, expected.get(prefix) ?? '');
            });
            expected.set(path.join('/'), text);
          } else {
            tree.remove('user', steps);
            for (const other of [...expected.keys()]) {
              if (`${other}/`.startsWith(`${path.join('/')}/`)) expected.delete(other);
            }
          }
        }
        for (const [path, text] of expected) {
          const found = tree.find(
            'user',
            path.split('/').map((key) => ({ key })),
          );
          assert.deepEqual([found?.text, found?.name], [text, path.at(-1)?.toUpperCase()]);
        }
        const root = tree.find('user', []);
        assert.equal(root?.nodesBelow, expected.size);
        assert.equal(root.textLength, [...expected.values()].join('').length);
        assert.equal(tree.find('device', [])?.nodesBelow, 0);
      }),
    );
  });

  it('refuses nodes and texts beyond its limits, and is then as it was', () => {
    const tree = createNodeTree({ nodes: 2, textLength: 3 });
    const step = (key: string): { key: string; name: string } => ({ key, name: key });
    expect(tree.put('device', [step('a'), step('b')], 'xyz')).toBe(true);
    expect(tree.put('device', [step('c')], '')).toBe(false);
    expect(tree.put('device', [step('a')], '!')).toBe(false);
    expect(tree.find('device', [])).toMatchObject({ nodesBelow: 2, textLength: 3 });
  });

  it('goes back to a checkpoint, as often as it is asked to', () => {
    const tree = createNodeTree({ nodes: 10, textLength: 10 });
    const steps = [{ key: 'a', name: 'a' }];
    const restore = tree.checkpoint();
    for (const text of ['one', 'two']) {
      tree.put('device', steps, text);
      expect(tree.find('device', steps)?.text).toBe(text);
      restore();
      expect(tree.find('device', steps)).toBeUndefined();
    }
  });
});
