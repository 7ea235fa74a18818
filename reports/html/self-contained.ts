import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.ts';

/** The styles of all pages, in the order in which they have to stand; after them a page's own, and the one for paper. */
const styles = ['theme', 'layout', 'parts', 'first-screen', 'map', 'difference'];

/** A page of one file: what it shows, and the program that shows it. */
export interface Page {
  /** Stands in the tab, as text. */
  readonly title: string;
  /** Absolute path of the first file of the program; it finds its data in the element with the id `data`. */
  readonly program: string;
  /** Plain JSON. */
  readonly data: unknown;
  /** Names of styles that only this page has; default: none. */
  readonly ownStyles?: readonly string[];
  /** The file beside the page that holds the same as data; default: report.json. */
  readonly dataFile?: string;
}

/**
 * The page as HTML: one file that loads nothing from elsewhere and runs nothing but its own program. What comes from
 * payloads is in the data alone, which no browser runs, and the program makes text nodes of it, never markup.
 */
export async function selfContained(page: Page): Promise<string> {
  const { title, program, data, ownStyles = [], dataFile = 'report.json' } = page;
  const style = [...styles, ...ownStyles, 'print']
    .map((name) => readFileSync(pathOf(`style/${name}.css`), 'utf8'))
    .join('\n');
  // In a script element nothing ends it but this, and nothing of the program may.
  const script = (await bundle(program)).replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const policy = [
    "default-src 'none'",
    `script-src '${digest(script)}'`,
    `style-src '${digest(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escape(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    `<noscript>This report is drawn by its own script, which this browser does not run. The same is in ${escape(dataFile)}.</noscript>`,
    `<script type="application/json" id="data">${asData(data)}</script>`,
    `<script>${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

/** JSON in which nothing can end the script element that it stands in, nor be taken for a comment there. */
function asData(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}

function digest(content: string): string {
  return `sha256-${createHash('sha256').update(content, 'utf8').digest('base64')}`;
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

function pathOf(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
