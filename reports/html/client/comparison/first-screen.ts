import type { ComparisonPointer, OutcomeKind } from '../../../comparison/comparison.ts';
import type { ComparisonData } from '../../comparison-data.ts';
import { banner, lookList, tile } from '../banner.ts';
import { element, linkTo } from '../dom.ts';
import { counted, number, type Look } from '../words.ts';
import { idOfQuestion } from './questions.ts';
import { idOfRequirement } from './requirements.ts';
import { runsTable } from './runs-table.ts';

const outcomeLooks: Readonly<Record<OutcomeKind, Look>> = {
  'nothing-in-common': { tone: 'doubt', sign: '?', word: 'Nothing to compare' },
  'verdicts-differ': { tone: 'bad', sign: '≠', word: 'The devices differ' },
  'violations-differ': { tone: 'bad', sign: '≠', word: 'The violations differ' },
  'answers-differ': { tone: 'doubt', sign: '≈', word: 'Only answers differ' },
  'decided-in-part': { tone: 'doubt', sign: '?', word: 'No difference, but gaps' },
  alike: { tone: 'good', sign: '=', word: 'No difference' },
};

/** What differs in words, the runs with their results, how far they can be compared, and what to look at first. */
export function firstScreen(data: ComparisonData): HTMLElement {
  const { runs, outcome, conditions, lookAtFirst, numbers } = data;
  const look = outcomeLooks[outcome.kind];
  const gaps = numbers.requirements['violated-in-part'] + numbers.requirements['kept-in-part'];
  return element(
    'section',
    { class: 'first', id: 'result', 'aria-labelledby': 'result-title' },
    banner({
      look: outcome.kind === 'alike' && numbers.requirements.violated > 0 ? { ...look, tone: 'doubt' } : look,
      kicker: `${counted(runs.length, 'run')} side by side`,
      because: outcome.because,
      about:
        conditions.length === 0
          ? ['All were tested by the same build of the suite, with the same cases.']
          : [
              linkTo(
                'conditions',
                `Read with care: ${counted(conditions.length, 'thing is', 'things are')} not alike`,
              ),
              ' in how the devices were tested.',
            ],
    }),
    element(
      'div',
      { class: 'tiles' },
      tile(
        'requirements',
        number(numbers.requirements.differs),
        'violated here, kept there',
        numbers.requirements.differs > 0 ? 'bad' : 'good',
      ),
      tile(
        'requirements',
        number(numbers.requirements.violated),
        'violated on every device',
        numbers.requirements.violated > 0 ? 'bad' : 'good',
      ),
      tile('requirements', number(gaps), 'decided on some devices only', gaps > 0 ? 'doubt' : 'none'),
      tile(
        'questions',
        number(numbers.questions.differs),
        `open ${numbers.questions.differs === 1 ? 'question' : 'questions'} answered differently`,
        numbers.questions.differs > 0 ? 'doubt' : 'none',
      ),
      tile(
        'matrix',
        number(data.fields.length),
        `of ${number(numbers.fieldsCompared)} fields of the matrix differ`,
        data.fields.length > 0 ? 'bad' : 'none',
      ),
    ),
    lookList(
      lookAtFirst.map((pointer) => ({ place: placeOf(pointer), title: pointer.title, text: pointer.text })),
      outcome.kind === 'nothing-in-common'
        ? 'These runs have no requirement and no question in common.'
        : 'Nothing is violated, nothing is answered differently, and nothing is decided on some devices only.',
    ),
    runsTable(runs),
  );
}

function placeOf({ kind, key }: ComparisonPointer): string {
  switch (kind) {
    case 'requirement':
      return key === undefined ? 'requirements' : idOfRequirement(key);
    case 'question':
      return key === undefined ? 'questions' : idOfQuestion(key);
    case 'other':
      return `other-${key ?? ''}`;
    case 'field':
      return 'matrix';
    case 'gap':
      return 'requirements';
  }
}
