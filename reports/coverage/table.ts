import type { Coverage, CoverageSection } from './coverage.ts';

/** Characters for the names of what is missing in a section, which are on one line; the rest is in the file. */
const roomForNames = 100;
/** Longer names are cut: those of combinations are. */
const longestName = 60;

/** Coverage as a table for the console: a line for each section, and below it what is missing there. */
export function coverageTable({ sections }: Coverage): string {
  const width = Math.max(...sections.map(({ title }) => title.length));
  return [
    'Coverage (coverage.json):',
    ...sections.flatMap((section) => [
      `  ${section.title.padEnd(width)}  ${ratioOf(section)}${byColumn(section)}`,
      ...missingOf(section),
    ]),
  ].join('\n');
}

function ratioOf({ covered, possible }: CoverageSection): string {
  // Rounded down: what is not complete must not look so.
  const percent = possible === 0 ? 100 : Math.floor((1000 * covered) / possible) / 10;
  return `${String(covered).padStart(5)} of ${String(possible).padStart(5)} ${percent.toFixed(1).padStart(6)} %`;
}

/** Where columns are few and different in kind, each of them by itself. */
function byColumn({ id, columns, rows }: CoverageSection): string {
  if (id !== 'requirements') return '';
  const parts = columns.map((column, place) => {
    const cells = rows.flatMap((row) => row.cells[place] ?? []);
    const covered = cells.reduce((sum, cell) => sum + cell.covered, 0);
    const possible = cells.reduce((sum, cell) => sum + cell.possible, 0);
    return `${column} ${covered}/${possible}`;
  });
  return `   ${parts.join(', ')}`;
}

function missingOf({ missing }: CoverageSection): readonly string[] {
  if (missing.length === 0) return [];
  const named: string[] = [];
  for (const name of missing) {
    const short = name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
    if ([...named, short].join('; ').length > roomForNames) break;
    named.push(short);
  }
  const rest = missing.length - named.length;
  return [`    missing: ${named.join('; ')}${rest > 0 ? `; and ${rest} more` : ''}`];
}
