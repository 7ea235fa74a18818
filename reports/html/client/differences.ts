import type { DifferenceLine } from '../../model/run-report.ts';
import type { GroupView } from '../page-data.ts';
import { differenceCase } from './difference-case.ts';
import { button, code, element, fill, section, type Child } from './dom.ts';
import { badge, folded } from './parts.ts';
import { countFor, searchField, whenChanged } from './search.ts';
import { caseLooks, counted, number } from './words.ts';

/** So many further cases of a group are drawn at a time: a reader asks for more, and a page of 10,000 stays quick. */
const drawnAtOnce = 100;
/** So many groups are open from the start. */
const openAtFirst = 1;

/** Where links to a group lead. */
export function idOfGroup(key: string): string {
  return `difference-${key}`;
}

/** All differences by what they blame, with one search over all of their cases. */
export function differencesSection(groups: readonly GroupView[]): HTMLElement {
  if (groups.length === 0) {
    return section('differences', 'Differences', element('p', {}, 'No case differs.'));
  }
  const total = groups.reduce((sum, { cases }) => sum + cases, 0);
  const search = searchField('differences-search', 'Search differences', 'requirement, case or words');
  const count = countFor('differences-search');
  const list = element('div', { class: 'groups' });
  const drawn = groups.map((group, index) => groupOf(group, index < openAtFirst));
  list.append(...drawn.map(({ root }) => root));
  const update = (): void => {
    const wanted = wordsOf(search.input.value);
    let cases = 0;
    let shown = 0;
    for (const { root, show } of drawn) {
      const found = show(wanted);
      root.hidden = found === 0;
      cases += found;
      if (found > 0) shown++;
    }
    count.textContent =
      wanted.length === 0
        ? `${counted(total, 'case')} in ${counted(groups.length, 'group')}`
        : `${number(cases)} of ${counted(total, 'case')} in ${counted(shown, 'group')}`;
  };
  whenChanged(search.input, update);
  update();
  return section(
    'differences',
    'Differences',
    element(
      'p',
      { class: 'lead' },
      'By the requirement that they blame, the one that most cases blame first: others often follow from it. Each group shows its smallest case.',
    ),
    element('div', { class: 'filters' }, search.root, count),
    list,
  );
}

interface DrawnGroup {
  readonly root: HTMLElement;
  /** Shows the cases that have all words, and says how many these are. */
  readonly show: (words: readonly string[]) => number;
}

function groupOf(group: GroupView, open: boolean): DrawnGroup {
  const { key, kind, cases, text, source, smallest, listed } = group;
  const others = othersOf(group);
  const heading = [
    element('h3', { id: idOfGroup(key) }, key, ' ', badge(caseLooks[kind])),
    element('span', { class: 'cases' }, counted(cases, 'case')),
    element('span', { class: 'sentence' }, text, source !== undefined && element('cite', {}, ` ${source}`)),
  ];
  const root = folded(heading, { class: 'group', open }, () => [
    smallest?.view === undefined ? withoutView(smallest?.name) : differenceCase(smallest.view),
    others.root,
  ]);
  const own = `${key} ${kind} ${text}`.toLowerCase();
  return {
    root,
    show: (words) => {
      if (words.every((word) => own.includes(word))) {
        others.show(listed);
        return cases;
      }
      const found = listed.filter((line) => matches(line, own, words));
      others.show(found);
      return found.length;
    },
  };
}

function withoutView(name: string | undefined): HTMLElement {
  return element(
    'p',
    { class: 'quiet' },
    ...(name === undefined
      ? ['No case of this group was kept as a file; its lines are in out/results.']
      : ['Its smallest case is in out/cases/', code(name), '.']),
  );
}

/** The cases of a group, a part at a time. */
function othersOf({ listed, unlisted }: GroupView): {
  root: HTMLElement;
  show(lines: readonly DifferenceLine[]): void;
} {
  const list = element('ol', { class: 'lines' });
  const more = element('div', { class: 'more' });
  let lines = listed;
  let drawn = 0;
  const drawMore = (): void => {
    list.append(...lines.slice(drawn, drawn + drawnAtOnce).map(lineOf));
    drawn = Math.min(lines.length, drawn + drawnAtOnce);
    const rest = lines.length - drawn;
    fill(
      more,
      rest > 0 &&
        button(`Show ${Math.min(rest, drawnAtOnce)} more of ${number(rest)}`, {}, () => {
          const first = list.children.length;
          drawMore();
          const next = list.children[first];
          if (next instanceof HTMLElement) next.focus();
        }),
      unlisted > 0 &&
        element('p', { class: 'quiet' }, `${counted(unlisted, 'further case')} in out/results.`),
    );
  };
  const redraw = (): void => {
    list.replaceChildren();
    drawn = 0;
    drawMore();
  };
  let open = false;
  const title = element('span', {});
  const root = folded([title], { class: 'others', print: false }, () => {
    open = true;
    redraw();
    return [list, more];
  });
  return {
    root,
    show: (wanted) => {
      lines = wanted;
      title.textContent = `All cases of this group (${number(wanted.length + (wanted === listed ? unlisted : 0))})`;
      if (open) redraw();
    },
  };
}

function lineOf({ id, line, name }: DifferenceLine): HTMLElement {
  const file: readonly Child[] =
    name === undefined ? [] : [' ', element('span', { class: 'quiet' }, `out/cases/${name}`)];
  return element('li', { tabindex: -1 }, code(id), ' ', line, ...file);
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
}

function matches({ id, line }: DifferenceLine, own: string, words: readonly string[]): boolean {
  const text = `${own} ${id} ${line}`.toLowerCase();
  return words.every((word) => text.includes(word));
}
