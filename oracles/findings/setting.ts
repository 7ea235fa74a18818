import type { TreeNode } from '../../csp/tree.ts';
import type { Item, Meta, Position, TreeCommand } from '../../syncml/message.ts';
import { isTreeCommand } from '../../syncml/walk.ts';
import type { Address } from './address.ts';
import { readAddress } from './address.ts';
import type { Outline } from './outline.ts';
import type { PlacedCommand } from './placed-command.ts';
import type { Placeholder } from './unfilled.ts';
import { placeholderIn } from './unfilled.ts';

/** One Item of a tree command: a verb on a node, with a value where it sets one. */
export interface Setting {
  readonly verb: TreeCommand['kind'];
  readonly item: Item;
  readonly command: PlacedCommand;
  /** Absent where the Item has no Target. */
  readonly address?: Address;
  /** The node of this CSP that the address leads to. */
  readonly node?: TreeNode;
  readonly uniqueId?: string;
  /** Data as sent; absent where there is no Data. */
  readonly text?: string;
  /** The placeholder that stands in the text unfilled: nothing can be said about such a value. */
  readonly placeholder?: Placeholder;
  /** Meta Format, of the Item, its command or its Atomic, whichever is nearest (MS-MDM 2.2.5.3). */
  readonly format?: string;
  /** Each falls back to the next larger element where it is missing. */
  readonly positions: {
    readonly item: Position | undefined;
    readonly locUri: Position | undefined;
    readonly data: Position | undefined;
    readonly format: Position | undefined;
  };
}

/** Whether a setting gives its node a value, or creates it. */
export function sets(setting: Setting): boolean {
  return setting.verb === 'Add' || setting.verb === 'Replace';
}

/** A setting that gives a leaf its value. What the server may never set is no part of an install. */
export function isValue(setting: Setting): boolean {
  const { node } = setting;
  return sets(setting) && node !== undefined && node.format !== 'node' && node.verbs.includes('Add');
}

/** Every Item of every tree command, in document order. */
export function settingsOf(commands: readonly PlacedCommand[], outline: Outline): readonly Setting[] {
  return commands.flatMap((placed) => {
    const { command } = placed;
    if (!isTreeCommand(command)) return [];
    const inherited = [command.meta, ...metasAround(placed, commands)];
    return command.items.map((item) => settingOf(command, item, placed, inherited, outline));
  });
}

/** Meta of the containers around a command, nearest first. */
function metasAround(placed: PlacedCommand, commands: readonly PlacedCommand[]): (Meta | undefined)[] {
  const metas: (Meta | undefined)[] = [];
  for (
    let around = containerOf(placed, commands);
    around !== undefined;
    around = containerOf(around, commands)
  ) {
    const { command } = around;
    if (command.kind === 'Atomic' || command.kind === 'Sequence') metas.push(command.meta);
  }
  return metas;
}

/** The Atomic or Sequence that a command stands in. */
function containerOf(placed: PlacedCommand, commands: readonly PlacedCommand[]): PlacedCommand | undefined {
  return placed.parent === undefined ? undefined : commands[placed.parent];
}

/** Nodes, values and positions are looked up once here, because nearly every rule asks for them. */
function settingOf(
  command: TreeCommand,
  item: Item,
  placed: PlacedCommand,
  inherited: readonly (Meta | undefined)[],
  outline: Outline,
): Setting {
  const address = item.target === undefined ? undefined : readAddress(item.target.locUri);
  const place = address?.place;
  const node = place?.kind === 'node' ? place.node : undefined;
  const uniqueId = place?.kind === 'node' || place?.kind === 'unknown' ? place.uniqueId : undefined;
  const text = item.data?.text;
  const placeholder =
    text === undefined ? undefined : placeholderIn(text, node !== undefined && isFreeText(node));
  const format = [item.meta, ...inherited].find((meta) => meta?.format !== undefined)?.format;
  const whole = item.position ?? command.position;
  return {
    verb: command.kind,
    item,
    command: placed,
    ...(address === undefined ? {} : { address }),
    ...(node === undefined ? {} : { node }),
    ...(uniqueId === undefined ? {} : { uniqueId }),
    ...(text === undefined ? {} : { text }),
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(format === undefined ? {} : { format }),
    positions: {
      item: whole,
      locUri: outline.within(whole, 'Target', 'LocURI') ?? item.target?.position ?? whole,
      data: outline.within(whole, 'Data') ?? whole,
      format:
        outline.within(whole, 'Meta', 'Format') ??
        outline.within(command.position, 'Meta', 'Format') ??
        whole,
    },
  };
}

/** Nodes whose value people choose, so that it may look like a placeholder by chance. */
function isFreeText(node: TreeNode): boolean {
  return ['PFXCertPassword', 'Challenge', 'CustomTextToShowInPrompt', 'ContainerName'].includes(node.name);
}
