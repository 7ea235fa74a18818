import type { Shown } from '../case-view.ts';
import { element } from './dom.ts';
import { tokensOf } from './xml-tokens.ts';

/** A text in lines, the ones that matter marked, XML coloured. It scrolls by itself, so the keyboard has to reach it. */
export function shownText({ text, xml, marked }: Shown, about: string): HTMLElement {
  const important = new Set(marked);
  const lines = text.split('\n').map((line, index) => {
    const pieces = xml
      ? tokensOf(line).map(({ kind, text: piece }) =>
          kind === 'text' ? piece : element('span', { class: `xml-${kind}` }, piece),
        )
      : [line];
    const name = important.has(index) ? 'line marked' : 'line';
    return element('span', { class: name }, ...pieces, '\n');
  });
  const made = element(
    'pre',
    { class: 'shown', tabindex: 0, role: 'group', 'aria-label': about },
    element('code', {}, ...lines),
  );
  // The line that matters is what is seen first, however long the text is.
  const first = lines[Math.min(...important)];
  if (first !== undefined) {
    requestAnimationFrame(() => {
      if (first.offsetTop + first.offsetHeight > made.clientHeight)
        made.scrollTop = first.offsetTop - first.offsetHeight;
    });
  }
  return made;
}
