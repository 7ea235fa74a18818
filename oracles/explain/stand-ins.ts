import type { Install } from '../findings/install.ts';
import { outlineOf, type Outline } from '../findings/outline.ts';
import type { Payload } from '../findings/payload.ts';
import { readSyncML } from '../../syncml/read.ts';
import { standInPfx } from './stand-in-pfx.ts';

/** A piece of text that takes the place of [start, end). */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** MS-MDM 2.2.4.2. It is put in without a line break, so that lines stay what they are. */
const header =
  '<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID>' +
  '<Target><LocURI>device</LocURI></Target><Source><LocURI>server</LocURI></Source></SyncHdr>';

/**
 * The payloads whose outcomes together explain this one. What a payload lacks because others will add it, or hides from
 * everybody but the device, is replaced by something that is known; all else is sent as it is.
 *
 * - SyncHdr is the business of the MDM server, so that a message without one gets one.
 * - Whoever explains a payload seldom has the private key of the device. With a password that is encrypted for it (types 1
 *   and 2) the install may succeed or fail: it is explained as it stands, which fails, and with another PFX, which opens.
 */
export function sendingsOf(bytes: Uint8Array, source: string, payload: Payload): readonly Uint8Array[] {
  const outline = outlineOf(source);
  const completing = headerEdits(source, outline, payload);
  const opening = payload.installs.filter(isSealed).flatMap((install) => pfxEdits(install, source, outline));
  return [completing, ...(opening.length === 0 ? [] : [[...completing, ...opening]])].map((edits) =>
    edited(bytes, source, edits),
  );
}

function headerEdits(source: string, outline: Outline, { message, root }: Payload): readonly Edit[] {
  const start = outline.contentIndex(root);
  if (message.shape !== 'message' || message.header !== undefined || start === undefined) return [];
  // Prefixes of other namespaces are not followed: such a message is explained without the header.
  return /<SyncML[^<]*>$/.test(source.slice(0, start)) ? [{ start, end: start, text: header }] : [];
}

function isSealed(install: Install): boolean {
  return install.triggers.length > 0 && install.pfx().kind === 'password-sealed';
}

/** Replaces the texts of blob, password and encryption type, wherever the payload sets them. */
function pfxEdits({ settings }: Install, source: string, outline: Outline): readonly Edit[] {
  const texts: Readonly<Record<string, string>> = {
    PFXCertBlob: standInPfx.pfx,
    PFXCertPassword: standInPfx.password,
    PFXCertPasswordEncryptionType: '0',
  };
  return settings.flatMap(({ node, text: before, positions }) => {
    const text = texts[node?.name ?? ''];
    const start = outline.contentIndex(positions.data);
    if (text === undefined || before === undefined || start === undefined) return [];
    return [{ start, end: source.indexOf('</', start), text }];
  });
}

/** The bytes with the edits in them, in the encoding that they had; unchanged where that can not be read. */
function edited(bytes: Uint8Array, source: string, edits: readonly Edit[]): Uint8Array {
  if (edits.length === 0) return bytes;
  // From the end to the beginning, so that the indices before an edit stay right.
  const text = edits
    .toSorted((left, right) => right.start - left.start)
    .reduce((current, edit) => current.slice(0, edit.start) + edit.text + current.slice(edit.end), source);
  const isUtf16 = bytes[0] === 0xff || bytes[0] === 0xfe || bytes[0] === 0 || bytes[1] === 0;
  const result = isUtf16 ? Buffer.from(`\uFEFF${text}`, 'utf16le') : Buffer.from(text);
  return readSyncML(result).ok ? result : bytes;
}
