/** How far a key goes: rows, then cells; Home and End go to the ends of a row. */
const moves: Readonly<Record<string, readonly [rows: number, cells: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

/** Makes the cells of a table one stop of the Tab key, in which the arrow keys move. */
export function moveByArrows(grid: HTMLTableElement): void {
  const rows = [...(grid.tBodies[0]?.rows ?? [])].map((row) =>
    [...row.cells].filter((cell) => cell.tagName === 'TD'),
  );
  const first = rows[0]?.[0];
  if (first === undefined) return;
  first.tabIndex = 0;
  let current = first;
  const goTo = (cell: HTMLTableCellElement): void => {
    current.tabIndex = -1;
    cell.tabIndex = 0;
    current = cell;
    cell.focus();
  };
  grid.addEventListener('keydown', (event) => {
    const move = moves[event.key];
    if (move === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    const row = rows.findIndex((cells) => cells.includes(current));
    const place = rows[row]?.indexOf(current) ?? 0;
    const wanted = rows[clamp(row + move[0], rows.length)];
    const cell = wanted?.[clamp(place + move[1], wanted.length)];
    if (cell === undefined) return;
    event.preventDefault();
    goTo(cell);
  });
  grid.addEventListener('click', ({ target }) => {
    const cell = target instanceof Element ? target.closest('td') : null;
    if (cell !== null && rows.some((cells) => cells.includes(cell))) goTo(cell);
  });
}

function clamp(index: number, length: number): number {
  return Math.max(0, Math.min(length - 1, index));
}
