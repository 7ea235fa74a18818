import { button, code, element } from './dom.ts';

/** How long a button says that it has copied. */
const said = 1500;

/** A button that copies a text. */
export function copyButton(label: string, text: string): HTMLButtonElement {
  const made = button(label, { class: 'copy' }, () => {
    void copy(text).then((done) => {
      made.textContent = done ? 'Copied' : 'Select and copy by hand';
      announce(done ? 'Copied' : 'Nothing was copied');
      setTimeout(() => {
        made.textContent = label;
      }, said);
    });
  });
  return made;
}

/** A command that repeats something, with a button that copies it. */
export function commandLine(label: string, command: string): HTMLElement {
  return element(
    'div',
    { class: 'repeat' },
    element('span', { class: 'label' }, label),
    code(command),
    copyButton('Copy command', command),
  );
}

/** Says something to those who do not see it happen. */
export function announce(text: string): void {
  const live = document.getElementById('announcements');
  if (live !== null) live.textContent = text;
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // Some browsers allow it to no file that was opened from disk, but allow the older way.
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  document.body.append(field);
  field.select();
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- the only way where there is no clipboard
  const done = document.execCommand('copy');
  field.remove();
  return done;
}
