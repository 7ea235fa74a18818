import { byGravity } from '../../model/gravity.ts';
import type { Cell, NodeTrouble } from '../../model/run-report.ts';
import { code, element, fill, linkTo } from './dom.ts';
import { caseLooks, counted, number, type Look } from './words.ts';

/** A place without a case says least. */
const order: readonly Cell['verdict'][] = [...byGravity, 'none'];

/** One field of the map. */
export interface MapCell {
  readonly tone: Look['tone'] | 'impossible';
  readonly sign: string;
  /** What it stands for, and what came of it. */
  readonly where: string;
  readonly words: string;
  readonly case?: string | undefined;
}

/** A field for the cells of one state, of one scope or of both: it shows the worst. */
export function stateCell(cells: readonly Cell[], where: string): MapCell {
  const [worst] = [...cells].sort(
    (left, right) => order.indexOf(left.verdict) - order.indexOf(right.verdict),
  );
  if (worst?.verdict === 'none' && worst.impossible !== undefined) {
    return { tone: 'impossible', sign: '', where, words: `can not be: ${worst.impossible}` };
  }
  const { tone, sign, word } = caseLooks[worst?.verdict ?? 'none'];
  const cases = cells.reduce((sum, cell) => sum + cell.cases, 0);
  return { tone, sign, where, words: `${word}, ${counted(cases, 'case')}`, case: worst?.case };
}

/** A field for the cases of other kinds. */
export function troubleCell(trouble: NodeTrouble | undefined, where: string): MapCell {
  if (trouble === undefined)
    return { tone: 'none', sign: '', where, words: 'no case of another kind differs' };
  return {
    tone: 'bad',
    sign: number(trouble.cases),
    where,
    words: `${counted(trouble.cases, 'case')} of other kinds ${trouble.cases === 1 ? 'differs' : 'differ'}, the first`,
    case: trouble.case,
  };
}

/** Draws a field; who points at it or walks to it reads in `detail` what it is. */
export function drawCell(cell: MapCell, name: string, detail: HTMLElement): HTMLElement {
  const { tone, sign, where, words } = cell;
  const made = element(
    'td',
    { class: `cell ${tone} ${name}`, tabindex: -1, 'aria-label': `${where}: ${words}` },
    element('span', { 'aria-hidden': 'true' }, sign),
  );
  const explain = (): void => {
    fill(
      detail,
      element('strong', {}, where),
      `: ${words}`,
      ...(cell.case === undefined ? [] : [' ', code(cell.case)]),
      ...(tone === 'bad' ? [' ', linkTo('differences', 'Go to the differences')] : []),
    );
  };
  made.addEventListener('focus', explain);
  made.addEventListener('pointerenter', explain);
  return made;
}
