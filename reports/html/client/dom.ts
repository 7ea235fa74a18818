/** Attribute values; `true` is an attribute without value, `false` and undefined are none. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

export type Child = Node | string | undefined | false;

/**
 * An element. All text becomes text nodes: there is no way to pass markup, and event handlers can not be attributes, so that
 * nothing of a payload is ever run.
 */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith('on')) throw new TypeError(`${key} is no attribute that a page sets`);
    if (value !== undefined && value !== false) made.setAttribute(key, value === true ? '' : String(value));
  }
  append(made, children);
  return made;
}

export function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined || child === false) continue;
    parent.appendChild(typeof child === 'string' ? document.createTextNode(visible(child)) : child);
  }
}

/** Characters that nobody sees, and that turn round or hide what stands beside them, as their numbers. */
function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    character === '\n' || character === '\t'
      ? character
      : `⟨U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );
}

/** Replaces all that is in an element. */
export function fill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

/** A button that does one thing. */
export function button(label: string, attributes: Attributes, act: () => void): HTMLButtonElement {
  const made = element('button', { type: 'button', ...attributes }, label);
  made.addEventListener('click', act);
  return made;
}

/** A link to a place in this page. */
export function linkTo(id: string, ...children: readonly Child[]): HTMLAnchorElement {
  return element('a', { href: `#${encodeURIComponent(id)}` }, ...children);
}

/**
 * A section with its heading.
 * @param title where it is long, a list of two: the second is short, for links
 */
export function section(
  id: string,
  title: string | readonly [title: string, short: string],
  ...children: readonly Child[]
): HTMLElement {
  const [long, short] = typeof title === 'string' ? [title, title] : title;
  const heading = element('h2', { id: `${id}-title` }, long);
  return element(
    'section',
    { id, 'aria-labelledby': `${id}-title`, 'data-short': short },
    heading,
    ...children,
  );
}

/** Text in the typeface of programs: ids, commands. */
export function code(text: string): HTMLElement {
  return element('code', {}, text);
}
