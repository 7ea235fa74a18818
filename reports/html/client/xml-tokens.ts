/** What a piece of XML is, for its colour. */
export type TokenKind = 'mark' | 'name' | 'attribute' | 'value' | 'entity' | 'comment' | 'text';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
}

/** The pieces of XML outside tags: a comment, CDATA, an instruction, a tag's beginning, a reference, text. */
const outside =
  /(?<comment><!--[^]*?(?:-->|$)|<!\[CDATA\[[^]*?(?:\]\]>|$)|<[?!][^>]*>?)|(?<mark><\/?)(?<name>[^\s<>/=]*)|(?<entity>&[#\w]+;)|(?<text>[^<&]+|[<&])/gy;
/** Those inside a tag. */
const inside =
  /(?<mark>\/?>)|(?<value>"[^"<]*"?|'[^'<]*'?)|(?<attribute>[^\s<>/="']+)|(?<text>\s+|[=/])|(?<end>(?=<))/gy;

/**
 * Cuts text into pieces for colouring. It takes anything, broken XML too: nothing is lost and nothing is added, so the
 * pieces together are the text.
 */
export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = [];
  let tag = false;
  let at = 0;
  while (at < text.length) {
    const pattern: RegExp = tag ? inside : outside;
    pattern.lastIndex = at;
    const found: RegExpExecArray | null = pattern.exec(text);
    if (found === null) {
      tokens.push({ kind: 'text', text: text.slice(at) });
      break;
    }
    const pieces: Readonly<Record<string, string | undefined>> = found.groups ?? {};
    for (const [kind, piece] of Object.entries(pieces)) {
      if (piece !== undefined && piece !== '') tokens.push({ kind: kind as TokenKind, text: piece });
    }
    const begins = pieces['name'] !== undefined;
    const ends: boolean = tag && (pieces['mark'] !== undefined || found[0] === '');
    tag = begins || (tag && !ends);
    at += found[0].length;
  }
  return tokens;
}
