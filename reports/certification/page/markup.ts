/** HTML that is safe to put into a page: it is made by `html` alone. */
export interface Markup {
  readonly html: string;
}

type Value = string | number | Markup | readonly Markup[];

/** A piece of HTML. Every text in it is escaped, since names and payloads come from others. */
export function html(pieces: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const text = pieces.map((piece, index) => {
    const value = values[index];
    return value === undefined ? piece : `${piece}${render(value)}`;
  });
  return { html: text.join('') };
}

/** Pieces one after the other. */
export function join(parts: readonly Markup[], between = ''): Markup {
  return { html: parts.map((part) => part.html).join(between) };
}

/** A table; cells that are texts are escaped. */
export function table(
  columns: readonly string[],
  rows: readonly (readonly (string | Markup)[])[],
  name = '',
): Markup {
  const head = columns.map((column) => html`<th scope="col">${column}</th>`);
  const body = rows.map(
    (cells) =>
      html`<tr>
        ${cells.map((cell) => html`<td>${cell}</td>`)}
      </tr> `,
  );
  return html`<table class="${name}">
    <thead>
      <tr>
        ${head}
      </tr>
    </thead>
    <tbody>
      ${body}
    </tbody>
  </table> `;
}

/** Names with their values. */
export function facts(entries: readonly (readonly [name: string, value: string | Markup])[]): Markup {
  const rows = entries.map(
    ([name, value]) =>
      html`<dt>${name}</dt>
        <dd>${value}</dd> `,
  );
  return html`<dl>${rows}</dl> `;
}

function render(value: Value): string {
  if (typeof value === 'string') return escape(value);
  if (typeof value === 'number') return String(value);
  return 'html' in value ? value.html : value.map((part) => part.html).join('');
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
