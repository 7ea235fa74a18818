import type { ComparedRun } from '../../../comparison/comparison.ts';
import { button, element, type Child } from '../dom.ts';
import { moveByArrows } from '../grid-keys.ts';
import type { Look } from '../words.ts';

/** A row of things × devices. */
export interface GridRow {
  /** Where links to the row lead. */
  readonly id: string;
  /** How somebody who does not see the table calls the row. */
  readonly name: string;
  /** What the row is about, a cell each; the first heads the row. */
  readonly heads: readonly Child[];
  /** One for each device. */
  readonly cells: readonly GridCell[];
  /** Index of the cell that is opened where a link leads to the row, and on paper where the row tells devices apart. */
  readonly opens?: number;
  readonly opensOnPaper?: boolean;
}

/** What one device shows. */
export interface GridCell {
  readonly tone: Look['tone'];
  readonly shown: readonly Child[];
  /** The evidence, drawn when somebody asks for it; absent where there is none. */
  readonly evidence?: () => readonly Child[];
}

export interface DeviceGrid {
  readonly root: HTMLElement;
  /** Shows the rows of which this is true. */
  show(wanted: (index: number) => boolean): void;
  /** Index of the row with this id; -1 where there is none. */
  indexOf(id: string): number;
  /** Opens the cell of a row that a link leads to. */
  open(index: number): void;
}

/** So many devices fit beside one another on a wide screen; of more the table scrolls. */
const fitting = 6;

/**
 * Things × devices as a grid of one stop of the Tab key: arrow keys move in it, Enter opens the evidence for a cell below
 * its row, Escape closes it.
 */
export function deviceGrid(
  about: string,
  headings: readonly string[],
  runs: readonly ComparedRun[],
  rows: readonly GridRow[],
): DeviceGrid {
  const columns = headings.length + runs.length;
  const drawn = rows.map((row) => drawRow(row, headings, runs, columns));
  const grid = element(
    'table',
    { role: 'grid', 'aria-label': about },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...headings.map((name) => element('th', { scope: 'col' }, name)),
        ...runs.map((run) => element('th', { scope: 'col', class: 'run' }, ...runHeading(run))),
      ),
    ),
    element('tbody', {}, ...drawn.map(({ line }) => line)),
  );
  const { settle } = moveByArrows(grid);
  return {
    root: element(
      'div',
      {
        class: `table devices ${runs.length > fitting ? 'many' : 'few-devices'}`,
        role: 'region',
        'aria-label': about,
      },
      grid,
    ),
    show: (wanted) => {
      drawn.forEach(({ hide }, index) => {
        hide(!wanted(index));
      });
      settle();
    },
    indexOf: (id) => rows.findIndex((row) => row.id === id),
    open: (index) => {
      const opens = rows[index]?.opens;
      if (opens !== undefined) drawn[index]?.open(opens);
    },
  };
}

/** A device's name, and its build below. */
function runHeading({ name, target, run }: ComparedRun): readonly Child[] {
  const edition = target.edition ?? run.edition;
  return [
    element('strong', { title: name }, name),
    name.includes(edition) ? undefined : element('span', { class: 'build' }, edition),
  ];
}

interface DrawnRow {
  readonly line: HTMLTableRowElement;
  readonly hide: (hidden: boolean) => void;
  readonly open: (cell: number) => void;
}

function drawRow(
  row: GridRow,
  headings: readonly string[],
  runs: readonly ComparedRun[],
  columns: number,
): DrawnRow {
  const [first, ...others] = row.heads;
  const cells = row.cells.map((cell, index) =>
    element(
      'td',
      {
        class: `device ${cell.tone}`,
        tabindex: -1,
        'data-column': runs[index]?.name,
        'aria-expanded': cell.evidence === undefined ? undefined : 'false',
      },
      // Who comes here by arrow keys hears where they are.
      element('span', { class: 'unseen' }, `${row.name}, ${runs[index]?.name ?? ''}: `),
      element('div', { class: 'seen' }, ...cell.shown),
    ),
  );
  const line = element(
    'tr',
    { id: row.id },
    element('th', { scope: 'row' }, first),
    ...others.map((head, index) => element('td', { 'data-column': headings[index + 1] }, head)),
    ...cells,
  );
  let below: { readonly line: HTMLTableRowElement; readonly cell: number } | undefined;
  const close = (): void => {
    if (below === undefined) return;
    cells[below.cell]?.setAttribute('aria-expanded', 'false');
    below.line.remove();
    below = undefined;
  };
  const open = (cell: number): void => {
    close();
    const evidence = row.cells[cell]?.evidence;
    if (evidence === undefined) return;
    cells[cell]?.setAttribute('aria-expanded', 'true');
    const back = (): void => {
      close();
      cells[cell]?.focus();
    };
    const title = `${row.name} on ${runs[cell]?.name ?? ''}`;
    const panel = element(
      'div',
      { class: 'panel', role: 'group', 'aria-label': `Evidence: ${title}` },
      element(
        'div',
        { class: 'panel-head' },
        element('h3', {}, title),
        button('Close', { class: 'close' }, back),
      ),
      ...evidence(),
    );
    panel.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') back();
    });
    below = { cell, line: element('tr', { class: 'evidence' }, element('td', { colspan: columns }, panel)) };
    line.after(below.line);
  };
  const toggle = (cell: number): void => {
    if (below?.cell === cell) close();
    else open(cell);
  };
  cells.forEach((made, index) => {
    made.addEventListener('click', () => {
      toggle(index);
    });
    made.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') close();
      if (event.key !== 'Enter' && event.key !== ' ') return;
      event.preventDefault();
      toggle(index);
    });
  });
  openOnPaper(row, line, () => below !== undefined, open, close);
  return {
    line,
    hide: (hidden) => {
      line.hidden = hidden;
      if (below !== undefined) below.line.hidden = hidden;
    },
    open,
  };
}

/** Whoever prints asks for the evidence of what tells devices apart, since no reader opens it on paper. */
function openOnPaper(
  { opens, opensOnPaper = false }: GridRow,
  line: HTMLElement,
  isOpen: () => boolean,
  open: (cell: number) => void,
  close: () => void,
): void {
  if (opens === undefined || !opensOnPaper) return;
  let opened = false;
  addEventListener('beforeprint', () => {
    if (line.hidden || isOpen()) return;
    open(opens);
    opened = true;
  });
  addEventListener('afterprint', () => {
    if (opened) close();
    opened = false;
  });
}
