import { announce } from './copying.ts';
import { button } from './dom.ts';

/** Switches between light and dark; until then the page does as the system does. */
export function themeSwitch(): HTMLButtonElement {
  const root = document.documentElement;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const isDark = (): boolean =>
    root.dataset['theme'] === undefined ? system.matches : root.dataset['theme'] === 'dark';
  const label = (): string => (isDark() ? 'Light' : 'Dark');
  const made = button(label(), { class: 'theme' }, () => {
    root.dataset['theme'] = isDark() ? 'light' : 'dark';
    relabel();
    announce(isDark() ? 'Dark colours' : 'Light colours');
  });
  const relabel = (): void => {
    made.textContent = label();
    made.setAttribute('aria-label', isDark() ? 'Light colours' : 'Dark colours');
  };
  system.addEventListener('change', relabel);
  relabel();
  return made;
}
