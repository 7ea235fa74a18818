import type { Scope } from '../../cases/case.ts';
import type { PathStep } from './provider.ts';

/** A node that the server has set; permanent and computed nodes need none. */
export interface StoredNode {
  readonly name: string;
  readonly text: string;
  readonly children: ReadonlyMap<string, StoredNode>;
  /** Nodes below this one. */
  readonly nodesBelow: number;
  /** UTF-16 code units of its own text and of all texts below. */
  readonly textLength: number;
}

export interface TreeLimits {
  /** Nodes of one tree. */
  readonly nodes: number;
  /** UTF-16 code units of all values of one tree together. */
  readonly textLength: number;
}

type Keys = readonly Pick<PathStep, 'key'>[];
type Names = readonly Pick<PathStep, 'key' | 'name'>[];

/**
 * The nodes of both trees. Each change makes new nodes along its path and leaves the others alone, so that
 * remembering and restoring a state costs nothing.
 */
export interface NodeTree {
  find(scope: Scope, steps: Keys): StoredNode | undefined;
  /** Sets a node's text, creating the node and what is missing above it. False: the limits do not allow it. */
  put(scope: Scope, steps: Names, text: string): boolean;
  /** Removes a node with all below it. */
  remove(scope: Scope, steps: Keys): void;
  /** Remembers both trees; the function that is returned brings them back. */
  checkpoint(): () => void;
}

const noChildren: ReadonlyMap<string, StoredNode> = new Map();

/** Both trees, empty. */
export function createNodeTree(limits: TreeLimits): NodeTree {
  let roots: Readonly<Record<Scope, StoredNode>> = { device: emptyNode('.'), user: emptyNode('.') };
  return {
    find: (scope, steps) => findBelow(roots[scope], steps),
    put: (scope, steps, text) => {
      const root = withNode(roots[scope], steps, 0, text);
      if (root.nodesBelow > limits.nodes || root.textLength > limits.textLength) return false;
      roots = { ...roots, [scope]: root };
      return true;
    },
    remove: (scope, steps) => {
      roots = { ...roots, [scope]: withoutNode(roots[scope], steps, 0) };
    },
    checkpoint: () => {
      const saved = roots;
      return () => {
        roots = saved;
      };
    },
  };
}

function emptyNode(name: string): StoredNode {
  return { name, text: '', children: noChildren, nodesBelow: 0, textLength: 0 };
}

function findBelow(root: StoredNode, steps: Keys): StoredNode | undefined {
  let node: StoredNode | undefined = root;
  for (const { key } of steps) node = node?.children.get(key);
  return node;
}

function withNode(node: StoredNode, steps: Names, from: number, text: string): StoredNode {
  const step = steps[from];
  if (step === undefined) {
    return { ...node, text, textLength: node.textLength - node.text.length + text.length };
  }
  const child = node.children.get(step.key) ?? emptyNode(step.name);
  return withChild(node, step.key, withNode(child, steps, from + 1, text));
}

function withoutNode(node: StoredNode, steps: Keys, from: number): StoredNode {
  const step = steps[from];
  const child = step === undefined ? undefined : node.children.get(step.key);
  if (step === undefined || child === undefined) return node;
  const isTarget = from === steps.length - 1;
  return withChild(node, step.key, isTarget ? undefined : withoutNode(child, steps, from + 1));
}

function withChild(node: StoredNode, key: string, child: StoredNode | undefined): StoredNode {
  const before = node.children.get(key);
  const children = new Map(node.children);
  if (child === undefined) children.delete(key);
  else children.set(key, child);
  return {
    name: node.name,
    text: node.text,
    children,
    nodesBelow: node.nodesBelow + countOf(child) - countOf(before),
    textLength: node.textLength + (child?.textLength ?? 0) - (before?.textLength ?? 0),
  };
}

function countOf(node: StoredNode | undefined): number {
  return node === undefined ? 0 : node.nodesBelow + 1;
}
