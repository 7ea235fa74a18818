import { element } from './dom.ts';

/** Milliseconds without a key after which a search begins: a longer text is searched once, not once for each letter. */
const pause = 120;

/** A search field with its label. */
export function searchField(
  id: string,
  label: string,
  hint: string,
): { readonly root: HTMLElement; readonly input: HTMLInputElement } {
  const input = element('input', {
    id,
    type: 'search',
    placeholder: hint,
    autocomplete: 'off',
    spellcheck: 'false',
  });
  return { root: element('div', { class: 'field' }, element('label', { for: id }, label), input), input };
}

/** A choice among a few, with its label; the first stands for all. */
export function choiceField(
  id: string,
  label: string,
  choices: readonly (readonly [value: string, text: string])[],
): { readonly root: HTMLElement; readonly input: HTMLSelectElement } {
  const input = element(
    'select',
    { id },
    ...choices.map(([value, text]) => element('option', { value }, text)),
  );
  return { root: element('div', { class: 'field' }, element('label', { for: id }, label), input), input };
}

/** How many a filter leaves; whoever does not see it is told when it changes. */
export function countFor(fields: string): HTMLOutputElement {
  return element('output', { class: 'count', for: fields, 'aria-live': 'polite' });
}

/** Calls back when a field has another value: at once where it was chosen, after a pause where it is typed. */
export function whenChanged(input: HTMLInputElement | HTMLSelectElement, act: () => void): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(act, input instanceof HTMLSelectElement ? 0 : pause);
  });
}
