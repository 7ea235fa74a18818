import type { TreeNode } from './tree.ts';
import type { ValueClass } from './values/class.ts';
import { pfxValues } from './values/pfx.ts';
import { scepValues } from './values/scep.ts';

export type { ValueClass } from './values/class.ts';

/**
 * The classes of values of a node that a server can set, and none for all others. A value may be in several classes, and
 * in none.
 *
 * To add one: an entry in csp/values/, and a value of the class in the matrix of the generators.
 */
export function valueClassesOf({ half, name }: TreeNode): readonly ValueClass[] {
  switch (half) {
    case 'pfx':
      return pfxValues[name] ?? [];
    case 'scep':
      return scepValues[name] ?? [];
    case 'root':
      return [];
  }
}

/** Whether a value of a node lies at an edge. */
export function isAtEdge(node: TreeNode, text: string): boolean {
  return valueClassesOf(node).some(({ boundary, holds }) => boundary && holds(text));
}
