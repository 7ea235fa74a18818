import { childOf, nodes, root, type TreeNode } from '../../csp/tree.ts';
import { valueClassesOf } from '../../csp/values.ts';
import { allCommands, isTreeCommand } from '../../syncml/walk.ts';
import { counted, sectionOf, type CoverageRow, type CoverageSection } from './coverage.ts';
import { keepCounts, wasJudged, type Counter } from './observed-case.ts';

/**
 * Classes of values × node, from all values that were really sent.
 * @param more rows about values that csp/values/ can not tell apart, such as the forms of a file
 */
export function valueCounter(more: () => readonly CoverageRow[] = () => []): Counter<CoverageSection> {
  const counts = keepCounts();
  // The same few values are sent over and over.
  const known = new Map<string, readonly string[]>();
  const classesOf = (node: TreeNode, text: string): readonly string[] => {
    const key = `${node.id} ${text}`;
    const found =
      known.get(key) ??
      valueClassesOf(node)
        .filter(({ holds }) => holds(text))
        .map(({ name }) => `${node.id} ${name}`);
    if (text.length < rememberedLength && known.size < rememberedValues) known.set(key, found);
    return found;
  };
  return {
    count: ({ messages, verdict }) => {
      if (!wasJudged(verdict)) return;
      for (const message of messages) {
        for (const { command } of message === undefined ? [] : allCommands(message)) {
          if (!isTreeCommand(command) || (command.kind !== 'Add' && command.kind !== 'Replace')) continue;
          for (const { target, data } of command.items) {
            const node = target === undefined ? undefined : nodeAt(target.locUri);
            if (node === undefined || data === undefined) continue;
            classesOf(node, data.text).forEach(counts.add);
          }
        }
      }
    },
    result: () =>
      sectionOf({
        id: 'values',
        title: 'classes of values × node',
        unit: 'values',
        columns: ['sent'],
        rows: [
          ...nodes.flatMap((node) =>
            valueClassesOf(node).map(({ name, boundary }) => ({
              group: node.id,
              name,
              cells: [
                { ...counted(counts.of(`${node.id} ${name}`)), ...(boundary ? { note: 'boundary' } : {}) },
              ],
            })),
          ),
          ...more(),
        ],
      }),
  };
}

/** Bounds of what is remembered: whole files are not, and a long run needs no more memory than a short one. */
const rememberedLength = 200;
const rememberedValues = 20_000;

/** The node that a LocURI leads to, as the documents write it; what is spelled otherwise is a case of its own. */
function nodeAt(locUri: string): TreeNode | undefined {
  const below = /^\.\/(?:Device\/|User\/)?Vendor\/MSFT\/ClientCertificateInstall\/(.+)$/.exec(locUri)?.[1];
  return below
    ?.split('/')
    .reduce<TreeNode | undefined>(
      (node, name) => (node === undefined ? undefined : childOf(node, name)),
      root,
    );
}
