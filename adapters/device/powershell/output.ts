import { found, booleanOf, member, optional, ShapeError, textOf, type Found } from './json.ts';

/** What a script gave, or why it failed on the machine. */
export type ScriptOutcome =
  | { readonly kind: 'value'; readonly value: Found }
  | { readonly kind: 'failed'; readonly message: string; readonly hresult?: string }
  /** The bootstrap did not get to its end: what it wrote instead. */
  | { readonly kind: 'no-answer'; readonly text: string };

/**
 * Finds the one line between two markers. Whatever stands around it does no harm: banners, warnings, byte order marks.
 * The line is ASCII, so zero bytes can only come from UTF-16 around each character and are left out.
 * @param marker made for this call, so that nothing older or foreign can be taken for the answer
 * @throws ShapeError where there is a line that is no answer
 */
export function readOutput(output: Uint8Array, marker: string): ScriptOutcome {
  const text = Buffer.from(output).toString('latin1').replaceAll('\0', '');
  const start = text.indexOf(marker);
  const end = start === -1 ? -1 : text.indexOf(marker, start + marker.length);
  if (end === -1) return { kind: 'no-answer', text: readable(text) };
  const answer = found(parse(text.slice(start + marker.length, end)), 'the answer');
  if (booleanOf(member(answer, 'ok'))) return { kind: 'value', value: member(answer, 'value') };
  const hresult = optional(member(answer, 'hresult'), textOf);
  return {
    kind: 'failed',
    message: textOf(member(answer, 'message')),
    ...(hresult === undefined ? {} : { hresult }),
  };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json) as unknown;
  } catch {
    throw new ShapeError('the line between the markers is no JSON');
  }
}

/** The end of some output on one line, for a person to recognise: nothing that could steer a terminal stays in it. */
export function readable(text: string, most = 200): string {
  const line = text
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  return line.length > most ? `…${line.slice(-most)}` : line;
}
