import type { NodeTree } from './node-tree.ts';
import type { Provider } from './provider.ts';
import type { EngineRules } from './rules.ts';

/** What the commands of a message work on. */
export interface Device {
  readonly tree: NodeTree;
  readonly provider: Provider;
  /** Further subtrees whose nodes the provider reads. */
  readonly alsoMounted?: readonly Pick<Provider, 'mountPoint' | 'definition'>[];
  readonly rules: EngineRules;
  readonly limits: MessageLimits;
}

/** How much one message may ask of a device; in UTF-16 code units. */
export interface MessageLimits {
  /** One value that is set. */
  readonly value: number;
  /** All values of a reply together: a Get costs little, and what it brings may be large. */
  readonly reply: number;
}
