import type { GivenState } from '../../../../oracles/explain/given.ts';

/** A correct payload with one fault. */
export interface Fault {
  /** The rule that has to find it. */
  readonly id: string;
  /** What is wrong, in words. */
  readonly title: string;
  readonly source: () => string;
  /** What the message has to name. */
  readonly says: RegExp;
  readonly given?: () => Partial<GivenState>;
  /** Ids of other rules that the same fault has to meet. */
  readonly besides?: readonly string[];
}
