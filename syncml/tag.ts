import type { SaxesAttributeNS } from 'saxes';

/** One element as the gate saw it. Indices count UTF-16 code units of the whole text from 0. */
export interface Tag {
  /** Local name, without prefix. */
  readonly name: string;
  /** Namespace URI, '' where there is none. */
  readonly namespace: string;
  /** 1 for a root. */
  readonly depth: number;
  /** Of the `<` that opens the start tag. */
  readonly start: number;
  /** After the `>` of the start tag. */
  readonly contentStart: number;
  /** After the `>` of the end tag. */
  end: number;
  readonly attributes: Readonly<Record<string, SaxesAttributeNS>>;
}
