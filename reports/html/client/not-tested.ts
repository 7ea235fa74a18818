import type { NotTested, ReasonCount, TargetPart } from '../../model/run-report.ts';
import { code, element, section, type Child } from './dom.ts';
import { table } from './parts.ts';
import { counted, number } from './words.ts';

/** What this run says nothing about, and why: no success by silence. */
export function notTestedSection(notTested: NotTested, { limits }: TargetPart): HTMLElement {
  const { leftOut, unseen, undecided, notAimedAt, unaccounted } = notTested;
  const parts: readonly Child[] = [
    unaccounted > 0 &&
      element(
        'p',
        { class: 'words' },
        `What became of ${counted(unaccounted, 'planned case')} is unknown: the run was cut off.`,
      ),
    ...reasonTable('Cases that came to nothing', leftOut),
    ...reasonTable('Cases that were judged without a part', unseen),
    ...idList('Requirements that were aimed at, and that no case decided', undecided),
    ...idList('Requirements that no case of this run aims at', notAimedAt),
    ...(limits.length === 0
      ? []
      : [
          element('h3', {}, 'What the target can not do, or does not know of itself'),
          table({
            about: 'Limits of the target',
            columns: ['Need', 'Answer', 'Reason'],
            rows: limits.map(({ need, answer, reason }) => [code(need), answer, reason]),
          }),
        ]),
  ];
  const nothing = parts.every((part) => part === false || part === undefined);
  return section(
    'not-tested',
    'Not tested',
    ...(nothing
      ? [
          element(
            'p',
            {},
            'Everything that was planned was carried out whole, and every requirement was decided by some case.',
          ),
        ]
      : parts),
  );
}

function reasonTable(title: string, reasons: readonly ReasonCount[]): readonly Child[] {
  if (reasons.length === 0) return [];
  return [
    element('h3', {}, title),
    table({
      about: title,
      columns: ['Cases', 'Why'],
      numbers: [0],
      rows: reasons.map(({ cases, reason }) => [number(cases), reason]),
    }),
  ];
}

function idList(title: string, ids: readonly string[]): readonly Child[] {
  if (ids.length === 0) return [];
  return [
    element('h3', {}, title),
    element('ul', { class: 'ids' }, ...ids.map((id) => element('li', {}, code(id)))),
  ];
}
