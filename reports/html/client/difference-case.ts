import type { CaseView, PointView, StepView } from '../case-view.ts';
import { commandLine, copyButton } from './copying.ts';
import { code, element, type Child } from './dom.ts';
import { folded } from './parts.ts';
import { shownText } from './shown-text.ts';
import { counted } from './words.ts';

/** One case: what was sent, what was expected and what was observed beside one another, and how to see it again. */
export function differenceCase(view: CaseView): HTMLElement {
  return element(
    'article',
    { class: 'case', 'aria-label': `Case ${view.id}` },
    element('p', { class: 'case-title' }, view.title),
    element('p', { class: 'case-id' }, code(view.id)),
    view.faults.length > 0 &&
      element('p', {}, element('strong', {}, 'Made wrong on purpose: '), `${view.faults.join('; ')}.`),
    ...reductionOf(view),
    view.words !== undefined && element('p', { class: 'words' }, view.words),
    ...view.steps.map((step) => stepOf(view, step)),
    view.evidence.length > 0 &&
      folded(['What the device itself has noted'], { class: 'step', print: false }, () => [
        shownText({ text: view.evidence.join('\n'), xml: false, marked: [] }, 'Log of the device'),
      ]),
    commandLine('Repeat', view.command),
  );
}

function reductionOf({ reduction }: CaseView): readonly Child[] {
  if (reduction === undefined) return [];
  const { steps, commands, trials } = reduction;
  return [
    element(
      'p',
      { class: 'quiet' },
      `Made smaller in ${counted(trials, 'trial')}: ${commands.before} to ${counted(commands.after, 'command')}, ${steps.before} to ${counted(steps.after, 'step')}.`,
    ),
  ];
}

/** A step that differs is open; what led to it is folded. */
function stepOf(view: CaseView, step: StepView): HTMLElement {
  const title = `Step ${step.number}: ${step.what}`;
  if (!step.concerned) {
    return folded([title], { class: 'step', print: false }, () => [
      element('div', { class: 'sides two' }, sentSide(step), seenSide(step)),
    ]);
  }
  const points = view.points.filter((point) => point.step === step.number);
  return element(
    'div',
    { class: 'step concerned', role: 'group', 'aria-label': title },
    element('h4', {}, title),
    element(
      'div',
      { class: step.sent === undefined ? 'sides two' : 'sides three' },
      step.sent === undefined ? undefined : sentSide(step),
      element(
        'div',
        { class: 'side expected' },
        element('h5', {}, 'Expected'),
        ...points.map((point) => pointOf(point, point.expected)),
      ),
      element(
        'div',
        { class: 'side observed' },
        element('h5', {}, 'Observed'),
        ...points.map((point) =>
          element(
            'p',
            { class: 'point' },
            element('strong', {}, point.observed),
            element('span', { class: 'where' }, point.where),
          ),
        ),
        shownText(step.seen, `What was observed in step ${step.number}`),
      ),
    ),
  );
}

function pointOf(point: PointView, words: string): HTMLElement {
  return element(
    'div',
    { class: 'point' },
    element('p', {}, element('strong', {}, words), element('span', { class: 'where' }, point.where)),
    element(
      'blockquote',
      {},
      element('p', {}, `${point.requirement}: ${point.text}`),
      element('footer', {}, point.source),
    ),
    point.open.length > 0 &&
      element('p', { class: 'quiet' }, `Open questions that this rests on: ${point.open.join(', ')}`),
  );
}

function sentSide({ number, sent }: StepView): HTMLElement | undefined {
  if (sent === undefined) return undefined;
  const { original } = sent;
  return element(
    'div',
    { class: 'side sent' },
    element('h5', {}, 'Sent'),
    shownText(sent, `What was sent in step ${number}`),
    original !== undefined && copyButton('Copy payload', original),
  );
}

function seenSide({ number, seen }: StepView): HTMLElement {
  return element(
    'div',
    { class: 'side observed' },
    element('h5', {}, 'Observed'),
    shownText(seen, `What was observed in step ${number}`),
  );
}
