import type { Breach } from '../../../cases/intent.ts';
import type { Command, Message } from '../../../syncml/message.ts';
import { isTreeCommand } from '../../../syncml/walk.ts';
import { syncMLNamespace } from '../../../syncml/vocabulary.ts';
import { atomic, get, remove, sequence, withInserted } from '../../command.ts';
import { addressOf, missingRequest } from '../../address.ts';
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

type Described = readonly [
  id: string,
  words: string,
  requirement: WireFault['requirement'],
  ...breaches: readonly Breach[],
];

/** Changes the CmdID of a command; `undefined` leaves the element out. */
function cmdId(
  described: Described,
  value: string | undefined,
  chosen: (command: Command) => boolean = isTreeCommand,
): WireFault {
  return inMessage(described, 'irregular', (message, at) =>
    withCommand(
      chosen === isAtomic ? withContainer(withSetting(message), 'Atomic') : message,
      at,
      chosen,
      ({ cmdId: _cmdId, ...rest }) => (value === undefined ? rest : { ...rest, cmdId: value }),
    ),
  );
}

/** Puts a command into the first container of a kind, or into the body. */
function member(
  described: Described,
  where: 'Atomic' | 'Sequence' | 'body',
  make: (message: Message) => Command,
): WireFault {
  return inMessage(described, 'irregular', (message, at) => {
    const within = where === 'body' ? message : withContainer(message, where);
    const command = make(within);
    if (where === 'body') return { ...within, commands: withInserted(within.commands, at, command) };
    return withCommand(
      within,
      0,
      ({ kind }) => kind === where,
      (found) =>
        found.kind === 'Atomic' || found.kind === 'Sequence'
          ? { ...found, commands: withInserted(found.commands, at, command) }
          : found,
    );
  });
}

/** A member that is a container itself, and does no harm where it is executed. */
function nested(message: Message): Command {
  const own = Number(freshId(message));
  const missing = addressOf('device', 'PFXCertInstall', missingRequest);
  return { ...atomic([{ ...remove(missing), cmdId: String(own + 1) }]), cmdId: String(own) };
}

function looking(message: Message): Command {
  return { ...get(addressOf('device', 'PFXCertInstall')), cmdId: freshId(message) };
}

/** An element in the place of a command that is none, or none that Windows lists (Learn, OMA DM protocol support). */
function stranger(name: string, namespace: string): (message: Message) => Command {
  return (message) => ({ kind: 'Unknown', name, namespace, cmdId: freshId(message) });
}

