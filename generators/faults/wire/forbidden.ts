import { inText, withMatch, type WireFault } from './wire.ts';

/** Puts a document type before the root and a reference to one of its entities into an address. */
function documentType(id: string, words: string, type: string, reference = ''): WireFault {
  return inText([id, words, 'R-DM-16', 'document-type'], 'forbidden', (text, at) => {
    const referring = withMatch(text, /<LocURI>[^<]*/g, at, ([found]) => found + reference);
    return `<!DOCTYPE SyncML${type}>${referring}`;
  });
}

/** Entities that each hold ten of the one before: 10^9 characters, were they expanded. */
const bomb = Array.from({ length: 9 }, (_, level) => {
  const text = level === 0 ? '0'.repeat(10) : `&bomb${level - 1};`.repeat(10);
  return `<!ENTITY bomb${level} "${text}">`;
}).join('');

/**
 * Document types. XML allows them, SyncML does not (MS-MDM 2.2.4; OMA RepPro 1.2.1, documents need only be well-formed
 * and carry no DTD); a device that follows one is open to attack.
 */
export const forbiddenFaults: readonly WireFault[] = [
  documentType('doctype', 'there is a document type', ''),
  documentType(
    'doctype-public',
    'the document type names a public DTD',
    ' PUBLIC "-//SYNCML//DTD SyncML 1.2//EN" ""',
  ),
  documentType('entity-internal', 'an entity is declared and used', ' [<!ENTITY short "x">]', '&short;'),
  documentType(
    'entity-external',
    'an entity is read from a file',
    ' [<!ENTITY file SYSTEM "file:///c:/windows/win.ini">]',
    '&file;',
  ),
  documentType('entity-bomb', 'entities grow to a gigabyte', ` [${bomb}]`, '&bomb8;'),
];
