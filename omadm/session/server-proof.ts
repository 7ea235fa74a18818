import type { Message } from '../../syncml/message.ts';
import type { Credentials } from '../account.ts';
import { credentialTypes, credMarkup } from './credentials.ts';
import type { CredMarkup } from './header-places.ts';
import { codeOf, statusOfHeader } from './statuses.ts';

/** Proves the server to a device that asks for it by a Chal in its Status of SyncHdr. */
export interface ServerProof {
  /**
   * Takes in what the device says of the server's last message.
   * @returns `repeat` where that message has to go out again, with credentials; `hopeless` where they do not help
   */
  hear(message: Message, msgId: string): 'accepted' | 'repeat' | 'hopeless';
  /** The credentials that the next message needs. */
  cred(): CredMarkup | undefined;
}

export function createServerProof(credentials: Credentials | undefined): ServerProof {
  let asked: { readonly kind: 'basic' | 'md5'; readonly nonce: string } | undefined;
  let refusals = 0;
  return {
    hear: (message, msgId) => {
      const status = statusOfHeader(message, msgId);
      const code = codeOf(status);
      const meta = status?.chal?.meta;
      const kind = (['md5', 'basic'] as const).find((one) => credentialTypes[one] === meta?.type?.trim());
      if (kind !== undefined) asked = { kind, nonce: meta?.nextNonce?.trim() ?? '' };
      // 212: the server is known for the rest of the session.
      if (code === '212') asked = undefined;
      // A refusal that asks for nothing is what the device has to say to the message.
      if ((code !== '401' && code !== '407') || kind === undefined) return 'accepted';
      refusals++;
      return credentials === undefined || asked === undefined || refusals > 2 ? 'hopeless' : 'repeat';
    },
    cred: () =>
      credentials === undefined || asked === undefined
        ? undefined
        : credMarkup(asked.kind, { ...credentials, nonce: asked.nonce }),
  };
}
