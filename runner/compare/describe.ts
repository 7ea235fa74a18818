import type { Comparison } from '../../reports/comparison/comparison.ts';
import { printable } from '../../syncml/printable.ts';

/** Wider names are cut in the table; the page has them whole. */
const widestName = 48;

/** A comparison in a few lines for a terminal: the runs, what comes of it, and what to look at first. */
export function describeComparison({
  runs,
  outcome,
  conditions,
  lookAtFirst,
}: Comparison): readonly string[] {
  const rows = [
    ['run', 'result', 'cases', 'violated', 'kept', 'undecided', 'not tested', 'answers'],
    ...runs.map(({ name, result, counts, requirements, answered }) => [
      printable(name, widestName),
      result.verdict,
      String(counts.executed),
      String(requirements.violated),
      String(requirements.kept),
      String(requirements.undecided),
      String(requirements['not-tested']),
      String(answered),
    ]),
  ];
  return [
    ...aligned(rows),
    '',
    outcome.because,
    ...(conditions.length === 0
      ? []
      : ['', 'Read with care:', ...conditions.map(({ text }) => `  ${printable(text, 400)}`)]),
    ...(lookAtFirst.length === 0
      ? []
      : [
          '',
          'Look at this first:',
          ...lookAtFirst.map(({ title }, index) => `  ${index + 1}. ${printable(title, 400)}`),
        ]),
  ];
}

/** Columns of one width each: words to the left, numbers, from the third column on, to the right. */
function aligned(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows.map((row) =>
    row
      .map((text, column) => {
        const width = widths[column] ?? 0;
        return column < 2 ? text.padEnd(width) : text.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
