import type { Message, TreeCommand } from '../../syncml/message.ts';
import { putBefore } from './chunk-edits.ts';
import { sizeIn } from './large-objects.ts';
import { childOf, contentOf, messageOutline, type Outline } from './outline.ts';
import { hasMoreData, type Reference } from './statuses.ts';
import { bytesOf, edited, viewOf, type View } from './view.ts';

/** What a message of the server is to a device that puts large objects together. */
export type Arrival =
  | { readonly kind: 'document'; readonly document: Uint8Array }
  /** A chunk that others follow; the server gets this Status for it. */
  | { readonly kind: 'chunk'; readonly status: string; readonly reference: Reference }
  /** The value is too large, or its chunks do not make up what was announced. */
  | { readonly kind: 'refused'; readonly status: string; readonly reference: Reference };

/** Puts together what comes in chunks. */
export interface ChunkStore {
  /** @param message what `bytes` say */
  take(bytes: Uint8Array, message: Message): Arrival;
}

interface Unfinished {
  readonly kind: string;
  readonly locUri: string;
  readonly announced: number | undefined;
  pieces: View;
  bytes: number;
}

/** @param limit bytes that one value may have */
export function createChunkStore(limit: number): ChunkStore {
  let unfinished: Unfinished | undefined;
  return {
    take: (bytes, message) => {
      const command = valueCommand(message);
      const view = command === undefined ? '' : viewOf(bytes);
      const data = command === undefined ? undefined : dataIn(view, command.kind);
      const locUri = command?.items[0]?.target?.locUri ?? '';
      const begun =
        command?.kind === unfinished?.kind && locUri === unfinished?.locUri ? unfinished : undefined;
      // Whatever else comes, the rest of the value before it will not.
      unfinished = undefined;
      if (command === undefined || data === undefined || (begun === undefined && !hasMoreData(command))) {
        return { kind: 'document', document: bytes };
      }
      const item = command.items[0];
      const value: Unfinished = begun ?? {
        kind: command.kind,
        locUri,
        announced: sizeIn(item?.meta, command.meta),
        pieces: '',
        bytes: 0,
      };
      value.bytes += Buffer.byteLength(item?.data?.text ?? '');
      const reference: Reference = {
        msgRef: message.header?.msgId?.trim() ?? '',
        cmdRef: command.cmdId ?? '',
        cmd: command.kind,
      };
      if (Math.max(value.bytes, value.announced ?? 0) > limit)
        return { kind: 'refused', status: '416', reference };
      if (hasMoreData(command)) {
        value.pieces += contentOf(view, data);
        unfinished = value;
        return { kind: 'chunk', status: '213', reference };
      }
      if (value.announced !== undefined && value.announced !== value.bytes) {
        return { kind: 'refused', status: '424', reference };
      }
      return { kind: 'document', document: bytesOf(edited(view, [putBefore(view, data, value.pieces)])) };
    },
  };
}

/** The one Add or Replace of one value that a message consists of, beside its Statuses. */
function valueCommand({ commands }: Message): TreeCommand | undefined {
  const [command, another] = commands.filter(
    ({ kind }) => kind !== 'Status' && kind !== 'Results' && kind !== 'Alert',
  );
  const single = command?.kind === 'Add' || command?.kind === 'Replace' ? command : undefined;
  return another === undefined && single?.items.length === 1 ? single : undefined;
}

function dataIn(view: View, kind: string): Outline | undefined {
  const command = childOf(messageOutline(view)?.body, kind);
  return childOf(childOf(command, 'Item'), 'Data');
}
