import type { Fate } from './fate.ts';
import type { Mutant } from './mutant.ts';
import { isAbout, type Note } from './note.ts';

/** One mutant and what became of it; plain data, an entry of mutants.json. */
export interface MutantLine {
  readonly mutant: Omit<Mutant, 'id' | 'sourceLine'>;
  readonly fate: Fate | { readonly kind: 'noted'; readonly note: Pick<Note, 'because' | 'reason'> };
}

/** The line of a mutant that was looked at; undefined where it has to be tried. */
export function notedLine(mutant: Mutant, notes: readonly Note[]): MutantLine | undefined {
  const note = notes.find((one) => isAbout(one, mutant));
  if (note === undefined) return undefined;
  const { because, reason } = note;
  return { mutant: shown(mutant), fate: { kind: 'noted', note: { because, reason } } };
}

/** The line of a mutant that was tried. */
export function triedLine(mutant: Mutant, fate: Fate): MutantLine {
  return { mutant: shown(mutant), fate };
}

function shown({ file, line, operator, original, replacement }: Mutant): MutantLine['mutant'] {
  return { file, line, operator, original, replacement };
}

/** Whether somebody has to look at it: nothing says yet why no case kills it. */
export function isOpen({ fate }: MutantLine): boolean {
  return fate.kind === 'tolerated' || fate.kind === 'unseen' || fate.kind === 'uncovered';
}

/** One line for people. */
export function describeMutant(line: MutantLine): string {
  const { file, line: number, original, replacement } = line.mutant;
  return `${describeFate(line.fate)}: ${file}:${number}: ${brief(original)} => ${brief(replacement)}`;
}

function describeFate(fate: MutantLine['fate']): string {
  switch (fate.kind) {
    case 'killed':
      return `killed (${fate.blamed ?? fate.how}, ${fate.case})`;
    case 'admitted':
      return `admitted (${Object.entries(fate.answers)
        .map(([key, answer]) => `${key} ${answer}`)
        .join(', ')})`;
    case 'tolerated':
      return `SURVIVED, does otherwise in ${fate.cases} cases that are called conform, such as ${fate.example}`;
    case 'unseen':
      return `SURVIVED, does the same in all ${fate.covering} cases that pass it`;
    case 'uncovered':
      return 'SURVIVED, no case passes it';
    case 'noted':
      return `noted (${fate.note.because}: ${fate.note.reason})`;
  }
}

/** Source text in one line of bearable length. */
function brief(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length <= 120 ? line : `${line.slice(0, 119)}…`;
}

export interface MutantSummary {
  readonly mutants: number;
  readonly killed: number;
  /** Of the killed: by a device that did not end. */
  readonly byTimeout: number;
  /** Of the killed: by an exception that left the device. */
  readonly byBreaking: number;
  readonly admitted: number;
  readonly noted: number;
  readonly survived: { readonly tolerated: number; readonly unseen: number; readonly uncovered: number };
}

export function summariseMutants(lines: readonly MutantLine[]): MutantSummary {
  const count = (kind: MutantLine['fate']['kind']): number =>
    lines.filter(({ fate }) => fate.kind === kind).length;
  const killedHow = (how: string): number =>
    lines.filter(({ fate }) => fate.kind === 'killed' && fate.how === how).length;
  return {
    mutants: lines.length,
    killed: count('killed'),
    byTimeout: killedHow('timeout'),
    byBreaking: killedHow('broke'),
    admitted: count('admitted'),
    noted: count('noted'),
    survived: { tolerated: count('tolerated'), unseen: count('unseen'), uncovered: count('uncovered') },
  };
}

/** The end of `npm run mutants`. */
export function describeMutants(summary: MutantSummary): string {
  const { mutants, killed, byTimeout, byBreaking, admitted, noted, survived } = summary;
  const { tolerated, unseen, uncovered } = survived;
  return [
    `${mutants} mutants: ${killed} killed (${byTimeout} of them by timeout, ${byBreaking} by an exception), ${admitted} do what a right device with other answers does, ${noted} noted, ${tolerated + unseen + uncovered} survived`,
    ...(tolerated + unseen + uncovered === 0
      ? []
      : [
          `Survived: ${tolerated} that the oracle tolerates, ${unseen} that no case shows, ${uncovered} that no case passes`,
        ]),
  ].join('\n');
}
