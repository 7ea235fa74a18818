import type { AmbiguityId } from '../ambiguities.ts';
import type { EditionId } from '../editions.ts';

/** One normative statement of the documents, in our words. The shape that every file of this folder fills in. */
export interface RequirementEntry {
  /** Never changes its meaning, and is never given again. */
  readonly id: string;
  /** `must`: breaking it is a violation; `should`: reported as a warning; `info`: recorded, never judged. */
  readonly level: 'must' | 'should' | 'info';
  readonly area: 'general' | 'pfx' | 'scep' | 'examples' | 'protocol';
  readonly text: string;
  /** Section of csp-source.txt, or the document and section that states it. */
  readonly source: string;
  /** Open questions that bear on what a device may do here. */
  readonly ambiguities: readonly AmbiguityId[];
  /** The only edition that it concerns, or the first of all that it concerns; absent: all. */
  readonly edition?: EditionId | `>=${EditionId}`;
}
