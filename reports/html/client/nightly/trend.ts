import type { NightLine } from '../../../regression/history.ts';
import { perArea } from '../../../regression/trend-words.ts';
import { element, section, type Child } from '../dom.ts';
import { folded, table } from '../parts.ts';
import { moment, number } from '../words.ts';
import { barChart, lineChart, type Series } from './chart.ts';

const statuses = ['new', 'flaky', 'further', 'known', 'waived'] as const;

/** The nights of this device, as charts and as a table. */
export function trendSection(nights: readonly NightLine[]): HTMLElement {
  // The year is said where there is more than one.
  const years = new Set(nights.map(({ night }) => night.slice(0, 4)));
  const labels = nights.map(({ night }) => night.slice(years.size > 1 ? 2 : 5, 10));
  const statusSeries = statuses.map((status): Series => ({
    name: status,
    look: status,
    values: nights.map(({ forms }) => forms[status]),
  }));
  const areas = [...new Set(nights.flatMap(({ perCase }) => Object.keys(perCase)))];
  return section(
    'trend',
    'Trend',
    nights.length < 2 && element('p', {}, 'This is the first night: from the next one on these are lines.'),
    element(
      'div',
      { class: 'charts' },
      figure(
        'Forms of difference',
        legend(),
        barChart({
          about: 'Forms of difference, night by night',
          labels,
          series: statusSeries,
          format: number,
        }),
      ),
      figure(
        'Requirements',
        undefined,
        lineChart({
          about: 'Requirements kept and violated, night by night',
          labels,
          series: [
            { name: 'kept', look: 'one', values: nights.map(({ kept }) => kept) },
            { name: 'violated', look: 'two', values: nights.map(({ violated }) => violated) },
          ],
          format: number,
        }),
      ),
      figure(
        'Milliseconds for a case',
        undefined,
        lineChart({
          about: 'Milliseconds for a case in each area, night by night',
          labels,
          series: areas.map((area, index) => ({
            name: area,
            look: ['one', 'two', 'three', 'four'][index % 4] ?? 'one',
            values: nights.map(({ perCase }) => perCase[area]),
          })),
          format: (value) => (value < 10 ? value.toFixed(1) : String(Math.round(value))),
        }),
      ),
      figure(
        'Cases carried out',
        undefined,
        barChart({
          about: 'Cases carried out, night by night',
          labels,
          series: [{ name: 'cases', look: 'cases', values: nights.map(({ cases }) => cases) }],
          format: number,
        }),
      ),
    ),
    folded(['The same as a table'], {}, () => [nightTable(nights)]),
  );
}

function figure(title: string, legend: Child, chart: SVGSVGElement): HTMLElement {
  return element('figure', {}, element('figcaption', {}, title), legend, chart);
}

function legend(): HTMLElement {
  return element(
    'ul',
    { class: 'legend' },
    ...statuses.map((status) =>
      element('li', {}, element('span', { class: `key-colour ${status}`, 'aria-hidden': 'true' }), status),
    ),
  );
}

function nightTable(nights: readonly NightLine[]): HTMLElement {
  return table({
    about: 'The nights, the newest first',
    columns: [
      'Night',
      'Build',
      'Suite',
      'Result',
      'Cases',
      'Violated',
      'New',
      'Known',
      'Waived',
      'Fixed',
      'Drift',
      'ms a case',
    ],
    numbers: [4, 5, 6, 7, 8, 9, 10],
    rows: [...nights]
      .reverse()
      .map((line) => [
        moment(line.night),
        line.edition,
        line.suite,
        line.verdict,
        number(line.cases),
        number(line.violated),
        number(line.forms.new),
        number(line.forms.known + line.forms.further),
        number(line.forms.waived),
        number(line.forms.fixed),
        number(line.drift),
        perArea(line),
      ]),
  });
}
