import type { ComparedRun } from '../../../comparison/comparison.ts';
import type { SmallestView } from '../../page-data.ts';
import { commandLine } from '../copying.ts';
import { differenceCase } from '../difference-case.ts';
import { code, element, type Child } from '../dom.ts';

/** The smallest case of a device, as its own report shows it; or where it is, and what it shows in a line. */
export function smallestCase(
  run: ComparedRun,
  smallest: SmallestView | undefined,
  line: string | undefined,
): readonly Child[] {
  if (smallest?.view !== undefined) return [differenceCase(smallest.view)];
  return [
    line !== undefined && element('p', { class: 'words' }, line),
    smallest === undefined
      ? element(
          'p',
          { class: 'quiet' },
          'No case of it was kept as a file; its lines are in the results of the run.',
        )
      : element(
          'p',
          { class: 'quiet' },
          'Its smallest case is in the folder of the run: ',
          code(`cases/${smallest.name}`),
          '.',
        ),
    repeatRun(run),
  ];
}

/** The command that carries out the run again, where there is no case to repeat by itself. */
export function repeatRun({ run }: ComparedRun): HTMLElement {
  return commandLine('Repeat the run', run.command);
}

/** What another device shows in the same row. */
export interface OtherDevice {
  readonly sign: Child;
  readonly words: string;
  /** Id of a case that shows it. */
  readonly case?: string | undefined;
}

/** What the other devices show in the same row, a line each. */
export function onOthers(
  runs: readonly ComparedRun[],
  own: number,
  about: (index: number) => OtherDevice,
): HTMLElement {
  return element(
    'div',
    { class: 'on-others' },
    element('h4', {}, runs.length === 2 ? 'On the other device' : 'On the other devices'),
    element(
      'ul',
      {},
      ...runs.flatMap(({ name }, index) => {
        if (index === own) return [];
        const { sign, words, case: id } = about(index);
        return [
          element(
            'li',
            {},
            sign,
            ' ',
            element('strong', {}, name),
            ` ${words}`,
            ...(id === undefined ? [] : [' ', code(id)]),
          ),
        ];
      }),
    ),
  );
}
