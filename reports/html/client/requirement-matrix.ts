import type { KindCount, RequirementRow, RequirementVerdict } from '../../model/run-report.ts';
import { idOfGroup } from './differences.ts';
import { code, element, linkTo, section, type Child } from './dom.ts';
import { badge, table } from './parts.ts';
import { choiceField, countFor, searchField, whenChanged } from './search.ts';
import { number, requirementLooks } from './words.ts';

/** What stands first where the table is not filtered: what asks for a look. */
const order: readonly RequirementVerdict[] = ['violated', 'undecided', 'not-tested', 'kept'];

/** Every requirement with its verdict and the cases that it rests on. */
export function requirementsSection(rows: readonly RequirementRow[]): HTMLElement {
  const sorted = [...rows].sort(
    (left, right) =>
      order.indexOf(left.verdict) - order.indexOf(right.verdict) || right.violations - left.violations,
  );
  const search = searchField('requirements-search', 'Search requirements', 'id, words or source');
  const verdict = choiceField('requirements-verdict', 'Verdict', [
    ['', 'all'],
    ...order.map((value) => [value, requirementLooks[value].word] as const),
  ]);
  const area = choiceField('requirements-area', 'Area', [['', 'all'], ...distinct(rows, 'area')]);
  const level = choiceField('requirements-level', 'Level', [['', 'all'], ...distinct(rows, 'level')]);
  const count = countFor('requirements-search requirements-verdict requirements-area requirements-level');
  const drawn = table({
    about: 'Requirements',
    columns: [
      'Requirement',
      'Sentence',
      'Verdict',
      'Cases',
      'Positive',
      'Negative',
      'Edge',
      'Violations',
      'First case',
    ],
    numbers: [3, 4, 5, 6, 7],
    rows: sorted.map(cellsOf),
  });
  const lines = [...drawn.querySelectorAll<HTMLElement>('tbody tr')];
  const texts = sorted.map((row) =>
    `${row.id} ${row.text} ${row.source} ${row.ambiguities.join(' ')}`.toLowerCase(),
  );
  const update = (): void => {
    const words = search.input.value.toLowerCase().split(/\s+/);
    let shown = 0;
    sorted.forEach((row, index) => {
      const wanted =
        words.every((word) => texts[index]?.includes(word)) &&
        [verdict.input.value, ''].includes(verdict.input.value === '' ? '' : row.verdict) &&
        [area.input.value, ''].includes(area.input.value === '' ? '' : row.area) &&
        [level.input.value, ''].includes(level.input.value === '' ? '' : row.level);
      const line = lines[index];
      if (line !== undefined) line.hidden = !wanted;
      if (wanted) shown++;
    });
    count.textContent = `${number(shown)} of ${number(rows.length)} requirements`;
  };
  for (const { input } of [search, verdict, area, level]) whenChanged(input, update);
  update();
  return section(
    'requirements',
    'Requirements',
    element('div', { class: 'filters' }, search.root, verdict.root, area.root, level.root, count),
    element('div', { class: 'requirements' }, drawn),
  );
}

function cellsOf(row: RequirementRow): readonly Child[] {
  return [
    element(
      'span',
      {},
      element('span', { class: 'id' }, row.id),
      element('cite', {}, `${row.area}, ${row.level}`),
    ),
    element('span', {}, row.text, element('cite', {}, row.source)),
    badge(requirementLooks[row.verdict]),
    number(row.cases),
    kindCell(row.kinds?.positive),
    kindCell(row.kinds?.negative),
    kindCell(row.kinds?.boundary),
    row.violations === 0 ? '0' : linkTo(idOfGroup(row.id), number(row.violations)),
    row.firstCase === undefined ? '' : code(row.firstCase),
  ];
}

/** Where there can be none, a dash; what is too few is marked, and says why when it is pointed at. */
function kindCell(kind: KindCount | undefined): Child {
  if (kind === undefined) return '';
  const { cases, enough, note } = kind;
  if (cases === 0 && enough) return element('span', { class: 'quiet', title: note }, '–');
  return element('span', { class: enough ? undefined : 'few', title: note }, number(cases));
}

function distinct(
  rows: readonly RequirementRow[],
  key: 'area' | 'level',
): readonly (readonly [string, string])[] {
  return [...new Set(rows.map((row) => row[key]))].map((value) => [value, value] as const);
}
