import type { ReadResult } from '../../syncml/read.ts';
import { writeSyncML } from '../../syncml/write.ts';
import { executeCommands } from './execute.ts';
import type { Device } from './device-parts.ts';
import { replyTo } from './reply.ts';
import { rootAbove } from './resolve.ts';

type ReadErrorKind = Extract<ReadResult, { ok: false }>['error']['kind'];

/**
 * Status of SyncHdr where the document can not be read. Learn, OMA DM response status codes: 415 is an error of
 * parsing or formatting, 400 a malformed request, 500 whatever the client can not map.
 */
const unreadable: Readonly<Record<ReadErrorKind, string>> = {
  encoding: '415',
  'not-well-formed': '415',
  dtd: '415',
  'not-syncml': '400',
  size: '500',
  depth: '500',
};

/** Answers SyncML documents: bytes to bytes. */
export interface Engine {
  handle(request: Uint8Array): Uint8Array;
}

/** A DM client on the given device. What it can not read changes nothing there (R-DM-16). */
export function createEngine(given: Device): Engine {
  const device = { ...given, tree: given.rules.keepTree(given.tree) };
  const root = rootAbove([device.provider, ...(device.alsoMounted ?? [])]);
  const encoder = new TextEncoder();
  return {
    handle: (request) => {
      const read = device.rules.read(request);
      if (!read.ok) {
        const reply = replyTo(undefined, unreadable[read.error.kind], [], device.rules);
        return encoder.encode(writeSyncML(device.rules.finish(reply, undefined)));
      }
      // What came about before this message; an unreadable one is not answered with it.
      const alerts = device.provider.takeAlerts();
      const reports = executeCommands(read.message.commands, device, root);
      device.provider.messageEnded();
      const reply = replyTo(read.message, '200', reports, device.rules, alerts);
      return encoder.encode(writeSyncML(device.rules.finish(reply, read.message)));
    },
  };
}
