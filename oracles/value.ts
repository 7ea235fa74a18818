import type { Asking } from './asking.ts';
import type { Device } from './device.ts';
import type { NodePlace } from './place.ts';
import type { RequestItem } from './request.ts';
import type { Wording } from './rule.ts';
import { readBool, readInt } from './spellings.ts';
import type { InstallRequest } from './state.ts';

/** The value that an Add or Replace brings to a leaf, as a device reads it. */
export interface Value {
  readonly place: NodePlace;
  readonly device: Device;
  readonly name: string;
  readonly text: string;
  /** Of an int or a bool; undefined where the text is none. */
  readonly read?: number | boolean;
  /** As it is before the value is set; undefined where there is none yet. */
  readonly request: InstallRequest | undefined;
}

/** A value that can not be used, and when that is found. */
export interface ValueFault extends Wording {
  readonly found: 'when-set' | 'at-trigger' | 'in-status';
}

export function readValue(item: RequestItem, place: NodePlace, device: Device, asking: Asking): Value {
  const { node, below } = place;
  const text = item.text ?? '';
  const value = { place, device, name: node.name, text, request: below?.request };
  const read =
    node.format === 'int'
      ? readInt(text, asking)
      : node.format === 'bool'
        ? readBool(text, asking)
        : undefined;
  return read === undefined ? value : { ...value, read };
}
