import type { Command } from '../../syncml/message.ts';
import { headerPlaces } from './header-places.ts';
import { readSafely } from './incoming.ts';
import { bytesOf, type View } from './view.ts';

/**
 * The Statuses at the beginning of a body that can not be read as a whole: what comes behind them may be broken, what
 * they say of the session counts all the same.
 */
export function leadingStatuses(view: View): readonly Command[] {
  const start = headerPlaces(view)?.bodyContent;
  if (start === undefined) return [];
  let end = start;
  while (view.startsWith('<Status>', end)) {
    const close = view.indexOf('</Status>', end);
    if (close === -1) break;
    end = close + '</Status>'.length;
  }
  const read = readSafely(bytesOf(`<SyncBody>${view.slice(start, end)}</SyncBody>`));
  return read.ok ? read.message.commands : [];
}
