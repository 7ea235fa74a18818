import { createHash, timingSafeEqual } from 'node:crypto';
import type { Chal, Cred } from '../../syncml/message.ts';
import { writeSyncML } from '../../syncml/write.ts';
import type { Authentication, Credentials } from '../account.ts';
import type { CredMarkup } from './header-places.ts';
import { viewOfText } from './view.ts';

/** Types of Cred and Chal (OMA DM security 1.2, 5.3). */
export const credentialTypes: Readonly<Record<Exclude<Authentication, 'none'>, string>> = {
  basic: 'syncml:auth-basic',
  md5: 'syncml:auth-md5',
};

/** Bytes of a nonce; Windows wants 16 in its account (device-and-mdm.md, 6). */
export const nonceLength = 16;

/** B64(MD5(B64(MD5(name ":" secret)) ":" nonce)), the nonce as bytes (OMA DM security 1.2, 5.3). */
export function md5Digest({ name, secret, nonce }: Credentials): string {
  const secrets = createHash('md5').update(`${name}:${secret}`, 'utf8').digest('base64');
  return createHash('md5').update(`${secrets}:`).update(Buffer.from(nonce, 'base64')).digest('base64');
}

/** What proves these credentials. */
export function credOf(kind: Exclude<Authentication, 'none'>, credentials: Credentials): Cred {
  const { name, secret } = credentials;
  const data =
    kind === 'md5' ? md5Digest(credentials) : Buffer.from(`${name}:${secret}`, 'utf8').toString('base64');
  return { meta: { format: 'b64', type: credentialTypes[kind] }, data };
}

/** The same as markup, ready to stand in a header. */
export function credMarkup(kind: Exclude<Authentication, 'none'>, credentials: Credentials): CredMarkup {
  const { meta, data } = credOf(kind, credentials);
  // The codec writes whole messages only; a header's Cred is cut out of one.
  const text = writeSyncML({
    shape: 'message',
    namespace: '',
    header: { cred: { ...(meta === undefined ? {} : { meta }), data } },
    commands: [],
    final: false,
  });
  const markup = text.slice(text.indexOf('<Cred>'), text.indexOf('</SyncHdr>'));
  return { name: credentials.name, markup: viewOfText(markup) };
}

/** Whether a Cred proves the credentials. Takes the same time wherever the two differ. */
export function proves(cred: Cred, kind: Exclude<Authentication, 'none'>, credentials: Credentials): boolean {
  const rightType = cred.meta?.type?.trim() === credentialTypes[kind];
  const expected = credOf(kind, credentials).data;
  const same = timingSafeEqual(fingerprint(cred.data.trim()), fingerprint(expected));
  return rightType && same;
}

/** Of the same length for all texts, so that not even the length of the secret shows. */
function fingerprint(text: string): Uint8Array {
  return createHash('sha256').update(text, 'utf8').digest();
}

/** Asks for credentials; for MD5 with the nonce that they have to be made with. */
export function chalOf(kind: Exclude<Authentication, 'none'>, nonce: string): Chal {
  const meta = { format: 'b64', type: credentialTypes[kind] };
  return { meta: kind === 'md5' ? { ...meta, nextNonce: nonce } : meta };
}
