import type { DifferenceLine } from '../model/run-report.ts';

/** The kinds of difference among cases: what was expected and observed, without what changes from case to case. */
export function kindsOf(lines: readonly DifferenceLine[]): ReadonlySet<string> {
  return new Set(lines.map(({ line }) => kindOf(line)));
}

/** A line says `Step 2, Get CmdID 1 ./Device/…: expected …; observed …`; where it differs is no kind. */
function kindOf(line: string): string {
  return line
    .replace(/^Step \d+, .*?: expected /, 'expected ')
    .replace(/\.\/(?:Device|User)\/[^\s,;]*/g, '<address>')
    .replace(/[0-9A-Za-z+/]{32,}={0,2}/g, '<value>')
    .replace(/\b(CmdID|line) \S+/g, '<$1>');
}

/** Whether all sets have an element in common. */
export function shareOne(sets: readonly ReadonlySet<string>[]): boolean {
  const [first, ...others] = sets;
  return first !== undefined && [...first].some((kind) => others.every((other) => other.has(kind)));
}
