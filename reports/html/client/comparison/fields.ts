import type { ComparedRun, FieldComparison, OtherCell } from '../../../comparison/comparison.ts';
import type { OtherView, WithView } from '../../comparison-data.ts';
import { code, element, section, type Child } from '../dom.ts';
import { badge } from '../parts.ts';
import { caseLooks, counted, number } from '../words.ts';
import { deviceGrid, type GridCell } from './device-grid.ts';
import { onOthers, repeatRun, smallestCase } from './evidence.ts';
import { filteredGrid } from './filtered-grid.ts';
import { mark } from './mark.ts';

/** Fields of the matrix node × verb × scope × state that came out differently. */
export function fieldsSection(
  runs: readonly ComparedRun[],
  rows: readonly FieldComparison[],
  compared: number,
): HTMLElement {
  const lead = element(
    'p',
    { class: 'lead' },
    `Each verb on each node, by scope and by what is there before. ${counted(compared, 'field was', 'fields were')} judged on at least two devices; ${rows.length === 0 ? 'none of them came out differently' : `${number(rows.length)} came out as it should be on some and not on others`}.`,
  );
  if (rows.length === 0) return section('matrix', 'Matrix', lead);
  const grid = deviceGrid(
    'Matrix by device',
    ['Node', 'Verb', 'Scope', 'State'],
    runs,
    rows.map((row) => ({
      id: `field-${nameOf(row).replaceAll(' ', '-')}`,
      name: nameOf(row),
      heads: [code(row.node === '.' ? 'ClientCertificateInstall' : row.node), row.verb, row.scope, row.state],
      cells: row.cells.map((_, index) => fieldCell(runs, row, index)),
    })),
  );
  return section(
    'matrix',
    'Matrix',
    lead,
    ...filteredGrid(grid, {
      id: 'matrix',
      things: 'fields',
      hint: 'node, verb, scope or state',
      texts: rows.map((row) => nameOf(row).toLowerCase()),
      filters: [],
    }),
  );
}

function nameOf({ node, verb, scope, state }: FieldComparison): string {
  return `${verb} on ${node}, ${scope}, ${state}`;
}

function fieldCell(runs: readonly ComparedRun[], row: FieldComparison, index: number): GridCell {
  const cell = row.cells[index] ?? { cases: 0, verdict: 'none' };
  const look = caseLooks[cell.verdict];
  const run = runs[index];
  return {
    tone: look.tone,
    shown: mark(look, cell.cases === 0 ? '' : counted(cell.cases, 'case')),
    ...(cell.case === undefined || run === undefined
      ? {}
      : {
          evidence: () => [
            element(
              'p',
              { class: 'reading' },
              `The worst of ${counted(cell.cases, 'case')} is ${look.word}, in `,
              code(cell.case ?? ''),
              '.',
            ),
            repeatRun(run),
            onOthers(runs, index, (other) => {
              const its = row.cells[other] ?? { cases: 0, verdict: 'none' };
              return {
                sign: badge(caseLooks[its.verdict]),
                words: counted(its.cases, 'case'),
                case: its.case,
              };
            }),
          ],
        }),
  };
}

/** Differences that blame no requirement, by kind. */
export function othersPart(runs: readonly ComparedRun[], rows: readonly OtherView[]): readonly Child[] {
  if (rows.length === 0) return [];
  const grid = deviceGrid(
    'Other differences by device',
    ['Differences that blame no requirement'],
    runs,
    rows.map(({ kind, text, cells }) => ({
      id: `other-${kind}`,
      name: caseLooks[kind].word,
      heads: [
        element(
          'span',
          { class: 'about' },
          element('span', { class: 'id' }, caseLooks[kind].word),
          element('span', { class: 'sentence' }, text),
        ),
      ],
      cells: cells.map((cell, index) => otherCell(runs, kind, cell, index)),
    })),
  );
  return [element('h3', {}, 'Differences that blame no requirement'), grid.root];
}

function otherCell(
  runs: readonly ComparedRun[],
  kind: OtherView['kind'],
  { cases, firstCase, line, smallest }: WithView<OtherCell>,
  index: number,
): GridCell {
  const look = cases === 0 ? caseLooks.none : caseLooks[kind];
  const run = runs[index];
  return {
    tone: look.tone,
    shown: mark(
      cases === 0 ? { ...look, sign: '–', word: 'none' } : look,
      cases === 0 ? '' : counted(cases, 'case'),
    ),
    ...(cases === 0 || run === undefined
      ? {}
      : {
          evidence: () => [
            element(
              'p',
              { class: 'reading' },
              `${counted(cases, 'case')}, the first `,
              code(firstCase ?? ''),
              '.',
            ),
            ...smallestCase(run, smallest, line),
          ],
        }),
  };
}
