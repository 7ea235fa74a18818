import { element, linkTo, type Child } from './dom.ts';
import type { Look } from './words.ts';

/** The first thing that is seen: a judgement in a word or two, and why. */
export interface Banner {
  readonly look: Look;
  readonly kicker: string;
  readonly because: string;
  /** A last line, such as the device. */
  readonly about: readonly Child[];
}

/** Its heading has the id `result-title`. */
export function banner({ look: { tone, sign, word }, kicker, because, about }: Banner): HTMLElement {
  return element(
    'div',
    { class: `verdict ${tone}` },
    element('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
    element(
      'div',
      {},
      element('p', { class: 'kicker' }, kicker),
      element('h1', { id: 'result-title' }, word),
      element('p', { class: 'because' }, because),
      element('p', { class: 'device' }, ...about),
    ),
  );
}

/** A number with what it counts, which leads to the section with this id. */
export function tile(id: string, value: string, words: string, tone: Look['tone']): HTMLElement {
  const made = linkTo(
    id,
    element('span', { class: 'value' }, value),
    ' ',
    element('span', { class: 'words' }, words),
  );
  made.className = `tile ${tone}`;
  return made;
}

/** One thing that a reader should see first. */
export interface FirstLook {
  /** Id of the place that it leads to. */
  readonly place: string;
  readonly title: string;
  readonly text: string;
}

/** @param nothing what is said where there is nothing to look at */
export function lookList(looks: readonly FirstLook[], nothing: string): HTMLElement {
  return element(
    'div',
    { class: 'look', role: 'group', 'aria-labelledby': 'look-title' },
    element(
      'h2',
      { id: 'look-title' },
      looks.length === 0 ? 'Nothing asks for a look' : 'Look at this first',
    ),
    looks.length === 0
      ? element('p', {}, nothing)
      : element(
          'ol',
          {},
          ...looks.map(({ place, title, text }) => element('li', {}, linkTo(place, title), ' ', text)),
        ),
  );
}
