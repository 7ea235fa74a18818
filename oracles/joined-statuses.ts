import { admits } from './admitted.ts';
import type { Expectation, StatusExpectation } from './expectation.ts';
import { placeKey, type Match } from './match.ts';
import type { ReplyStatus } from './reply.ts';

/**
 * Commands with several Items, by their index, whose Statuses would be right if they were joined to the Items in another
 * way: one stands for all though not all came to the same, or each names the Target of another Item. What is wrong then
 * is not the code but what it is said of (R-DM-01).
 */
export function wronglyJoined(
  expectations: readonly Expectation[],
  { statuses }: Match,
): ReadonlySet<number> {
  const byCommand = new Map<number, StatusExpectation[]>();
  for (const expectation of expectations) {
    if (expectation.kind !== 'status' || expectation.command.item === undefined) continue;
    const { index } = expectation.command;
    byCommand.set(index, [...(byCommand.get(index) ?? []), expectation]);
  }
  const wrong = [...byCommand].filter(([, items]) => {
    const found = items.map(({ command }) => statuses.get(placeKey(command)));
    return found.every((status) => status !== undefined) && isWronglyJoined(items, found);
  });
  return new Set(wrong.map(([index]) => index));
}

function isWronglyJoined(items: readonly StatusExpectation[], found: readonly ReplyStatus[]): boolean {
  const fits = (item: number, status: ReplyStatus | undefined): boolean =>
    status !== undefined && admits(items[item]?.statuses ?? { kind: 'none' }, status.code);
  const fitting = items.filter((_, place) => fits(place, found[place]));
  if (fitting.length === items.length) return false;
  if (new Set(found).size === 1) return fitting.length > 0;
  // Turned by one place or more: what a device does that counts its Items wrongly.
  return items.some((_, turn) =>
    items.every((__, place) => fits(place, found[(place + turn) % found.length])),
  );
}
