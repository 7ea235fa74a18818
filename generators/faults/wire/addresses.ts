import type { Location, Message } from '../../../syncml/message.ts';
import { isTreeCommand } from '../../../syncml/walk.ts';
import { missingRequest } from '../../address.ts';
import { inMessage, withCommand, type WireFault } from './wire.ts';

/** Changes the LocURI of a command. */
function address(
  id: string,
  words: string,
  requirement: WireFault['requirement'],
  change: (locUri: string) => string,
): WireFault {
  return inMessage([id, words, requirement], 'irregular', (message, at) => withAddress(message, at, change));
}

/** The segment of the request: the one after PFXCertInstall. */
function withRequest(locUri: string, change: (uniqueId: string) => string): string {
  if (!/\/PFXCertInstall\/[^/]+/.test(locUri)) return `${locUri}/${change(missingRequest)}`;
  return locUri.replace(
    /(\/PFXCertInstall\/)([^/]+)/,
    (_, before: string, uniqueId: string) => before + change(uniqueId),
  );
}

/** LocURIs that break a rule of Learn, OMA DM protocol support, or that differ in case only. */
export const addressFaults: readonly WireFault[] = [
  // Learn, OMA DM protocol support: no slash first; OMA TND 8.1: none last, and no empty segment.
  address('slash-first', 'a LocURI begins with a slash', 'R-DM-14', (uri) => uri.replace(/^\.?/, '')),
  address('slash-last', 'a LocURI ends with a slash', 'R-DM-14', (uri) => `${uri}/`),
  address('slash-double', 'a LocURI holds a node name that is empty', 'R-DM-14', (uri) =>
    uri.replace('/ClientCertificateInstall', '//ClientCertificateInstall'),
  ),
  address('request-empty', 'the name of a request is empty', 'R-DM-14', (uri) => withRequest(uri, () => '')),
  address('request-asterisk', 'the name of a request is just an asterisk', 'R-DM-14', (uri) =>
    withRequest(uri, () => '*'),
  ),
  // OMA TND 8.1: ./ only at the start, ../ never.
  address('segment-up', 'a LocURI goes up by ..', 'R-DM-14', (uri) =>
    uri.replace('/ClientCertificateInstall', '/ClientCertificateInstall/../ClientCertificateInstall'),
  ),
  address('segment-dot', 'a LocURI has a single dot as a segment', 'R-DM-14', (uri) =>
    uri.replace('/ClientCertificateInstall', '/./ClientCertificateInstall'),
  ),
  address('address-empty', 'a LocURI is empty', 'R-DM-14', () => ''),
  address('address-elsewhere', 'a LocURI is in no tree that there is', 'R-DM-03', (uri) =>
    uri.replace('/MSFT/', '/NoSuchVendor/'),
  ),
  // Learn writes ./Device and ./device; OMA TND 8.1 lets a device tell them apart.
  address('prefix-in-other-case', './device or ./user is spelled in other case', 'R-DM-15', (uri) =>
    uri.replace(/^\.\/(Device|User)/, (found) => found.toLowerCase()),
  ),
  address('name-in-other-case', 'the name of a node is spelled in other case', 'R-DM-03', (uri) =>
    uri.replace('PFXCertInstall', 'pfxcertinstall'),
  ),
  address('request-in-other-case', 'the name of a request is spelled in other case', 'R-DM-03', (uri) =>
    withRequest(uri, (uniqueId) => uniqueId.toUpperCase()),
  ),
];

function withAddress(message: Message, at: number, change: (locUri: string) => string): Message {
  return withCommand(message, at, isTreeCommand, (command) => {
    if (!isTreeCommand(command)) return command;
    const changed = (target: Location): Location => ({ ...target, locUri: change(target.locUri) });
    return {
      ...command,
      items: command.items.map((item) =>
        item.target === undefined ? item : { ...item, target: changed(item.target) },
      ),
    };
  });
}
