import type { Scope } from '../../cases/case.ts';
import { placeOf } from '../engine/presence.ts';
import type { NodePlace, PathStep } from '../engine/provider.ts';

/** One UniqueID: what belongs to one install request (R-GEN-01). */
export interface InstallRequest {
  readonly scope: Scope;
  /** The path of the UniqueID node. */
  readonly steps: readonly PathStep[];
  /** Tells requests apart, and owns what they install. */
  readonly key: string;
}

/** The request that a node belongs to; undefined above the UniqueIDs. */
export function installRequestOf(place: NodePlace): InstallRequest | undefined {
  const { scope } = place;
  const index = place.steps.findIndex(({ definition }) => definition.dynamic);
  const uniqueId = place.steps[index];
  if (uniqueId === undefined) return undefined;
  const steps = place.steps.slice(0, index + 1);
  return { scope, steps, key: placeOf(scope, steps, uniqueId.definition).path };
}
