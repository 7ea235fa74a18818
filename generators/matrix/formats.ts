import type { NodeId, TreeNode } from '../../csp/tree.ts';
import { nodeById } from '../../csp/tree.ts';
import { nodeAddress, requestAddress, uniqueIds } from '../address.ts';
import { add, atomic, get, replace } from '../command.ts';
import type { Draft } from '../draft.ts';
import { installCommands, usualInstall } from '../install.ts';
import type { Drafts } from '../list-family.ts';
import { isSetting, matrixNodes, sampleOf } from './samples.ts';

/** Every Format that a node of this CSP has, the one that OMA TND 8.3.7.2 wants for binary data, and none at all. */
export const formats = ['bin', 'b64', 'chr', 'int', 'bool', 'node', 'null', undefined] as const;

const uniqueId = uniqueIds[0];

/** Adds a node with a valid value under each Format. Device and user take turns. */
export function formatDrafts(nodeId: NodeId): Drafts {
  const node = nodeById(nodeId);
  return ({ pool }) =>
    formats.map((format, number) => {
      const scope = number % 2 === 0 ? ('device' as const) : ('user' as const);
      const address = nodeAddress(scope, nodeId, uniqueId);
      const request = add(requestAddress(scope, uniqueId), 'node');
      const location = add(requestAddress(scope, uniqueId, 'KeyLocation'), 'int', '3');
      const setUp =
        node.format === 'node' ? [] : node.name === 'PFXCertBlob' ? [atomic([request, location])] : [request];
      const allowed = format !== undefined && formatsOf(node).includes(format);
      return {
        id: idOf(node, format),
        title: `Add of ${node.name} ${format === undefined ? 'without Format' : `with Format ${format}`}.`,
        alsoAims: ['R-DM-17'],
        ...(allowed
          ? {}
          : {
              faults: [format === undefined ? 'the Format is missing' : `the Format is ${format}`],
              twin: idOf(node, sampleOf(node).format),
            }),
        parts: [
          ...(setUp.length === 0 ? [] : [setUp]),
          [add(address, format, sampleOf(node).first(pool)), get(address)],
        ],
        watched: [{ prefix: scope, uniqueId }],
      };
    });
}

/** Replaces a setting that is there under Formats that are not its own; the old value has to stay. */
export const replacedFormatDrafts: Drafts = ({ pool }) =>
  matrixNodes.filter(isSetting).flatMap((node, number) => {
    const scope = number % 2 === 0 ? ('device' as const) : ('user' as const);
    const sample = sampleOf(node);
    const address = nodeAddress(scope, node.id, uniqueId);
    const others = formats.filter((format) => format !== undefined && !formatsOf(node).includes(format));
    return [sample.format, ...others].map((format): Draft => ({
      id: `${node.name}/Replace/${format ?? 'none'}`,
      title: `Replace of ${node.name} with Format ${format ?? 'none'}.`,
      ...(format === sample.format
        ? {}
        : {
            faults: [`the Format is ${format ?? 'missing'}`],
            twin: `${node.name}/Replace/${sample.format}`,
          }),
      parts: [
        installCommands({ ...usualInstall, scope, uniqueId, ...sample.install }, pool),
        [replace(address, format, sample.second(pool)), get(address)],
      ],
      watched: [{ prefix: scope, uniqueId }],
    }));
  });

/** The Formats under which a node's value may travel: its own; for binary data also those of A-14. */
function formatsOf(node: TreeNode): readonly string[] {
  return node.format === 'bin' ? ['bin', 'b64', 'chr'] : [node.format];
}

function idOf(node: TreeNode, format: string | undefined): string {
  return `${node.name}/Format/${format ?? 'none'}`;
}
