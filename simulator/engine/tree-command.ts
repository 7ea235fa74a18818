import { isSuccess } from '../../csp/statuses.ts';
import type { Item, TreeCommand } from '../../syncml/message.ts';
import type { Device } from './device-parts.ts';
import type { CommandContext, NodeDefinition } from './provider.ts';
import type { Execution, ReplySpace } from './execution.ts';
import type { Refusal, StatusTable } from './refusals.ts';
import { wholeCommand, type ItemReport, type Report } from './report.ts';
import { resolve } from './resolve.ts';
import { perform, type TreeRequest } from './verbs.ts';

/** A tree command, read; nothing of it is executed. */
export interface PreparedCommand {
  readonly command: TreeCommand;
  /** Its Items, or why it can not be executed at all. */
  readonly items: readonly PreparedItem[] | Refusal;
}

export interface PreparedItem {
  readonly locUri: string;
  readonly request: TreeRequest | Refusal;
}

/**
 * Reads a command as far as the definitions of the tree allow.
 * @param root the definition above all providers
 */
export function prepare(command: TreeCommand, device: Device, root: NodeDefinition): PreparedCommand {
  // MS-MDM 2.2.7.5: Exec has exactly one Item; all others have at least one.
  const complete = command.kind === 'Exec' ? command.items.length === 1 : command.items.length > 0;
  if (!complete) return { command, items: 'incomplete-command' };
  const items = command.items.map((item) => ({
    locUri: item.target?.locUri ?? '',
    request: readItem(command, item, device, root),
  }));
  return { command, items };
}

function readItem(
  command: TreeCommand,
  item: Item,
  device: Device,
  root: NodeDefinition,
): TreeRequest | Refusal {
  if (item.target === undefined) return 'incomplete-command';
  if (item.moreData === true) return 'large-object';
  if (item.data?.cdata === true && !device.rules.readsCdata) return 'cdata';
  const place = resolve(item.target.locUri, root, device.rules);
  if (typeof place === 'string') return place;
  // Meta of a command covers its Items unless they have their own (MS-MDM 2.2.5.3).
  const format = item.meta?.format ?? command.meta?.format;
  const text = item.data?.text ?? '';
  return { verb: command.kind, place, text, ...(format === undefined ? {} : { format }) };
}

/**
 * Executes a prepared command. Outside an Atomic each Item stands for itself; inside, the first that fails ends the
 * command, because all will be undone.
 */
export function executeTreeCommand(
  { command, items: prepared }: PreparedCommand,
  context: CommandContext,
  { device, replySpace }: Pick<Execution, 'device' | 'replySpace'>,
): Report {
  const { statuses, fateStatus } = device.rules;
  if (typeof prepared === 'string') return wholeCommand(command, statuses[prepared]);
  const items: ItemReport[] = [];
  let failed = false;
  for (const { locUri, request } of prepared) {
    const item: ItemReport =
      failed && context !== undefined
        ? { status: fateStatus['not-reached'] }
        : withinSpace(executeItem(request, context, device), replySpace, statuses);
    failed ||= !isSuccess(item.status);
    items.push({ locUri, ...item });
  }
  return { command, items, members: [] };
}

function executeItem(
  request: TreeRequest | Refusal,
  context: CommandContext,
  device: Device,
): Omit<ItemReport, 'locUri'> {
  const { statuses } = device.rules;
  if (typeof request === 'string') return { status: statuses[request] };
  const outcome = perform(request, context, device);
  if (outcome.kind === 'refused') return { status: statuses[outcome.refusal] };
  if (context === undefined) device.provider.settled();
  const { status, value } = outcome;
  return value === undefined ? { status } : { status, value };
}

/** A value that the reply has no space left for is not given (OMA RepPro, 413). */
function withinSpace(item: ItemReport, space: ReplySpace, statuses: StatusTable): ItemReport {
  const fits = item.value === undefined || space.take(item.value.text);
  return fits ? item : { status: statuses['value-too-large'] };
}
