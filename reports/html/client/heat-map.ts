import type { Scope } from '../../../cases/case.ts';
import type { NodeId, Verb } from '../../../csp/tree.ts';
import type { CellState } from '../../coverage/cell-place.ts';
import type { Cell, NodeTrouble } from '../../model/run-report.ts';
import { element, fill, section } from './dom.ts';
import { moveByArrows } from './grid-keys.ts';
import { drawCell, stateCell, troubleCell } from './map-cell.ts';
import { choiceField, whenChanged } from './search.ts';
import { caseLooks, type Look } from './words.ts';

const verbs: readonly Verb[] = ['Add', 'Replace', 'Get', 'Delete', 'Exec'];
const states: readonly (readonly [state: CellState, short: string])[] = [
  ['present', 'there'],
  ['absent', 'not'],
  ['parent absent', 'orphan'],
];
const elsewhere = 'in cases of other kinds';

type ScopeChoice = Scope | 'both';

/** What the map is drawn of. */
export interface MapData {
  readonly cells: readonly Cell[];
  readonly troubles: readonly NodeTrouble[];
}

/** Node × verb × state as a map: what is red is where to look. */
export function heatMapSection(data: MapData): HTMLElement {
  if (data.cells.length === 0) {
    return section('map', 'Map of the tree', element('p', {}, 'No case of the matrix was carried out.'));
  }
  const choice = choiceField('map-scope', 'Scope', [
    ['both', 'device and user'],
    ['device', 'device'],
    ['user', 'user'],
  ]);
  const detail = element('p', { class: 'detail', id: 'map-detail' });
  const place = element('div', { class: 'map table', role: 'region', 'aria-label': 'Map of the tree' });
  const draw = (): void => {
    fill(detail, 'Point at a field, or walk to it with the arrow keys, to see what it stands for.');
    fill(place, mapOf(data, choice.input.value as ScopeChoice, detail));
  };
  whenChanged(choice.input, draw);
  draw();
  return section(
    'map',
    'Map of the tree',
    element(
      'p',
      { class: 'lead' },
      'Each verb on each node: where the node is there, where it is not, and where not even its parent is. A field shows the worst of its cases. The last field of each verb counts the cases of all other kinds, such as Atomics and sessions, that differ in this verb on this node.',
    ),
    element('div', { class: 'filters' }, choice.root, legend()),
    place,
    detail,
  );
}

function legend(): HTMLElement {
  const entries: readonly (readonly [look: Look, word: string])[] = [
    [caseLooks.conform, 'conform'],
    [caseLooks.violation, 'differs'],
    [caseLooks.inconclusive, 'inconclusive'],
    [caseLooks['not-tested'], 'not tested'],
    [{ tone: 'none', sign: '', word: '' }, 'can not be'],
  ];
  return element(
    'ul',
    { class: 'legend', 'aria-label': 'Signs of the map' },
    ...entries.map(([{ tone, sign }, word]) =>
      element(
        'li',
        {},
        element(
          'span',
          { class: `swatch ${sign === '' ? 'impossible' : tone}`, 'aria-hidden': 'true' },
          sign,
        ),
        word,
      ),
    ),
  );
}

function mapOf({ cells, troubles }: MapData, scope: ScopeChoice, detail: HTMLElement): HTMLElement {
  const byPlace = new Map<string, Cell[]>();
  for (const cell of cells) {
    if (scope !== 'both' && cell.scope !== scope) continue;
    const key = `${cell.node} ${cell.verb} ${cell.state}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), cell]);
  }
  const fieldsOf = (node: NodeId, verb: Verb): readonly HTMLElement[] => [
    ...states.map(([state], index) => {
      const field = stateCell(byPlace.get(`${node} ${verb} ${state}`) ?? [], `${verb} on ${node}, ${state}`);
      return drawCell(field, index === 0 ? 'first' : '', detail);
    }),
    drawCell(
      troubleCell(
        troubles.find((trouble) => trouble.node === node && trouble.verb === verb),
        `${verb} on ${node}, ${elsewhere}`,
      ),
      'other',
      detail,
    ),
  ];
  const grid = element(
    'table',
    { role: 'grid', 'aria-describedby': 'map-detail', 'aria-label': 'Node, verb and state' },
    headOf(),
    element(
      'tbody',
      {},
      ...[...new Set(cells.map(({ node }) => node))].map((node) =>
        element('tr', {}, nodeName(node), ...verbs.flatMap((verb) => fieldsOf(node, verb))),
      ),
    ),
  );
  moveByArrows(grid);
  return grid;
}

function headOf(): HTMLElement {
  return element(
    'thead',
    {},
    element(
      'tr',
      {},
      element('td', {}),
      ...verbs.map((verb) =>
        element('th', { scope: 'colgroup', colspan: states.length + 1, class: 'first' }, verb),
      ),
    ),
    element(
      'tr',
      { class: 'states' },
      element('th', { scope: 'col' }, 'Node'),
      ...verbs.flatMap(() => [
        ...states.map(([state, short], index) =>
          element('th', { scope: 'col', title: state, class: index === 0 ? 'first' : undefined }, short),
        ),
        element('th', { scope: 'col', title: elsewhere }, 'other'),
      ]),
    ),
  );
}

/** The node's name, as far to the right as it is deep in the tree; its path where it is pointed at. */
function nodeName(node: NodeId): HTMLElement {
  const path = node === '.' ? [] : node.split('/');
  const name = element('th', { scope: 'row', title: node }, path.at(-1) ?? 'ClientCertificateInstall');
  name.style.paddingLeft = `${0.8 + 0.9 * path.length}rem`;
  return name;
}
