import type { RunPart, Timing } from '../../model/run-report.ts';
import { code, element, section } from './dom.ts';
import { shareBar, table } from './parts.ts';
import { counted, duration, number } from './words.ts';

/** So many families are shown, those that took the most time. */
const familiesShown = 10;

/** Where the time went. */
export function timingSection(
  { milliseconds, histogram, families, slowest }: Timing,
  run: RunPart,
): HTMLElement {
  const most = Math.max(1, ...histogram.map(({ cases }) => cases));
  const costly = [...families]
    .sort((left, right) => right.milliseconds - left.milliseconds)
    .slice(0, familiesShown);
  return section(
    'timing',
    'Time',
    element(
      'p',
      {},
      `Target and oracle took ${duration(milliseconds)} together`,
      run.seconds === undefined
        ? '.'
        : `; the run took ${duration(1000 * run.seconds)} with ${counted(run.workers, 'worker')}.`,
    ),
    element(
      'ul',
      { class: 'bars', 'aria-label': 'Cases by how long they took' },
      ...histogram.map(({ atMost, cases }) =>
        element(
          'li',
          {},
          element('span', { class: 'bar-title' }, `up to ${duration(atMost)}`),
          shareBar(cases, most),
          element('span', { class: 'bar-number' }, counted(cases, 'case')),
        ),
      ),
    ),
    element(
      'div',
      { class: 'beside' },
      table({
        about: 'Families that took the most time',
        columns: ['Family', 'Cases', 'Time'],
        numbers: [1, 2],
        rows: costly.map(({ family, executed, milliseconds: time }) => [
          code(family),
          number(executed),
          duration(time),
        ]),
      }),
      table({
        about: 'Slowest cases',
        columns: ['Slowest case', 'Time'],
        numbers: [1],
        rows: slowest.map(({ id, milliseconds: time }) => [code(id), duration(time)]),
      }),
    ),
  );
}
