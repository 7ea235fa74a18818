import type { Path } from './address.ts';
import type { Deed } from './deed.ts';
import type { RequestCommand, RequestItem } from './request.ts';

/** A thing inside an Atomic that gets a Status of its own: an Item of a command, or a command that has none. */
export interface Slot {
  readonly command: RequestCommand;
  readonly item?: RequestItem;
  /** Depth of Atomics around it, the outer one not counted: what is in a nested Atomic is never judged. */
  readonly nested: boolean;
  deed?: Deed;
}

/** Everything in a container, in document order; Sequences stand before their members, as if these were the Atomic's own. */
export function slotsOf(container: RequestCommand, nested = false): readonly Slot[] {
  return container.members.flatMap((command): readonly Slot[] => {
    if (command.kind === 'Atomic') return [{ command, nested }, ...slotsOf(command, true)];
    if (command.kind === 'Sequence') return [{ command, nested }, ...slotsOf(command, nested)];
    if (command.items.length === 0) return [{ command, nested }];
    return command.items.map((item) => ({ command, item, nested }));
  });
}

/** Where a slot that sets or deletes something of this CSP leads. */
export function settingPath({ command, item }: Slot): Path | undefined {
  if (command.kind !== 'Add' && command.kind !== 'Replace' && command.kind !== 'Delete') return undefined;
  return item?.address.kind === 'path' && item.address.id !== undefined ? item.address : undefined;
}

/** Whether a slot concerns a request, whatever the case of the UniqueID. */
export function concerns(path: Path, request: string): boolean {
  const half = path.node?.half ?? 'pfx';
  return `${path.scope}/${half}/${path.id ?? ''}`.toLowerCase() === request.toLowerCase();
}
