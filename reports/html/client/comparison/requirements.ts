import type { ComparedRun, RequirementCell, RequirementRelation } from '../../../comparison/comparison.ts';
import type { RequirementView, WithView } from '../../comparison-data.ts';
import { code, element, section, type Child } from '../dom.ts';
import { badge } from '../parts.ts';
import { counted, number, requirementLooks } from '../words.ts';
import { deviceGrid, type GridCell, type GridRow } from './device-grid.ts';
import { onOthers, repeatRun, smallestCase } from './evidence.ts';
import { filteredGrid } from './filtered-grid.ts';
import { mark } from './mark.ts';

type Cell = WithView<RequirementCell>;

/** Where links to a requirement lead. */
export function idOfRequirement(id: string): string {
  return `requirement-${id}`;
}

const relations: readonly (readonly [value: string, text: string, of: readonly RequirementRelation[]])[] = [
  ['look', 'differs or is violated', ['differs', 'violated-in-part', 'violated']],
  ['differs', 'violated here, kept there', ['differs']],
  ['violated', 'violated on every device', ['violated']],
  ['part', 'decided on some devices only', ['violated-in-part', 'kept-in-part']],
  ['kept', 'kept on every device', ['kept']],
  ['undecided', 'decided on none', ['undecided']],
];

/** Requirements × devices. */
export function requirementsSection(
  runs: readonly ComparedRun[],
  rows: readonly RequirementView[],
): HTMLElement {
  const grid = deviceGrid(
    'Requirements by device',
    ['Requirement'],
    runs,
    rows.map((row) => rowOf(runs, row)),
  );
  const look = relations[0]?.[2] ?? [];
  return section(
    'requirements',
    'Requirements',
    element(
      'p',
      { class: 'lead' },
      'Each requirement with what each device makes of it. Open a field to see the evidence: the smallest case that shows a violation, or what the device was seen to keep it by.',
    ),
    ...filteredGrid(grid, {
      id: 'requirements',
      things: 'requirements',
      hint: 'id, words or source',
      texts: rows.map(({ id, text, source, ambiguities }) =>
        `${id} ${text} ${source} ${ambiguities.join(' ')}`.toLowerCase(),
      ),
      filters: [
        {
          id: 'requirements-show',
          label: 'Show',
          choices: [['', 'all'], ...relations.map(([value, text]) => [value, text] as const)],
          begins: rows.some(({ relation }) => look.includes(relation)) ? 'look' : '',
          keeps: (index, value) => {
            const relation = rows[index]?.relation;
            return relations.some(([own, , of]) => own === value && of.some((each) => each === relation));
          },
        },
        {
          id: 'requirements-area',
          label: 'Area',
          choices: [
            ['', 'all'],
            ...[...new Set(rows.map(({ area }) => area))].map((area) => [area, area] as const),
          ],
          begins: '',
          keeps: (index, value) => rows[index]?.area === value,
        },
      ],
    }),
  );
}

function rowOf(runs: readonly ComparedRun[], row: RequirementView): GridRow {
  const opens = row.cells.findIndex(({ verdict }) => verdict === 'violated');
  return {
    id: idOfRequirement(row.id),
    name: row.id,
    heads: [
      element(
        'span',
        { class: 'about' },
        element('span', { class: 'id' }, row.id),
        element('span', { class: 'quiet' }, ` ${row.area}, ${row.level}`),
        element('span', { class: 'sentence' }, row.text),
        element('cite', {}, row.source),
        row.alike === false &&
          element(
            'span',
            { class: 'unlike' },
            'Violated in different ways: no kind of difference is seen on all.',
          ),
      ),
    ],
    cells: row.cells.map((cell, index) => cellOf(runs, row, cell, index)),
    ...(opens < 0 ? {} : { opens }),
    opensOnPaper: row.relation === 'differs' || row.relation === 'violated-in-part',
  };
}

function cellOf(runs: readonly ComparedRun[], row: RequirementView, cell: Cell, index: number): GridCell {
  const { tone } = requirementLooks[cell.verdict];
  return {
    tone: cell.verdict === 'violated' ? 'bad' : tone,
    shown: mark(requirementLooks[cell.verdict], shortly(cell)),
    evidence: () => evidenceOf(runs, row, cell, index),
  };
}

/** How many cases a verdict rests on. */
function shortly({ verdict, cases, decided, violations, unknown }: Cell): string {
  switch (verdict) {
    case 'violated':
      return counted(violations, 'case');
    case 'kept':
      return counted(decided, 'case');
    case 'undecided':
      return `0 of ${counted(cases, 'case')}`;
    case 'not-tested':
      return unknown === true ? 'not known' : 'no case';
  }
}

function evidenceOf(
  runs: readonly ComparedRun[],
  row: RequirementView,
  cell: Cell,
  index: number,
): readonly Child[] {
  const run = runs[index];
  if (run === undefined) return [];
  return [
    element('p', { class: 'reading' }, ...reading(cell), ...likeness(runs, row, cell)),
    ...(cell.verdict === 'violated' ? smallestCase(run, cell.smallest, cell.line) : [repeatRun(run)]),
    onOthers(runs, index, (other) => {
      const its = row.cells[other];
      return {
        sign: badge(requirementLooks[its?.verdict ?? 'not-tested']),
        words: its === undefined ? '' : otherWords(its),
        case: its?.firstCase,
      };
    }),
  ];
}

/** A cell in a sentence or two. */
function reading({ verdict, cases, decided, violations, firstCase, unknown }: Cell): readonly Child[] {
  const first: readonly Child[] = firstCase === undefined ? ['.'] : [', the first ', code(firstCase), '.'];
  const built = `${counted(cases, 'judged case was', 'judged cases were')} built to test it.`;
  switch (verdict) {
    case 'violated':
      return [
        `${counted(violations, 'case blames', 'cases blame')} it`,
        ...first,
        ` In ${number(decided)} it decided what was seen, as it should be. ${built}`,
      ];
    case 'kept':
      return [
        `It decided what was seen in ${counted(decided, 'case')}, each time as it should be`,
        ...first,
        ` ${built}`,
      ];
    case 'undecided':
      return [`${built} In none of them did it decide what was seen.`];
    case 'not-tested':
      return [
        unknown === true
          ? 'The suite of this run did not know the requirement.'
          : 'No case that was built to test it was judged in this run.',
      ];
  }
}

/** Whether others break it in the same way, as far as the reports list their cases. */
function likeness(
  runs: readonly ComparedRun[],
  { cells }: RequirementView,
  { verdict, likeRuns = [] }: Cell,
): readonly Child[] {
  const violating = cells.filter((cell) => cell.verdict === 'violated').length;
  if (verdict !== 'violated' || violating < 2) return [];
  if (likeRuns.length === 0) return [' No other device shows a difference of the same kind.'];
  const names = likeRuns.flatMap((index) => runs[index]?.name ?? []);
  return [` A difference of the same kind is seen on ${names.join(', ')}.`];
}

function otherWords(cell: Cell): string {
  return cell.verdict === 'violated' && cell.line !== undefined
    ? `${shortly(cell)}: ${cell.line}`
    : `${shortly(cell)}${cell.firstCase === undefined ? '' : ', the first'}`;
}
