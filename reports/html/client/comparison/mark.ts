import { element, type Child } from '../dom.ts';
import type { Look } from '../words.ts';

/** What a field of a grid shows: a sign, its word, and a number or two below. */
export function mark({ sign, word }: Look, below: string): readonly Child[] {
  return [
    element(
      'span',
      { class: 'mark' },
      element('span', { class: 'sign', 'aria-hidden': 'true' }, sign),
      element('span', { class: 'word' }, word),
    ),
    ' ',
    element('span', { class: 'below' }, below),
  ];
}
