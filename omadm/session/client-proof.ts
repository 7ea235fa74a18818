import type { Command } from '../../syncml/message.ts';
import { credentialTypes, credMarkup } from './credentials.ts';
import type { CredMarkup } from './header-places.ts';
import { codeOf, statusOfHeader } from './statuses.ts';
import type { ClientSessionOptions } from './turns.ts';

/** What the server's Status of SyncHdr asks for, if it comes alone. */
export type Hint =
  | { readonly kind: 'none' }
  /** The last message has to go out again, with the credentials that cred() gives now. */
  | { readonly kind: 'repeat' }
  | { readonly kind: 'failed'; readonly reason: string };

/** Proves the device to the server, and learns from the server's Statuses whether it has to go on doing so. */
export interface ClientProof {
  /** @param msgId the device's last message */
  hear(statuses: readonly Command[], msgId: string): Hint;
  /** The credentials that the next message needs. */
  cred(): CredMarkup | undefined;
  /** Bytes that they take in a header at most. */
  length(): number;
  /** A message with them went out. */
  sent(): void;
}

type Options = Pick<ClientSessionOptions, 'authentication' | 'device' | 'nonceReceived'>;

/** Refusals of credentials that were made with what the server had just given: more of them would be no better. */
const refusalsBorne = 1;

export function createClientProof({ authentication, device, nonceReceived }: Options): ClientProof {
  let nonce = device?.nonce ?? '';
  let admitted = false;
  let refusals = 0;
  /** Whether the credentials are made with a nonce of this session; those of basic are always up to date. */
  let fresh = authentication === 'basic';
  let freshSent = false;

  const cred = (): CredMarkup | undefined => {
    if (authentication === 'none' || device === undefined || admitted) return undefined;
    // Without any nonce there is nothing to begin with: the server's challenge brings one.
    if (authentication === 'md5' && nonce === '' && !fresh) return undefined;
    return credMarkup(authentication, { ...device, nonce });
  };

  return {
    cred,
    length: () => {
      const { name = '', markup = '' } = cred() ?? {};
      // Each character of a name may be written as a reference.
      return markup === '' ? 0 : markup.length + Buffer.byteLength(name) * 5 + '<LocName></LocName>'.length;
    },
    sent: () => {
      freshSent = fresh && cred() !== undefined;
    },
    hear: (statuses, msgId) => {
      const status = statusOfHeader({ commands: statuses }, msgId);
      const code = codeOf(status);
      const meta = status?.chal?.meta;
      const given = meta?.nextNonce?.trim() ?? '';
      if (given !== '' && authentication === 'md5') {
        nonce = given;
        fresh = true;
        nonceReceived?.(given);
      }
      if (code === '212') admitted = true;
      if (code === '' || code.startsWith('2')) return { kind: 'none' };
      if (code !== '401' && code !== '407') {
        return { kind: 'failed', reason: `the server answered message ${msgId} with status ${code}` };
      }
      admitted = false;
      if (authentication === 'none' || device === undefined) {
        return { kind: 'failed', reason: 'the server asks for credentials, and this device has none' };
      }
      const asked = meta?.type?.trim();
      if (asked !== undefined && asked !== credentialTypes[authentication]) {
        const reason = `the server asks for credentials of type ${asked}, this device has ${credentialTypes[authentication]}`;
        return { kind: 'failed', reason };
      }
      if (status?.chal === undefined) {
        return { kind: 'failed', reason: `the server refuses this device with status ${code}` };
      }
      if (freshSent && ++refusals > refusalsBorne) {
        const reason = `the server refused the credentials of this device ${refusals} times`;
        return { kind: 'failed', reason };
      }
      return { kind: 'repeat' };
    },
  };
}
