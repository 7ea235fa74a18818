import { nodeById, type NodeId } from '../../../csp/tree.ts';
import { nodeAddress, uniqueIds } from '../../address.ts';
import { add, get } from '../../command.ts';
import type { Drafts } from '../../list-family.ts';
import { scepAddress } from '../enrollment.ts';
import { lookingAt } from '../sessions/observing.ts';
import { scepNodes, scepSampleOf } from './samples.ts';

/** The Formats of the nodes of this half, the one of binary data, and none at all. */
export const scepFormats = ['bin', 'chr', 'int', 'node', undefined] as const;

const uniqueId = uniqueIds[0];

/** Adds a node with a valid value under each Format. Device and user take turns by node. */
export function scepFormatDrafts(nodeId: NodeId): Drafts {
  const node = nodeById(nodeId);
  const scope = scepNodes.indexOf(node) % 2 === 0 ? ('device' as const) : ('user' as const);
  const address = nodeAddress(scope, nodeId, uniqueId);
  const { format: own, first } = scepSampleOf(node);
  const setUp = node.name === '{UniqueID}' ? [] : [add(scepAddress(scope, uniqueId), 'node')];
  return () =>
    scepFormats.map((format) => ({
      id: `${node.name}/Format/${format ?? 'none'}`,
      title: `Add of ${node.name} ${format === undefined ? 'without Format' : `with Format ${format}`}.`,
      alsoAims: ['R-DM-17'],
      // Of ValidPeriodUnits the documents name two Formats (A-13).
      ...(format === own || (format !== undefined && format === node.format)
        ? {}
        : {
            faults: [format === undefined ? 'the Format is missing' : `the Format is ${format}`],
            twin: `${node.name}/Format/${own}`,
          }),
      parts: [
        ...(setUp.length === 0 ? [] : [setUp]),
        [add(address, format, first), get(address)],
        lookingAt([{ scope, uniqueId }]),
      ],
      watched: [],
    }));
}
