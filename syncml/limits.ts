/**
 * How much a text may ask of the reader. Every limit is checked before the work that it bounds.
 *
 * Windows devices exchange messages of some ten kilobytes (MaxMsgSize is 65536 and more) nested about ten deep;
 * the defaults leave two orders of magnitude to that and still end every hostile text within a second or two.
 */
export interface Limits {
  /** Size of the input: bytes where bytes are given, UTF-16 code units where a string is given. */
  readonly bytes: number;
  /** Elements nested in each other, the root counted as 1. The time of fast-xml-parser grows with its square. */
  readonly depth: number;
  /** Elements in the whole text. */
  readonly elements: number;
}

export const defaultLimits: Limits = { bytes: 5_000_000, depth: 64, elements: 100_000 };
