import { highlightTree, tagHighlighter, tags } from '@lezer/highlight';
import { parser } from '@lezer/xml';

/** What a piece of XML is, for its colour. */
export type TokenKind = 'mark' | 'name' | 'attribute' | 'value' | 'entity' | 'comment' | 'text';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

const kinds = tagHighlighter([
  { tag: tags.angleBracket, class: 'mark' },
  { tag: tags.tagName, class: 'name' },
  { tag: tags.attributeName, class: 'attribute' },
  { tag: tags.attributeValue, class: 'value' },
  { tag: tags.character, class: 'entity' },
  {
    tag: [tags.blockComment, tags.processingInstruction, tags.documentMeta, tags.special(tags.string)],
    class: 'comment',
  },
]);

/**
 * Cuts text into pieces for colouring. It takes anything, broken XML too: nothing is lost and nothing is added, so the
 * pieces together are the text.
 */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (kind: TokenKind, to: number): void => {
    if (to > at) tokens.push({ kind, text: text.slice(at, to) });
    at = to;
  };
  highlightTree(parser.parse(text), kinds, (from, to, names) => {
    take('text', from);
    // The names are those of `kinds`, of which a piece has one.
    take(names as TokenKind, to);
  });
  take('text', text.length);
  return tokens;
}
