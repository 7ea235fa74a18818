import { element, type Child } from './dom.ts';
import type { Look } from './words.ts';

/** A verdict as a small sign with its word. */
export function badge({ tone, sign, word }: Look): HTMLElement {
  return element(
    'span',
    { class: `badge ${tone}` },
    element('span', { 'aria-hidden': 'true' }, sign),
    ` ${word}`,
  );
}

/** Names and values beside one another. */
export function facts(entries: readonly (readonly [name: string, value: Child])[]): HTMLElement {
  return element(
    'dl',
    { class: 'facts' },
    ...entries.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value))),
  );
}

/** What a table has: columns with their names, rows of cells, and what it is about for those who do not see it. */
export interface Table {
  readonly about: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Child[])[];
  /** Columns that hold numbers, by index. */
  readonly numbers?: readonly number[];
}

/** A table that scrolls by itself where it is too wide; on a narrow screen each row is a card. */
export function table({ about, columns, rows, numbers = [] }: Table): HTMLElement {
  const place = (index: number): string | undefined => (numbers.includes(index) ? 'number' : undefined);
  return element(
    'div',
    { class: 'table', role: 'region', 'aria-label': about, tabindex: 0 },
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          ...columns.map((name, index) => element('th', { scope: 'col', class: place(index) }, name)),
        ),
      ),
      element(
        'tbody',
        {},
        ...rows.map((cells) =>
          element(
            'tr',
            {},
            ...cells.map((cell, index) =>
              element('td', { class: place(index), 'data-column': columns[index] }, cell),
            ),
          ),
        ),
      ),
    ),
  );
}

/** A share of a whole as a bar; the number stands beside it, so the bar says nothing to a screen reader. */
export function shareBar(part: number, whole: number): SVGSVGElement {
  const bar = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  bar.setAttribute('class', 'share');
  bar.setAttribute('viewBox', '0 0 100 8');
  bar.setAttribute('preserveAspectRatio', 'none');
  bar.setAttribute('aria-hidden', 'true');
  const width = whole === 0 ? 0 : (100 * part) / whole;
  for (const [name, length] of [
    ['whole', 100],
    ['part', width],
  ] as const) {
    const rectangle = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    rectangle.setAttribute('class', name);
    rectangle.setAttribute('width', length.toFixed(2));
    rectangle.setAttribute('height', '8');
    bar.appendChild(rectangle);
  }
  return bar;
}

/** Something that is drawn when it is first opened, or printed. */
export function folded(
  summary: readonly Child[],
  attributes: { readonly class?: string; readonly open?: boolean; readonly print?: boolean },
  draw: () => readonly Child[],
): HTMLDetailsElement {
  const made = element(
    'details',
    { class: attributes.class, 'data-print': String(attributes.print !== false) },
    element('summary', {}, ...summary),
  );
  const drawOnce = (): void => {
    if (made.dataset['drawn'] !== undefined) return;
    made.dataset['drawn'] = '';
    for (const child of draw()) if (child) made.append(child);
  };
  made.addEventListener('toggle', () => {
    if (made.open) drawOnce();
  });
  // Whoever prints asks for it, since no reader opens it on paper.
  made.addEventListener('draw', drawOnce);
  if (attributes.open === true) {
    drawOnce();
    made.open = true;
  }
  return made;
}
