import type { Breach } from '../cases/intent.ts';

/** Ends reading at the first thing that makes everything after it doubtful. */
export class Stop extends Error {
  readonly rule: Breach;
  /** An index into the text. */
  readonly at: number;

  constructor(rule: Breach, at: number, what: string) {
    super(what);
    this.rule = rule;
    this.at = at;
  }
}

export function malformed(at: number, what: string): Stop {
  return new Stop('not-well-formed', at, what);
}
