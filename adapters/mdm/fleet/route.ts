import { isDeepStrictEqual } from 'node:util';
import type { Command, ContainerCommand, Message, TreeCommand } from '../../../syncml/message.ts';
import { readSyncML } from '../../../syncml/read.ts';
import { compareMeaning } from './meaning.ts';

/** How a document can reach a device through Fleet, or why it can not. */
export type Route =
  | { readonly kind: 'command'; readonly document: Message; readonly text: string }
  | { readonly kind: 'profile'; readonly document: Message; readonly text: string }
  | { readonly kind: 'refused'; readonly reason: string };

const whatFleetTakes = 'it takes one Exec as a command, or Add and Replace as a profile';

const withoutAddress = 'what Fleet makes of a command is found again by its LocURI, and an Item has none';

/**
 * The route for a document. Fleet's command route takes exactly one Exec with one Item, its profiles Add and Replace,
 * or one Atomic of these (device-and-mdm.md, 8.1; fleet, server/fleet/windows_mdm.go, ValidateUserProvided).
 */
export function routeOf(bytes: Uint8Array): Route {
  const read = readSyncML(bytes);
  if (!read.ok) return refused(`Fleet sends only well-formed SyncML, and ${read.error.reason}`);
  const { message, irregularities } = read;
  const [irregularity] = irregularities;
  if (irregularity !== undefined) {
    return refused(
      `Fleet puts CmdIDs and envelope of its own, so that what is wrong with a message may get lost: ${irregularity.message}`,
    );
  }
  const reason = envelopeReason(message) ?? commandsReason(message.commands);
  if (reason !== undefined) return refused(reason);

  const text = commandsText(Buffer.from(bytes).toString('utf8'), message);
  if (text === undefined) return refused('Fleet writes messages anew, and this one is not in plain markup');
  const [only] = message.commands;
  if (only?.kind === 'Exec') return { kind: 'command', document: message, text };
  if (text.includes('$FLEET_') || text.includes('${FLEET_')) {
    return refused('Fleet would put a value in place of the variable $FLEET_… that a profile holds');
  }
  return { kind: 'profile', document: message, text: withoutAtomicId(text) };
}

function refused(reason: string): Route {
  return { kind: 'refused', reason };
}

/** Fleet writes SyncHdr and Final itself, so those of the case have to be the ones that it writes too. */
function envelopeReason({ header, shape, final }: Message): string | undefined {
  if (shape !== 'fragment' && !final) return 'Fleet ends every message with Final, and this one has none';
  if (header === undefined) return undefined;
  const { verDtd, verProto, cred, noResp, meta, respUri } = header;
  const plain =
    verDtd === '1.2' &&
    verProto === 'DM/1.2' &&
    noResp !== true &&
    isDeepStrictEqual([cred, meta, respUri], [undefined, undefined, undefined]);
  return plain ? undefined : 'Fleet writes a SyncHdr of its own, and that of this message says more';
}

function commandsReason(commands: readonly Command[]): string | undefined {
  const [only, ...others] = commands;
  if (only === undefined) return `Fleet can not carry a message without commands: ${whatFleetTakes}`;
  if (others.length === 0 && only.kind === 'Exec') return execReason(only);
  if (others.length === 0 && only.kind === 'Atomic') return atomicReason(only);
  return firstReason(commands, (command) => settingReason(command, 'a message'));
}

function execReason({ noResp, items }: TreeCommand): string | undefined {
  if (items.length !== 1) return 'Fleet runs an Exec with exactly one Item only';
  if (items[0]?.target === undefined) return withoutAddress;
  return noResp === true ? 'Fleet waits for the Status of an Exec, and with NoResp there is none' : undefined;
}

function atomicReason({ noResp, meta, commands }: ContainerCommand): string | undefined {
  if (noResp === true || meta !== undefined) return 'Fleet drops NoResp and Meta of an Atomic';
  return firstReason(commands, (command) => settingReason(command, 'an Atomic'));
}

/** What stands between a profile and one of its commands. */
function settingReason(command: Command, within: string): string | undefined {
  switch (command.kind) {
    case 'Add':
    case 'Replace':
      if (command.noResp === true || command.cred !== undefined || command.meta !== undefined) {
        return `Fleet drops NoResp, Cred and Meta of a command in a profile`;
      }
      return firstReason(command.items, ({ target }) =>
        target === undefined ? withoutAddress : addressReason(target.locUri),
      );
    case 'Exec':
      return within === 'an Atomic'
        ? 'Fleet takes an Exec in an Atomic only for SCEP nodes below its own variable $FLEET_VAR_SCEP_WINDOWS_CERTIFICATE_ID'
        : 'Fleet runs an Exec only as the single command of a message';
    case 'Atomic':
      return within === 'an Atomic'
        ? 'Fleet takes no Atomic in an Atomic'
        : 'Fleet takes an Atomic only as the single command of a message';
    case 'Get':
    case 'Delete':
    case 'Sequence':
    case 'Alert':
    case 'Status':
    case 'Results':
      return `Fleet carries no ${command.kind}: ${whatFleetTakes}`;
    case 'Unknown':
      return `Fleet carries no element that SyncML does not know: ${whatFleetTakes}`;
  }
}

/** The check of a profile's LocURIs is on exactly these beginnings (windows_mdm.go, isSCEPLocURIWithoutFleetVar). */
function addressReason(locUri: string): string | undefined {
  return /^\.\/(?:Device|User)\/Vendor\/MSFT\/ClientCertificateInstall\/SCEP\//.test(locUri.trim())
    ? 'Fleet takes SCEP nodes in a profile only below its own variable $FLEET_VAR_SCEP_WINDOWS_CERTIFICATE_ID'
    : undefined;
}

function firstReason<Value>(
  values: readonly Value[],
  reasonOf: (value: Value) => string | undefined,
): string | undefined {
  for (const value of values) {
    const reason = reasonOf(value);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

/** The commands cut out of a document as they stand there; undefined where that can not be done safely. */
function commandsText(text: string, { shape, commands }: Message): string | undefined {
  const body =
    shape === 'fragment'
      ? text.replace(/(?:<Final\/>|<Final><\/Final>)\s*$/, '')
      : /<SyncBody(?: [^>]*)?>([^]*?)(?:<Final\/>|<Final><\/Final>)?\s*<\/SyncBody>/.exec(text)?.[1];
  if (body === undefined) return undefined;
  return compareMeaning(commands, body).kind === 'same' ? body.trim() : undefined;
}

/** Fleet refuses whatever stands first in an Atomic and is no Add or Replace, even the CmdID that it has to have. */
function withoutAtomicId(text: string): string {
  return text.replace(/^(<Atomic(?: [^>]*)?>\s*)<CmdID>[^<]*<\/CmdID>/, '$1');
}
