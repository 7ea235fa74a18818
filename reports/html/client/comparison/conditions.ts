import type { ComparedRun, Condition } from '../../../comparison/comparison.ts';
import { commandLine } from '../copying.ts';
import { element, section, type Child } from '../dom.ts';
import { counted, duration, moment, number } from '../words.ts';

/** How far the runs can be compared, and how each was carried out. */
export function conditionsSection(
  runs: readonly ComparedRun[],
  conditions: readonly Condition[],
): HTMLElement {
  return section(
    'conditions',
    ['How the devices were tested', 'Conditions'],
    conditions.length === 0
      ? element(
          'p',
          {},
          'By the same build of the suite, with the same cases, whole and without failures of the laboratory: what differs is the devices.',
        )
      : element(
          'ul',
          { class: 'conditions' },
          ...conditions.map(({ text, effect }) =>
            element('li', { class: 'doubt' }, element('strong', {}, text), element('span', {}, effect)),
          ),
        ),
    factsTable(runs),
    element('h3', {}, 'Repeat the runs'),
    ...runs.map(({ name, run }) => commandLine(name, run.command)),
  );
}

type Fact = readonly [name: string, valueOf: (run: ComparedRun) => string];

/** Facts in which runs should be alike; those that are not are marked. */
const alike: readonly Fact[] = [
  ['Suite', ({ suite }) => suite.version],
  [
    'Commit',
    ({ suite: { commit, modified } }) =>
      commit === undefined ? 'no checkout' : `${commit.slice(0, 12)}${modified === true ? ', modified' : ''}`,
  ],
  [
    'Programme',
    ({ programme }) =>
      programme === undefined ? 'none' : `${programme.version}, ${programme.digest.slice(0, 12)}`,
  ],
  ['Suites chosen', ({ run }) => (run.suites.length === 0 ? 'all' : run.suites.join(', '))],
  ['Seed', ({ run }) => String(run.seed)],
  ['Cases of each random family', ({ run }) => number(run.runs)],
  ['Way to the device', ({ target }) => target.target],
  [
    'Missing',
    ({ target: { limits } }) =>
      limits.length === 0
        ? 'nothing'
        : limits.map(({ need, answer }) => (answer === 'no' ? need : `${need} (unknown)`)).join(', '),
  ],
  ['Edition expected', ({ run }) => run.edition],
];

/** Facts in which every run is its own. */
const own: readonly Fact[] = [
  ['Device', ({ target }) => target.description],
  ['Edition of the device', ({ target }) => target.edition ?? 'not known'],
  ['Started', ({ run }) => moment(run.started)],
  ['Ended', ({ run }) => (run.ended === undefined ? 'it was cut off' : moment(run.ended))],
  ['Took', ({ run }) => (run.seconds === undefined ? 'not known' : duration(1000 * run.seconds))],
  ['Target and oracle', ({ milliseconds }) => duration(milliseconds)],
  ['Processes', ({ run }) => counted(run.workers, 'worker')],
  ['Cases', ({ counts }) => `${number(counts.executed)} of ${number(counts.planned)} planned`],
  ['Came to nothing', ({ leftOut, unaccounted }) => counted(leftOut + unaccounted, 'case')],
  ['Read from', ({ from }) => from],
];

function factsTable(runs: readonly ComparedRun[]): HTMLElement {
  const row = ([name, valueOf]: Fact, compared: boolean): HTMLElement => {
    const values = runs.map(valueOf);
    const unlike = compared && new Set(values).size > 1;
    return element(
      'tr',
      { class: unlike ? 'unlike' : undefined },
      element('th', { scope: 'row' }, name, unlike && element('span', { class: 'badge doubt' }, 'not alike')),
      ...values.map((value, index): Child => element('td', { 'data-column': runs[index]?.name }, value)),
    );
  };
  return element(
    'div',
    { class: 'table facts-of-runs', role: 'region', 'aria-label': 'Conditions by run', tabindex: 0 },
    element(
      'table',
      {},
      element(
        'thead',
        {},
        element(
          'tr',
          {},
          element('th', { scope: 'col' }, 'Condition'),
          ...runs.map(({ name }) => element('th', { scope: 'col' }, name)),
        ),
      ),
      element('tbody', {}, ...alike.map((fact) => row(fact, true)), ...own.map((fact) => row(fact, false))),
    ),
  );
}
