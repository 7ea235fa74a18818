import type { Scope } from '../cases/case.ts';
import type { NodeTree, StoredNode } from '../simulator/engine/node-tree.ts';
import type { PathStep } from '../simulator/engine/provider.ts';
import type { Fault } from './fault.ts';

type Steps = Parameters<NodeTree['put']>[1];

/** One change of the tree, as a roll-back finds it. */
export interface TreeChange {
  /** `add`: the node was not there before. */
  readonly kind: 'add' | 'replace' | 'delete';
  readonly scope: Scope;
  readonly steps: Steps;
  readonly text: string;
}

/**
 * A device whose roll-back of a failed Atomic leaves changes in the tree.
 * @param stays which of the changes, in the order in which they were made
 */
export function leavingChanges(
  stays: (change: TreeChange, index: number, all: readonly TreeChange[]) => boolean,
): Fault['adjust'] {
  return (rules) => {
    const journal: TreeChange[] = [];
    let undone: readonly TreeChange[] = [];
    let leave = (_change: TreeChange): void => undefined;
    return {
      ...rules,
      engine: {
        ...rules.engine,
        keepTree: (given) => {
          const tree = rules.engine.keepTree(given);
          leave = ({ kind, scope, steps, text }) => {
            if (kind === 'delete') tree.remove(scope, steps);
            else tree.put(scope, steps, text);
          };
          return {
            ...tree,
            put: (scope, steps, text) => {
              const kind = tree.find(scope, steps) === undefined ? 'add' : 'replace';
              const fits = tree.put(scope, steps, text);
              if (fits) journal.push({ kind, scope, steps, text });
              return fits;
            },
            remove: (scope, steps) => {
              journal.push({ kind: 'delete', scope, steps: named(steps), text: '' });
              tree.remove(scope, steps);
            },
            checkpoint: () => {
              const restore = tree.checkpoint();
              const begun = journal.length;
              return () => {
                restore();
                undone = journal.splice(begun);
              };
            },
          };
        },
        undo: (rollBack) => {
          undone = [];
          rules.engine.undo(rollBack);
          undone.filter(stays).forEach(leave);
        },
      },
    };
  };
}

/**
 * A tree in which Delete forgets a node but not what was below it: that is there again once the node is.
 * @param isLeft which of the nodes below
 */
export function withOrphans(tree: NodeTree, isLeft: (node: StoredNode) => boolean = () => true): NodeTree {
  const orphans = new Map<string, StoredNode['children']>();

  function takeBack(scope: Scope, steps: Steps): void {
    const path = pathOf(scope, steps);
    const children = orphans.get(path) ?? new Map<string, StoredNode>();
    orphans.delete(path);
    for (const [key, child] of children) plant(scope, [...steps, { key, name: child.name }], child);
  }

  function plant(scope: Scope, steps: Steps, { text, children }: StoredNode): void {
    if (tree.find(scope, steps) === undefined) tree.put(scope, steps, text);
    for (const [key, child] of children) plant(scope, [...steps, { key, name: child.name }], child);
  }

  return {
    ...tree,
    put: (scope, steps, text) => {
      const fits = tree.put(scope, steps, text);
      steps.forEach((_, index) => {
        takeBack(scope, steps.slice(0, index + 1));
      });
      return fits;
    },
    remove: (scope, steps) => {
      const node = tree.find(scope, steps);
      const left = [...(node?.children ?? [])].filter(([, child]) => isLeft(child));
      if (left.length > 0) orphans.set(pathOf(scope, steps), new Map(left));
      tree.remove(scope, steps);
    },
  };
}

function pathOf(scope: Scope, steps: readonly Pick<PathStep, 'key'>[]): string {
  return JSON.stringify([scope, ...steps.map(({ key }) => key)]);
}

function named(steps: readonly Pick<PathStep, 'key'>[]): Steps {
  return steps.map(({ key }) => ({ key, name: key }));
}
