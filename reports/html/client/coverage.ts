import type { CoverageBar } from '../page-data.ts';
import { element, section } from './dom.ts';
import { folded, shareBar } from './parts.ts';
import { counted, number } from './words.ts';

/** How much of what there is the run has covered, and what is missing by name. */
export function coverageSection(bars: readonly CoverageBar[]): HTMLElement {
  if (bars.length === 0) {
    return section('coverage', 'Coverage', element('p', {}, 'The run was cut off before it was counted.'));
  }
  return section('coverage', 'Coverage', element('ul', { class: 'bars' }, ...bars.map(barOf)));
}

function barOf({ title, covered, possible, missing, more }: CoverageBar): HTMLElement {
  // Rounded down: what is not complete must not look so.
  const percent = possible === 0 ? 100 : Math.floor((1000 * covered) / possible) / 10;
  return element(
    'li',
    {},
    element('span', { class: 'bar-title' }, title),
    shareBar(covered, possible),
    element('span', { class: 'bar-number' }, `${number(covered)} of ${number(possible)}`),
    element('span', { class: 'bar-number' }, `${percent.toFixed(1)} %`),
    missing.length > 0 &&
      folded([`${counted(missing.length + more, 'thing')} missing`], { class: 'missing' }, () => [
        element('ul', { class: 'columns' }, ...missing.map((name) => element('li', {}, name))),
        more > 0 && element('p', { class: 'quiet' }, `${number(more)} more in coverage.json.`),
      ]),
  );
}
