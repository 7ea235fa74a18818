import type {
  AnswerLine,
  Answered,
  FormerViolation,
  NightlyReport,
  Violation,
  ViolationStatus,
} from '../../../regression/nightly-report.ts';
import { copyButton } from '../copying.ts';
import { code, element, section, type Child } from '../dom.ts';
import { badge, folded, table } from '../parts.ts';
import { counted, number, type Look } from '../words.ts';

const looks: Readonly<Record<ViolationStatus, Look>> = {
  new: { tone: 'bad', sign: '✕', word: 'new' },
  flaky: { tone: 'bad', sign: '≈', word: 'flaky' },
  further: { tone: 'doubt', sign: '…', word: 'further form' },
  known: { tone: 'doubt', sign: '!', word: 'known' },
  waived: { tone: 'none', sign: '–', word: 'waived' },
};

/** So many lines are open from the beginning. */
const openAtMost = 50;

/** What changed since the baseline, one section for each kind of change. */
export function changesSections(night: NightlyReport): readonly HTMLElement[] {
  return [
    againstSection(night),
    fixedSection(night),
    driftSection(night),
    flakySection(night),
    timingSection(night),
  ];
}

function againstSection({ violations }: NightlyReport): HTMLElement {
  const shown = violations.slice(0, openAtMost);
  const others = violations.slice(openAtMost);
  return section(
    'against',
    ['What speaks against the device', 'Violations'],
    violations.length === 0
      ? element('p', {}, 'Nothing.')
      : violationTable('What speaks against the device', shown),
    others.length > 0 &&
      folded([`${counted(others.length, 'more', 'more')}, gravest first`], {}, () => [
        violationTable('Further violations', others),
      ]),
  );
}

function violationTable(about: string, violations: readonly Violation[]): HTMLElement {
  return table({
    about,
    columns: ['What', 'Sentence', 'Expected, and observed', 'Cases', 'See it again'],
    numbers: [3],
    rows: violations.map((one) => [
      element(
        'div',
        { class: 'what' },
        element('span', { class: 'id' }, one.subject),
        badge(looks[one.status]),
      ),
      element(
        'div',
        {},
        one.text,
        one.source !== undefined && element('cite', {}, one.source),
        one.note !== undefined && element('p', { class: 'aside' }, one.note),
        one.waiver !== undefined &&
          element(
            'p',
            { class: 'aside' },
            `Waived by ${one.waiver.owner} until ${one.waiver.expires}: ${one.waiver.reason}`,
          ),
      ),
      pointsOf(one),
      number(one.cases),
      again(one),
    ]),
  });
}

/** So many points of difference are shown. */
const pointsShown = 3;

function pointsOf({ points }: Violation): HTMLElement {
  const more = points.length - pointsShown;
  return element(
    'div',
    { class: 'points' },
    ...points
      .slice(0, pointsShown)
      .flatMap(({ expected, observed }) => [element('span', {}, expected), element('strong', {}, observed)]),
    more > 0 && element('span', {}, `… and ${counted(more, 'further point')}`),
  );
}

function again({ repeat, firstCase }: Violation): HTMLElement {
  return element(
    'div',
    {},
    code(firstCase),
    repeat !== undefined && element('div', { class: 'again' }, copyButton('Copy command', repeat)),
  );
}

function fixedSection({ fixed, notSeen, baseline }: NightlyReport): HTMLElement {
  return section(
    'fixed',
    ['Fixed since the baseline', 'Fixed'],
    baseline === undefined
      ? element('p', {}, 'There is no baseline yet.')
      : fixed.length === 0
        ? element('p', {}, 'Nothing.')
        : formerTable('Fixed since the baseline', fixed),
    notSeen.length > 0 &&
      folded(
        [`${counted(notSeen.length, 'violation')} of the baseline that no case of this night asked again`],
        {},
        () => [formerTable('Not asked again', notSeen)],
      ),
  );
}

