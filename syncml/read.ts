import { irregularitiesOf } from './check.ts';
import { decodeText } from './decode.ts';
import { passGate } from './gate.ts';
import { messageOf } from './interpret.ts';
import { defaultLimits, type Limits } from './limits.ts';
import type { Irregularity, Message } from './message.ts';
import { positionsOf, type PositionAt } from './positions.ts';
import { RefusedText, type Refusal } from './refusal.ts';
import { treeOf, type XmlElement } from './tree.ts';
import { isCommandName } from './vocabulary.ts';

/** A message with what is irregular in it, or why and where the text was refused. */
export type ReadResult =
  | { readonly ok: true; readonly message: Message; readonly irregularities: readonly Irregularity[] }
  | { readonly ok: false; readonly error: Refusal };

/**
 * Reads a SyncML message, a bare SyncBody, or bare commands.
 *
 * Refused is what is not well-formed XML with namespaces (a row of bare commands may have several roots), has a document
 * type, exceeds a limit, or holds no SyncML. Everything else is read, and what a device would object to is told as
 * irregularities, in document order. Texts are kept as sent: nothing is trimmed, no number is made of digits.
 *
 * @param input bytes in UTF-8 or UTF-16, or text that is decoded already (its XML declaration may then claim anything)
 * @param limits replaces single limits of the default ones
 */
export function readSyncML(input: Uint8Array | string, limits: Partial<Limits> = {}): ReadResult {
  const allLimits = { ...defaultLimits, ...limits };
  try {
    const text = decodeText(input, allLimits);
    const positionAt = positionsOf(text);
    const roots = treeOf(passGate(text, allLimits, positionAt));
    refuseStrangers(roots, positionAt);
    return {
      ok: true,
      message: messageOf(roots, { text, positionAt }),
      irregularities: irregularitiesOf(roots, positionAt),
    };
  } catch (error) {
    if (error instanceof RefusedText) return { ok: false, error: error.refusal };
    throw error;
  }
}

/** Refuses roots that are no message, no body and no row of commands. */
function refuseStrangers(roots: readonly XmlElement[], positionAt: PositionAt): void {
  const [first, second] = roots;
  if (first === undefined) throw new RefusedText('not-well-formed', 'there is no element', positionAt(0));

  const document = roots.find(({ tag }) => tag.name === 'SyncML' || tag.name === 'SyncBody');
  if (document !== undefined && second !== undefined) {
    const reason = `there is a second root element; ${document.tag.name} has to be the only one`;
    throw new RefusedText('not-well-formed', reason, positionAt(second.tag.start));
  }
  if (document === undefined && !roots.some(({ tag }) => isCommandName(tag.name))) {
    const reason = `${first.tag.name} is neither SyncML nor SyncBody nor a command`;
    throw new RefusedText('not-syncml', reason, positionAt(first.tag.start));
  }
}
