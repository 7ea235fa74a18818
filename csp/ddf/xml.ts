import { SaxesParser } from 'saxes';

/** Raised for a file that is no DDF; the message is one line and begins with the line of the file. */
export class DdfError extends Error {
  readonly line: number;

  constructor(line: number, reason: string) {
    super(`line ${line}: ${reason}`);
    this.name = 'DdfError';
    this.line = line;
  }
}

/** One element, as far as a DDF makes use of XML. */
export interface XmlElement {
  /** Local name, with `MSFT:` before it where it belongs to Microsoft's namespace, whatever the prefix in the file. */
  readonly name: string;
  /** Line of its start tag in the file, from 1. */
  readonly line: number;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Text right inside it, without blanks around it. */
  readonly text: string;
}

/** Microsoft's file has 83,000 characters and 16 levels. */
const largestFile = 4_000_000;
const deepestElement = 100;

const microsoftNamespace = 'http://schemas.microsoft.com/MobileDevice/DM';

/**
 * Reads a document into a tree of elements and returns its root. saxes passes over the DOCTYPE of a DDF without
 * resolving anything in it, so entities that it declares are undefined where they are used. Throws DdfError.
 */
export function readXml(text: string): XmlElement {
  if (text.length > largestFile) {
    throw new DdfError(1, `the file has ${text.length} characters, more than ${largestFile}`);
  }
  const parser = new SaxesParser({ xmlns: true, position: true });
  const open: (XmlElement & { readonly children: XmlElement[]; text: string })[] = [];
  const roots: XmlElement[] = [];

  parser.on('error', (error) => {
    throw new DdfError(parser.line, `not well-formed XML (${error.message.replace(/^\d+:\d+: |\.$/g, '')})`);
  });
  parser.on('opentag', (tag) => {
    const element = {
      name: tag.uri === microsoftNamespace ? `MSFT:${tag.local}` : tag.name,
      line: parser.line,
      attributes: new Map(Object.values(tag.attributes).map(({ name, value }) => [name, value])),
      children: [],
      text: '',
    };
    (open.at(-1)?.children ?? roots).push(element);
    open.push(element);
    if (open.length > deepestElement) {
      throw new DdfError(parser.line, `elements are nested deeper than ${deepestElement} levels`);
    }
  });
  const addText = (part: string) => {
    const element = open.at(-1);
    if (element !== undefined) element.text += part;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    const element = open.pop();
    if (element !== undefined) element.text = element.text.trim();
  });
  parser.write(text).close();

  const [root] = roots;
  if (root === undefined) throw new DdfError(1, 'no element in the file');
  return root;
}
