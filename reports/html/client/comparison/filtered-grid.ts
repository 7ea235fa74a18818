import { element, type Child } from '../dom.ts';
import { choiceField, countFor, searchField, whenChanged } from '../search.ts';
import { number } from '../words.ts';
import type { DeviceGrid } from './device-grid.ts';

/** A choice by which rows are left out. */
export interface Filter {
  /** Unique in the page. */
  readonly id: string;
  readonly label: string;
  readonly choices: readonly (readonly [value: string, text: string])[];
  /** What is chosen at first. */
  readonly begins: string;
  /** Whether the row with this index stays. */
  readonly keeps: (index: number, value: string) => boolean;
}

/** What is asked of a grid. */
export interface Filtering {
  /** Begins the ids of its fields. */
  readonly id: string;
  /** Of what a search goes through, for the label; and an example of what can be searched. */
  readonly things: string;
  readonly hint: string;
  readonly filters: readonly Filter[];
  /** What is searched, for each row, in small letters. */
  readonly texts: readonly string[];
}

/** A grid with a search and filters above it; a link to a row that they hide shows all rows. */
export function filteredGrid(
  grid: DeviceGrid,
  { id, things, hint, filters, texts }: Filtering,
): readonly Child[] {
  const search = searchField(`${id}-search`, `Search ${things}`, hint);
  const fields = filters.map((filter) => {
    const field = choiceField(filter.id, filter.label, filter.choices);
    field.input.value = filter.begins;
    return { ...filter, ...field };
  });
  const count = countFor([`${id}-search`, ...filters.map((filter) => filter.id)].join(' '));
  const nothing = element('p', { class: 'quiet' }, 'Nothing is left by these filters.');
  const shows = (index: number): boolean =>
    search.input.value
      .toLowerCase()
      .split(/\s+/)
      .every((word) => texts[index]?.includes(word)) &&
    fields.every(({ input, keeps }) => input.value === '' || keeps(index, input.value));
  const update = (): void => {
    const shown = texts.filter((_, index) => shows(index)).length;
    grid.show(shows);
    grid.root.hidden = shown === 0;
    nothing.hidden = shown > 0;
    count.textContent = `${number(shown)} of ${number(texts.length)} ${things}`;
  };
  for (const { input } of [search, ...fields]) whenChanged(input, update);
  const follow = (): void => {
    const index = grid.indexOf(decodeURIComponent(location.hash.slice(1)));
    if (index < 0) return;
    if (!shows(index)) {
      search.input.value = '';
      for (const { input } of fields) input.value = '';
      update();
    }
    grid.open(index);
  };
  update();
  addEventListener('hashchange', follow);
  follow();
  return [
    element('div', { class: 'filters' }, search.root, ...fields.map(({ root }) => root), count),
    grid.root,
    nothing,
  ];
}
