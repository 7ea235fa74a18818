import type { ComparedRun } from '../../../comparison/comparison.ts';
import { element, type Child } from '../dom.ts';
import { badge, table } from '../parts.ts';
import { duration, moment, number, runLooks } from '../words.ts';

/** The runs with their results, one below the other. */
export function runsTable(runs: readonly ComparedRun[]): HTMLElement {
  return element(
    'div',
    { class: 'runs' },
    table({
      about: 'The runs',
      columns: [
        'Device',
        'Result',
        'Violated',
        'Kept',
        'Undecided',
        'Not tested',
        'Answers',
        'Cases',
        'Took',
        'Tested (UTC)',
      ],
      numbers: [2, 3, 4, 5, 6, 7, 8],
      rows: runs.map(cellsOf),
    }),
  );
}

function cellsOf({
  name,
  target,
  run,
  result,
  requirements,
  answered,
  contradictions,
  counts,
}: ComparedRun): readonly Child[] {
  return [
    element('span', {}, element('strong', {}, name), element('cite', {}, below({ name, target, run }))),
    badge(runLooks[result.verdict]),
    number(requirements.violated),
    number(requirements.kept),
    number(requirements.undecided),
    number(requirements['not-tested']),
    contradictions === 0 ? number(answered) : `${number(answered)} (${number(contradictions)} twofold)`,
    number(counts.executed),
    run.seconds === undefined ? 'cut off' : duration(1000 * run.seconds),
    element('span', { class: 'moment' }, moment(run.started).slice(0, 16)),
  ];
}

/** What a name does not say already: the device, and its edition. */
function below({ name, target, run }: Pick<ComparedRun, 'name' | 'target' | 'run'>): string {
  const edition = target.edition ?? run.edition;
  return [
    ...(name.startsWith(target.description) ? [] : [target.description]),
    ...(name.includes(edition) ? [] : [`edition ${edition}`]),
  ].join(', ');
}
