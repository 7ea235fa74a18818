import type { Breach } from '../cases/intent.ts';

/** One point in which a document is not what SyncML says. */
export interface Remark {
  readonly rule: Breach;
  /** Where it is: both count from 1, in characters. */
  readonly line: number;
  readonly column: number;
  /** CmdID of the command around it, where there is one. */
  readonly cmdId?: string;
  readonly what: string;
}

/** A remark in one line. */
export function describeRemark({ rule, line, column, cmdId, what }: Remark): string {
  return `${rule} at ${line}:${column}${cmdId === undefined ? '' : ` (CmdID ${cmdId})`}: ${what}`;
}
