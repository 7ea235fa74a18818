import type { Scope } from '../../../cases/case.ts';
import { nodeById, type NodeId } from '../../../csp/tree.ts';
import type { Pool } from '../../../pki/pool.ts';
import type { Command } from '../../../syncml/message.ts';
import { nodeAddress, uniqueIds, type Prefix } from '../../address.ts';
import { add, atomic, command, get } from '../../command.ts';
import type { Draft, Part } from '../../draft.ts';
import type { Drafts } from '../../list-family.ts';
import { isSetting } from '../../matrix/samples.ts';
import { cellsOf, isThere, labelsOf, treeOf, type Cell } from '../../matrix/verbs.ts';
import {
  enrollmentCommands,
  scepAddress,
  scepDeviceFor,
  usualEnrollment,
  type Enrollment,
} from '../enrollment.ts';
import { settled } from '../observing.ts';
import { lookingAt } from '../sessions/observing.ts';
import { firstExchange } from '../settling.ts';
import { scepSampleOf } from './samples.ts';

const uniqueId = uniqueIds[0];

const scopes: readonly Scope[] = ['device', 'user'];

/** Every verb on a node in every state, in both scopes. */
export function scepVerbDrafts(nodeId: NodeId, more: readonly Prefix[] = []): Drafts {
  const node = nodeById(nodeId);
  return ({ pool }) => cellsOf(node, [...scopes, ...more]).map((cell) => draftOf(cell, pool));
}

/** Set-up, the verb in the next message with a Get of the node right after it, and what came of an enrollment. */
function draftOf(cell: Cell, pool: Pool): Draft {
  const { node, verb, prefix, state } = cell;
  const enrollment: Enrollment = { ...usualEnrollment, scope: treeOf(prefix), uniqueId };
  const address = nodeAddress(prefix, node.id, uniqueId);
  const { format, first, second } = scepSampleOf(node);
  const probe =
    verb === 'Add' || verb === 'Replace'
      ? command(verb, address, format, isThere(state) ? second : first)
      : command(verb, address);
  const enrolls = state === 'enrolled' || (node.name === 'Enroll' && state === 'present');
  return {
    ...labelsOf(cell),
    ...(enrolls ? { device: scepDeviceFor([enrollment], pool) } : {}),
    parts: [
      ...setUpOf(cell, enrollment, pool),
      [probe, get(address)],
      ...(enrolls ? settled([enrollment]) : [lookingAt([enrollment])]),
    ],
    watched: [],
  };
}

function setUpOf({ node, state }: Cell, enrollment: Enrollment, pool: Pool): readonly Part[] {
  const { scope } = enrollment;
  const request = add(scepAddress(scope, uniqueId), 'node');
  const install = add(scepAddress(scope, uniqueId, 'Install'), 'node');
  const whole: readonly Command[] =
    node.name === 'Enroll' ? enrollmentCommands({ ...enrollment, enroll: 'absent' }, pool) : [];
  switch (state) {
    case 'parent-absent':
      return [];
    case 'absent':
      if (node.name === '{UniqueID}') return [];
      // What an enrollment brings lies beside Install, its settings below it.
      return [isSetting(node) ? [atomic([request, install])] : [request]];
    case 'present': {
      if (node.permanent) return [];
      if (node.name === '{UniqueID}') return [[request]];
      if (node.name === 'Install') return [[atomic([request, install])]];
      if (whole.length > 0) return [whole];
      const { format, first } = scepSampleOf(node);
      return [[atomic([request, add(nodeAddress(scope, node.id, uniqueId), format, first)])]];
    }
    case 'enrolled':
    case 'installed':
      return [enrollmentCommands(enrollment, pool), { kind: 'wait', seconds: firstExchange }];
  }
}
