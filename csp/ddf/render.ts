import { root } from '../tree.ts';
import type { TreeCheck } from './check.ts';
import type { TreeDifference } from './compare.ts';

/**
 * The outcome as lines of text for a terminal: first what needs a look, then what is known, then one line that sums
 * it up. A difference that both trees share is told once.
 */
export function renderTreeCheck(check: TreeCheck): readonly string[] {
  const { unexplained, stale, explained } = check;
  return [
    `DDF version ${check.version}, trees ${check.trees.join(' and ')}`,
    ...section('Differences without a reason', unexplained, (entry) => [describe(entry)]),
    ...section('Known differences that do not show', stale, (entry) => [
      describe(entry),
      `known: ${entry.reason}`,
    ]),
    ...section('Known differences', explained, (entry) => [
      describe(entry),
      `${entry.reason} (${entry.source})`,
    ]),
    '',
    unexplained.length + stale.length === 0
      ? `The tree agrees with this DDF but for ${counted(shared(explained).length, 'known difference')}.`
      : `${counted(shared(unexplained).length, 'difference')} without a reason, ` +
        `${counted(shared(stale).length, 'known difference')} not found: csp/tree/ or csp/ddf/known-differences.ts is out of date.`,
  ];
}

function section<D extends TreeDifference>(
  title: string,
  entries: readonly D[],
  lines: (entry: D) => readonly string[],
): readonly string[] {
  if (entries.length === 0) return [];
  return [
    '',
    `${title}:`,
    ...shared(entries).flatMap(({ entry, trees }) => {
      const [first, ...rest] = lines(entry);
      return [`  ${first ?? ''} [${trees.join(', ')}]`, ...rest.map((line) => `      ${line}`)];
    }),
  ];
}

/** One entry for all trees that differ in the same way. */
function shared<D extends TreeDifference>(
  entries: readonly D[],
): readonly { entry: D; trees: readonly string[] }[] {
  const groups = new Map<string, { entry: D; trees: string[] }>();
  for (const entry of entries) {
    const text = describe(entry);
    const group = groups.get(text) ?? { entry, trees: [] };
    group.trees.push(placeOf(entry));
    groups.set(text, group);
  }
  return [...groups.values()];
}

function placeOf({ tree, line }: TreeDifference): string {
  return line === undefined ? tree : `${tree} line ${line}`;
}

function describe({ node, property, ours, ddf }: TreeDifference): string {
  return `${node === root.id ? root.name : node}, ${property}: here ${ours}, in the DDF ${ddf}`;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
