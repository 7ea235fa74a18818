import type { Breach } from '../../../cases/intent.ts';
import type { Message } from '../../../syncml/message.ts';
import { isTreeCommand } from '../../../syncml/walk.ts';
import { add, get, itemOf } from '../../command.ts';
import { addressOf, requestAddress } from '../../address.ts';
import {
  freshId,
  inMessage,
  inText,
  withCommand,
  withMatch,
  type WireFault,
  hasData,
  withSetting,
} from './wire.ts';

function respelled(id: string, words: string, edit: (text: string, at: number) => string): WireFault {
  return inText([id, words, 'R-DM-16'], 'legal', edit);
}

function reshaped(
  id: string,
  words: string,
  change: (message: Message, at: number) => Message,
  ...breaches: readonly Breach[]
): WireFault {
  return inMessage([id, words, 'R-DM-01', ...breaches], 'legal', change);
}

/** Other ways to say the same, and documents of unusual size: right, and still places where parsers go wrong. */
export const spellings: readonly WireFault[] = [
  // XML 1.0: all of these mean the same document. A byte order mark comes first, then the declaration, then the rest.
  respelled('declaration', 'there is an XML declaration', (text) =>
    text.replace(/^\ufeff?/, '$&<?xml version="1.0" encoding="utf-8"?>'),
  ),
  respelled('byte-order-mark', 'there is a byte order mark', (text) => `\ufeff${text}`),
  respelled('comment', 'there is a comment between two elements', (text, at) =>
    withMatch(text, /<Item>/g, at, ([found]) => `${found}<!-- a comment -->`),
  ),
  respelled('instruction', 'there is a processing instruction', (text) =>
    text.replace(/^\ufeff?(?:<\?xml[^>]*\?>)?/, '$&<?note nothing?>'),
  ),
  respelled('line-breaks', 'every element stands on its own line', (text) =>
    text.replaceAll('><', '>\r\n  <'),
  ),
  respelled('single-quotes', 'attributes are in single quotes', (text) =>
    text.replace(/="([^"]*)"/g, "='$1'"),
  ),
  respelled('character-reference', 'a letter is written as a reference', (text, at) =>
    withMatch(
      text,
      /<LocURI>([^<])/g,
      at,
      ([, letter = '.']) => `<LocURI>&#x${letter.charCodeAt(0).toString(16)};`,
    ),
  ),
  respelled('prefixed', 'the elements of SyncML have a prefix', (text) =>
    text
      .replace(/<(\/?)([A-Z]\w*)/g, '<$1s:$2')
      .replace(/<(\/?)s:Format/g, '<$1Format')
      .replace('<s:SyncML xmlns=', '<s:SyncML xmlns:s='),
  ),
  respelled('blank-in-tag', 'there are blanks in the tags', (text) => text.replace(/<(\/?\w+)>/g, '<$1 >')),
  // Legal XML that is documented as not working on Windows.
  inMessage(['cdata', 'Data is a CDATA section', 'R-DM-17'], 'legal', (message, at) =>
    withCommand(withSetting(message), at, hasData, (command) =>
      isTreeCommand(command)
        ? {
            ...command,
            items: command.items.map((item) =>
              item.data === undefined ? item : { ...item, data: { ...item.data, cdata: true } },
            ),
          }
        : command,
    ),
  ),
  // OMA RepPro 1.2.1: without Final more messages of the package follow; the commands count all the same.
  reshaped('final-missing', 'there is no Final', (message) => ({ ...message, final: false })),
  // Devices take both, and neither is a message of SyncML.
  reshaped('body-only', 'the document is a bare SyncBody', (message) => bare(message, 'body'), 'root'),
  reshaped(
    'fragment',
    'the document is a row of bare commands',
    (message) => ({ ...bare(message, 'fragment'), final: false }),
    'root',
    // Where the row has more than one command, XML sees several roots.
    'not-well-formed',
  ),
  // MS-MDM 2.2.5: one Status if all Items fare alike, else one for each.
  reshaped('several-items', 'a Get has several Items', (message) => ({
    ...message,
    commands: [
      ...message.commands,
      {
        kind: 'Get',
        cmdId: freshId(message),
        items: [
          itemOf(addressOf('device', 'PFXCertInstall')),
          itemOf(addressOf('user', 'PFXCertInstall')),
          itemOf(requestAddress('device', 'Missing')),
        ],
      },
    ],
  })),
  // Large, and far below the limits of any reader: what is slow or cut off shows here.
  reshaped('many-commands', 'the message has 200 commands more', (message) => {
    const first = Number(freshId(message));
    const more = Array.from({ length: 200 }, (_, number) => ({
      ...get(addressOf('device', 'PFXCertInstall')),
      cmdId: String(first + number),
    }));
    return { ...message, commands: [...message.commands, ...more] };
  }),
  reshaped('huge-data', 'a setting has 200 KB', (message) => ({
    ...message,
    commands: [
      ...message.commands,
      {
        ...add(requestAddress('device', 'Huge', 'ContainerName'), 'chr', 'x'.repeat(200_000)),
        cmdId: freshId(message),
      },
    ],
  })),
  reshaped('long-address', 'a LocURI has 2000 characters', (message) => ({
    ...message,
    commands: [
      ...message.commands,
      { ...get(requestAddress('device', 'x'.repeat(2000))), cmdId: freshId(message) },
    ],
  })),
];

/** A message without its envelope: mdmlocalmanagement.dll takes a SyncBody, profiles of MDM servers hold commands. */
function bare({ header: _header, ...rest }: Message, shape: 'body' | 'fragment'): Message {
  return { ...rest, shape };
}
