import type { Position } from './message.ts';

/** Which step of the reader refused a text. */
export type RefusalKind = 'encoding' | 'size' | 'depth' | 'not-well-formed' | 'dtd' | 'not-syncml';

/** Why a text holds no message that anybody could answer, and where. */
export interface Refusal {
  readonly reason: string;
  readonly position: Position;
  readonly kind: RefusalKind;
}

/** Carries a refusal from the step that found it up to readSyncML. */
export class RefusedText extends Error {
  readonly refusal: Refusal;

  constructor(kind: RefusalKind, reason: string, position: Position) {
    super(reason);
    this.refusal = { reason, position, kind };
  }
}
