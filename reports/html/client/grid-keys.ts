/** How far a key goes: rows, then cells; Home and End go to the ends of a row. */
const moves: Readonly<Record<string, readonly [rows: number, cells: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/** The grid as the keyboard sees it. */
export interface ArrowGrid {
  /** To be called when rows were hidden or shown: the one stop of the Tab key has to be where somebody can see it. */
  readonly settle: () => void;
}

/** Makes the cells of a table that have a tabindex one stop of the Tab key, in which the arrow keys move. */
export function moveByArrows(grid: HTMLTableElement): ArrowGrid {
  let current: HTMLTableCellElement | undefined;
  const shownRows = (): readonly (readonly HTMLTableCellElement[])[] =>
    [...(grid.tBodies[0]?.rows ?? [])]
      .filter((row) => !row.hidden)
      .map((row) => [...row.cells].filter((cell) => cell.tagName === 'TD' && cell.hasAttribute('tabindex')))
      .filter(({ length }) => length > 0);
  const stopAt = (cell: HTMLTableCellElement | undefined): void => {
    if (current !== undefined) current.tabIndex = -1;
    if (cell !== undefined) cell.tabIndex = 0;
    current = cell;
  };
  const settle = (): void => {
    const rows = shownRows();
    if (current === undefined || !rows.some((cells) => cells.some((cell) => cell === current)))
      stopAt(rows[0]?.[0]);
  };
  settle();
  grid.addEventListener('keydown', (event) => {
    const move = moves[event.key];
    // What is inside a cell has keys of its own.
    if (move === undefined || event.target !== current) return;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const rows = shownRows();
    const row = rows.findIndex((cells) => cells.some((cell) => cell === current));
    const place = rows[row]?.findIndex((cell) => cell === current) ?? 0;
    const wanted = rows[clamp(row + move[0], rows.length)];
    const cell = wanted?.[clamp(place + move[1], wanted.length)];
    if (cell === undefined) return;
    event.preventDefault();
    stopAt(cell);
    cell.focus();
  });
  grid.addEventListener('click', ({ target }) => {
    const cell = target instanceof Element ? target.closest('td') : null;
    if (cell === null || !cell.hasAttribute('tabindex')) return;
    stopAt(cell);
    cell.focus();
  });
  return { settle };
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, index));
}
