import type { TreeNode } from '../../csp/tree.ts';
import type { Payload } from './payload.ts';
import type { Setting } from './setting.ts';
import { sets } from './setting.ts';

/** A setting of a leaf whose value can be looked at: it is there, and no placeholder. */
export interface KnownValue {
  readonly setting: Setting;
  readonly node: TreeNode;
  readonly text: string;
}

/** The values that a payload sets, of all nodes or of the one with this id. */
export function* valuesIn({ settings }: Payload, id?: TreeNode['id']): Iterable<KnownValue> {
  for (const setting of settings) {
    const { node, text, placeholder } = setting;
    if (node === undefined || text === undefined || placeholder !== undefined || !sets(setting)) continue;
    if (node.format !== 'node' && (id === undefined || node.id === id)) yield { setting, node, text };
  }
}

/**
 * Reads an int as leniently as A-37 allows: blanks, a plus sign and leading zeros are passed over.
 *
 * @returns undefined where the text is no number at all
 */
export function intOf(text: string): number | undefined {
  return /^\s*[+-]?\d+\s*$/.test(text) ? Number(text) : undefined;
}

/** The number that was meant by a hexadecimal spelling such as 0xA0; undefined for any other text. */
export function hexOf(text: string): number | undefined {
  return /^\s*0x[0-9a-f]+\s*$/i.test(text) ? Number(text) : undefined;
}

/** A value as it stands in a message to people: quoted, and cut where it is long. */
export function quoted(text: string): string {
  return JSON.stringify(cut(text, 60));
}

/** A value that is proposed to people: cut where it is so long that nobody reads it. */
export function cut(text: string, width = 200): string {
  return text.length > width ? `${text.slice(0, width)}…` : text;
}