function formerTable(about: string, former: readonly FormerViolation[]): HTMLElement {
  return table({
    about,
    columns: ['What', 'Sentence', 'Was observed', 'Case'],
    rows: former.map(({ subject, text, points: [point], case: id }) => [
      element('span', { class: 'id' }, subject),
      text,
      point?.observed ?? '',
      code(id),
    ]),
  });
}

function driftSection({ drift, appeared, lost, baseline }: NightlyReport): HTMLElement {
  return section(
    'drift',
    ['Answers to open questions that changed', 'Drift'],
    baseline === undefined
      ? element('p', {}, 'There is no baseline yet.')
      : drift.length === 0
        ? element('p', {}, 'Every question that was asked again is answered as in the baseline.')
        : table({
            about: 'Answers that changed',
            columns: ['Key', 'Question', 'Baseline', 'This night', 'First seen in'],
            rows: drift.map(({ key, question, before, now, firstSeen, waiver }) => [
              element('span', { class: 'id' }, key),
              element(
                'div',
                {},
                question,
                waiver !== undefined &&
                  element('p', { class: 'aside' }, `Waived by ${waiver.owner} until ${waiver.expires}`),
              ),
              answersOf(before),
              answersOf(now),
              code(firstSeen),
            ]),
          }),
    appeared.length > 0 && answerList('answered for the first time', appeared),
    lost.length > 0 && answerList('answered in the baseline, and not settled this night', lost),
  );
}

function answerList(what: string, lines: readonly AnswerLine[]): HTMLElement {
  return folded([`${counted(lines.length, 'question')} ${what}`], {}, () => [
    table({
      about: what,
      columns: ['Key', 'Question', 'Answer'],
      rows: lines.map(({ key, question, answers }) => [
        element('span', { class: 'id' }, key),
        question,
        answersOf(answers),
      ]),
    }),
  ]);
}

function answersOf(answers: readonly Answered[]): HTMLElement {
  return element(
    'div',
    {},
    ...answers.map(({ answer, meaning }) => element('p', {}, element('strong', {}, answer), ` ${meaning}`)),
  );
}

function flakySection({ flaky, repetition: { inDoubt, repeated } }: NightlyReport): HTMLElement {
  return section(
    'flaky',
    ['Cases that did not always come out alike', 'Flaky'],
    flaky.length === 0
      ? element('p', {}, repeatedSentence(inDoubt, repeated))
      : table({
          about: 'Flaky cases',
          columns: ['Case', 'About', 'What came out', 'See it again'],
          rows: flaky.map(({ case: id, subject, outcomes, repeat }): readonly Child[] => [
            code(id),
            element('span', { class: 'id' }, subject),
            element(
              'div',
              {},
              ...outcomes.map(({ outcome, times }) => element('p', {}, `${times} × ${outcome}`)),
            ),
            repeat === undefined ? '' : copyButton('Copy command', repeat),
          ]),
        }),
  );
}

function repeatedSentence(inDoubt: number, repeated: number): string {
  if (inDoubt === 0) return 'Nothing changed, so that no case had to be repeated.';
  return `Of ${counted(inDoubt, 'case')} that would be reported as a change ${number(repeated)} were repeated, and came out alike each time.`;
}

function timingSection({ timing, baseline }: NightlyReport): HTMLElement {
  const { overall, families } = timing;
  return section(
    'timing',
    ['Time since the baseline', 'Time'],
    baseline === undefined || overall === undefined
      ? element('p', {}, 'There is nothing to compare with.')
      : element(
          'p',
          {},
          `In the middle of all families a case took ${overall.toFixed(2)} times what it took in the baseline, which says more of the machine than of the device. `,
          families.length === 0
            ? 'No family changed otherwise by a factor of two.'
            : 'These changed otherwise:',
        ),
    families.length > 0 &&
      table({
        about: 'Families whose time changed',
        columns: ['Family', 'Baseline, ms a case', 'This night, ms a case', 'Factor beside the others'],
        numbers: [1, 2, 3],
        rows: families.map(({ family, before, now, factor }) => [
          code(family),
          before.toFixed(1),
          now.toFixed(1),
          factor.toFixed(2),
        ]),
      }),
  );
}
