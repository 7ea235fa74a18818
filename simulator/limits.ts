import type { MessageLimits } from './engine/device-parts.ts';
import type { TreeLimits } from './engine/node-tree.ts';

/** What one virtual device holds at most, so that no message can exhaust the memory of the run. */
export const deviceLimits = {
  tree: { nodes: 5_000, textLength: 16_777_216 } satisfies TreeLimits,
  /** One value: the largest PFX that pki/ opens, in base64, and some. A reply: what syncml/ reads, with its markup. */
  message: { value: 2_097_152, reply: 4_194_304 } satisfies MessageLimits,
} as const;
