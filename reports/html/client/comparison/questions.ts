import type { ComparedRun, QuestionComparison, QuestionCell } from '../../../comparison/comparison.ts';
import { code, element, section, type Child } from '../dom.ts';
import { badge } from '../parts.ts';
import { caseLooks, type Look } from '../words.ts';
import { deviceGrid, type GridCell, type GridRow } from './device-grid.ts';
import { onOthers, repeatRun } from './evidence.ts';
import { filteredGrid } from './filtered-grid.ts';

/** Where links to a question lead. */
export function idOfQuestion(key: string): string {
  return `question-${key}`;
}

const contradiction: Look = { ...caseLooks.inconsistent, word: 'contradicts itself' };
const notObserved: Look = { tone: 'none', sign: '–', word: 'not observed' };

/** Open questions × devices: the fingerprints. */
export function questionsSection(
  runs: readonly ComparedRun[],
  rows: readonly QuestionComparison[],
): HTMLElement {
  const grid = deviceGrid(
    'Answers by device',
    ['Open question and its answers'],
    runs,
    rows.map((row) => rowOf(runs, row)),
  );
  return section(
    'questions',
    ['Answers to open questions', 'Answers'],
    element(
      'p',
      { class: 'lead' },
      'The specification leaves questions open. What devices answer is no fault, but a profile for all of them has to allow for each answer. The letters stand for the answers of a row, the one that most devices gave first.',
    ),
    ...filteredGrid(grid, {
      id: 'questions',
      things: 'questions',
      hint: 'key, question or answer',
      texts: rows.map(({ key, question, answers }) =>
        `${key} ${question} ${answers.map(({ answer, meaning }) => `${answer} ${meaning}`).join(' ')}`.toLowerCase(),
      ),
      filters: [
        {
          id: 'questions-show',
          label: 'Show answers',
          choices: [
            ['', 'all'],
            ['differs', 'that differ'],
            ['contradiction', 'in which a device contradicts itself'],
            ['in-part', 'of some devices only'],
            ['same', 'on which all agree'],
            ['given', 'that somebody gave'],
            ['nowhere', 'that nobody gave'],
          ],
          begins: rows.some(({ relation }) => relation === 'differs') ? 'differs' : 'given',
          keeps: (index, value) => isShown(rows[index], value),
        },
      ],
    }),
  );
}

function isShown(row: QuestionComparison | undefined, wanted: string): boolean {
  if (row === undefined) return false;
  switch (wanted) {
    case 'contradiction':
      return row.cells.some(({ length }) => length > 1);
    case 'given':
      return row.relation !== 'nowhere';
    default:
      return row.relation === wanted;
  }
}

function rowOf(runs: readonly ComparedRun[], row: QuestionComparison): GridRow {
  return {
    id: idOfQuestion(row.key),
    name: row.key,
    heads: [
      element(
        'span',
        { class: 'about' },
        element('span', { class: 'id' }, row.key),
        element('span', { class: 'sentence' }, row.question),
        element(
          'span',
          { class: 'answers' },
          ...row.answers.map(({ answer, meaning }) =>
            element('span', { class: 'answer' }, letter(row, answer), ' ', code(answer), ` ${meaning}`),
          ),
        ),
      ),
    ],
    cells: row.cells.map((cell, index) => cellOf(runs, row, cell, index)),
  };
}

/** The answers of a row by letters, so that a glance along the row tells who agrees with whom. */
function letter({ answers }: QuestionComparison, answer: string): HTMLElement {
  const place = answers.findIndex((each) => each.answer === answer);
  return element(
    'span',
    { class: `letter answer-${Math.min(place, 5)}`, 'aria-hidden': 'true' },
    String.fromCharCode('a'.charCodeAt(0) + (place % 26)),
  );
}

function cellOf(
  runs: readonly ComparedRun[],
  row: QuestionComparison,
  cell: QuestionCell,
  index: number,
): GridCell {
  if (cell.length === 0) {
    return {
      tone: 'none',
      shown: [element('span', { class: 'below' }, notObserved.word)],
    };
  }
  const contradicts = cell.length > 1;
  return {
    tone: contradicts ? 'bad' : 'none',
    shown: [
      ...cell.map(({ answer }) =>
        element('span', { class: 'answer' }, letter(row, answer), ' ', code(answer)),
      ),
      contradicts && element('span', { class: 'below' }, `${contradiction.sign} ${contradiction.word}`),
    ],
    evidence: () => evidenceOf(runs, row, cell, index),
  };
}

function evidenceOf(
  runs: readonly ComparedRun[],
  row: QuestionComparison,
  cell: QuestionCell,
  index: number,
): readonly Child[] {
  const run = runs[index];
  if (run === undefined) return [];
  const meaningOf = (answer: string): string =>
    row.answers.find((each) => each.answer === answer)?.meaning ?? '';
  return [
    cell.length > 1 &&
      element(
        'p',
        { class: 'reading' },
        badge(contradiction),
        ' The device gave more than one answer within this run.',
      ),
    ...cell.map(({ answer, firstSeen }) =>
      element(
        'p',
        { class: 'reading' },
        letter(row, answer),
        ' ',
        code(answer),
        ` ${meaningOf(answer)}. First seen in `,
        code(firstSeen),
        '.',
      ),
    ),
    repeatRun(run),
    onOthers(runs, index, (other) => {
      const answers = row.cells[other] ?? [];
      const [first] = answers;
      return {
        sign:
          first === undefined
            ? badge(notObserved)
            : element('span', {}, ...answers.map(({ answer }) => letter(row, answer))),
        words: answers.map(({ answer }) => `${answer}, ${meaningOf(answer)}`).join('; and '),
        case: first?.firstSeen,
      };
    }),
  ];
}