/** Breaches of the content model that a device answers with a Status. To add one: an entry here. */
export const commandFaults: readonly WireFault[] = [
  // Learn, OMA DM protocol support: 400 with a blank CmdRef. An Atomic without one is in the SCEP example.
  cmdId(['cmdid-missing', 'a command has no CmdID', 'R-DM-11', 'element-missing'], undefined),
  cmdId(
    ['cmdid-missing-on-atomic', 'an Atomic has no CmdID', 'R-DM-11', 'element-missing'],
    undefined,
    isAtomic,
  ),
  cmdId(['cmdid-empty', 'a CmdID is empty', 'R-DM-11', 'value'], ''),
  // MS-MDM 2.2.3.2: any string but 0, unique in the message. 313$ is what the SCEP example has.
  cmdId(['cmdid-zero', 'a CmdID is 0', 'R-DM-01', 'value'], '0'),
  cmdId(['cmdid-not-a-number', 'a CmdID is not a number', 'R-DM-01'], '313$'),
  inMessage(
    ['cmdid-twice', 'two commands have the same CmdID', 'R-DM-01', 'cmdid-repeated'],
    'irregular',
    (message) => {
      // The second command is one of our own where there is no other.
      const longer = { ...message, commands: [...message.commands, looking(message)] };
      const first = longer.commands[0]?.cmdId ?? '1';
      return withCommand(longer, 1, isTreeCommand, (command) => ({ ...command, cmdId: first }));
    },
  ),
  // Learn, OMA DM protocol support: 500 for the inner Atomic and for the Get.
  member(['atomic-in-atomic', 'an Atomic stands in an Atomic', 'R-DM-09'], 'Atomic', nested),
  member(['get-in-atomic', 'a Get stands in an Atomic', 'R-DM-10'], 'Atomic', looking),
  // Learn, OMA DM protocol support: 400 for an element that is not valid there.
  member(
    ['unknown-in-body', 'an element under SyncBody is no command', 'R-DM-12', 'element-unknown'],
    'body',
    stranger('Upsert', syncMLNamespace),
  ),
  member(
    [
      'unknown-in-atomic',
      'an element in an Atomic is no command',
      'R-DM-12',
      'element-unknown',
      'element-missing',
    ],
    'Atomic',
    stranger('Upsert', syncMLNamespace),
  ),
  member(
    [
      'unknown-in-sequence',
      'an element in a Sequence is no command',
      'R-DM-12',
      'element-unknown',
      'element-missing',
    ],
    'Sequence',
    stranger('Upsert', syncMLNamespace),
  ),
  member(
    ['foreign-command', 'a command has the namespace of something else', 'R-DM-12', 'namespace'],
    'body',
    stranger('Add', 'urn:example:other'),
  ),
  // Forty are within the limits of syncml/limits.ts, so it is the element and not the depth that counts.
  inText(
    [
      'deep-unknown',
      'an element that is no command holds forty others, one in the other',
      'R-DM-12',
      'element-unknown',
    ],
    'irregular',
    (text) => text.replace('</SyncBody>', `${'<Deep>'.repeat(40)}${'</Deep>'.repeat(40)}</SyncBody>`),
  ),
  // MS-MDM 2.2.4.1: exactly SYNCML:SYNCML1.2.
  inText(
    ['namespace-wrong', 'the namespace is that of SyncML 1.1', 'R-DM-12', 'namespace'],
    'irregular',
    (text) => text.replace(syncMLNamespace, 'SYNCML:SYNCML1.1'),
  ),
  inText(['namespace-missing', 'the namespace is missing', 'R-DM-12', 'namespace'], 'irregular', (text) =>
    text.replace(` xmlns="${syncMLNamespace}"`, ''),
  ),
  inText(
    ['meta-namespace-missing', 'a Format has not the namespace of Meta', 'R-DM-17', 'namespace'],
    'irregular',
    (text, at) => withMatch(text, /<Format xmlns="syncml:metinf">/g, at, () => '<Format>'),
    withSetting,
  ),
  // OMA RepPro 1.2.1: the content models fix the order of elements. A device may read on all the same.
  inText(
    ['cmdid-late', 'the CmdID stands after the Item', 'R-DM-01', 'element-order'],
    'irregular',
    (text, at) =>
      withMatch(
        text,
        /<(Add|Replace|Delete|Get|Exec)>(<CmdID>[^<]*<\/CmdID>)((?:(?!<\/\1>)[^])*)<\/\1>/g,
        at,
        ([, name = '', id = '', rest = '']) => `<${name}>${rest}${id}</${name}>`,
      ),
  ),
  inText(
    ['data-early', 'the Data stands before the Target', 'R-DM-01', 'element-order'],
    'irregular',
    (text, at) =>
      withMatch(
        text,
        /<Item>((?:(?!<Data>|<\/Item>)[^])+)(<Data>[^<]*<\/Data>)<\/Item>/g,
        at,
        ([, before = '', data = '']) => `<Item>${data}${before}</Item>`,
      ),
    withSetting,
  ),
  inText(
    ['cmdid-element-twice', 'a command has two CmdID elements', 'R-DM-01', 'element-repeated'],
    'irregular',
    (text, at) => withMatch(text, /<CmdID>[^<]*<\/CmdID>/g, at, ([found]) => `${found}<CmdID>999</CmdID>`),
  ),
  // MS-MDM 2.2.7: at least one Item, and what it is about.
  inMessage(
    ['item-missing', 'a command has no Item', 'R-DM-01', 'element-missing'],
    'irregular',
    (message, at) =>
      withCommand(message, at, isTreeCommand, (command) =>
        isTreeCommand(command) ? { ...command, items: [] } : command,
      ),
  ),
  inMessage(['target-missing', 'an Item has no Target', 'R-DM-01'], 'irregular', (message, at) =>
    withCommand(message, at, isTreeCommand, (command) =>
      isTreeCommand(command)
        ? { ...command, items: command.items.map(({ target: _target, ...item }) => item) }
        : command,
    ),
  ),
  inMessage(
    ['data-missing', 'an Add or Replace of a setting has no Data', 'R-DM-17'],
    'irregular',
    (message, at) =>
      withCommand(withSetting(message), at, hasData, (command) =>
        isTreeCommand(command)
          ? { ...command, items: command.items.map(({ data: _data, ...item }) => item) }
          : command,
      ),
  ),
];

function isAtomic(command: Command): boolean {
  return command.kind === 'Atomic';
}

/** The message, with all that may stand in such a container moved into one where it has none; that may be nothing. */
function withContainer(message: Message, kind: 'Atomic' | 'Sequence'): Message {
  if (message.commands.some((command) => command.kind === kind)) return message;
  const movable = message.commands.filter(
    (command) => isTreeCommand(command) && (kind === 'Sequence' || command.kind !== 'Get'),
  );
  const rest = message.commands.filter((command) => !movable.includes(command));
  const container = kind === 'Atomic' ? atomic(movable) : sequence(movable);
  return { ...message, commands: [...rest, { ...container, cmdId: freshId(message) }] };
}
