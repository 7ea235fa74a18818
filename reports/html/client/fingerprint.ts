import type { FingerprintRow, RunReport } from '../../model/run-report.ts';
import { code, element, section, type Child } from './dom.ts';
import { badge, folded, table } from './parts.ts';
import { countFor, searchField, whenChanged } from './search.ts';
import { caseLooks, counted, number } from './words.ts';

/** Where links to a line of the fingerprint lead. */
export function idOfAnswer(key: string): string {
  return `answer-${key}`;
}

/** What the device answers where the specification leaves a question open. */
export function fingerprintSection({
  fingerprint,
  unanswered,
}: Pick<RunReport, 'fingerprint' | 'unanswered'>): HTMLElement {
  const rows = [...fingerprint].sort((left, right) => right.answers.length - left.answers.length);
  const search = searchField('fingerprint-search', 'Search the fingerprint', 'key, question or answer');
  const count = countFor('fingerprint-search');
  const drawn = table({
    about: 'Fingerprint',
    columns: ['Key', 'Question', 'Answer', 'What the device does', 'First seen in'],
    rows: rows.map(cellsOf),
  });
  const lines = [...drawn.querySelectorAll<HTMLElement>('tbody tr')];
  const update = (): void => {
    const words = search.input.value.toLowerCase().split(/\s+/);
    let shown = 0;
    for (const line of lines) {
      const text = line.textContent.toLowerCase();
      line.hidden = !words.every((word) => text.includes(word));
      if (!line.hidden) shown++;
    }
    count.textContent = `${number(shown)} of ${counted(rows.length, 'answer')}`;
  };
  whenChanged(search.input, update);
  update();
  return section(
    'fingerprint',
    'Fingerprint',
    element(
      'p',
      { class: 'lead' },
      'The specification leaves questions open, and this is how the device answers them. None of it is a fault; a change from one build to the next is worth knowing.',
    ),
    element('div', { class: 'filters' }, search.root, count),
    drawn,
    unanswered.length > 0 &&
      folded([`${counted(unanswered.length, 'question')} not settled by this run`], {}, () => [
        element(
          'ul',
          { class: 'columns' },
          ...unanswered.map(({ key, question }) => element('li', {}, code(key), ` ${question}`)),
        ),
      ]),
  );
}

function cellsOf({ key, question, answers }: FingerprintRow): readonly Child[] {
  const contradiction = answers.length > 1;
  const each = (draw: (answer: FingerprintRow['answers'][number]) => Child): Child =>
    element('span', {}, ...answers.map((answer) => element('span', { class: 'answer' }, draw(answer))));
  return [
    element('span', { id: idOfAnswer(key), class: 'key' }, key),
    element('span', {}, question, contradiction && ' ', contradiction && badge(caseLooks.inconsistent)),
    each(({ answer }) => code(answer)),
    each(({ meaning }) => meaning),
    each(({ firstSeen }) => code(firstSeen)),
  ];
}
