import type { Chal, Cred } from '../../syncml/message.ts';
import { chalOf, credentialTypes, nonceLength, proves } from './credentials.ts';
import type { ServerSessionOptions } from './turns.ts';

/** What the credentials of a message mean. */
export type Entry =
  /** Who is in stays in: 212 holds for the session, so credentials are not looked at again. */
  | { readonly kind: 'known' }
  | { readonly kind: 'accepted'; readonly status: string; readonly chal?: Chal }
  | { readonly kind: 'challenged'; readonly status: string; readonly chal: Chal; readonly reason: string }
  | { readonly kind: 'refused'; readonly status: string; readonly reason: string };

/** Lets a device into a session, or not. */
export interface Authenticator {
  enter(cred: Cred | undefined): Entry;
}

/** A device that knows its credentials needs one attempt, and one more where its nonce is out of date. */
const attempts = 3;

type Options = Pick<ServerSessionOptions, 'authentication' | 'device' | 'nonceGiven' | 'randomBytes'>;

/**
 * Each nonce is good for one attempt: a challenge brings another, and so does the Status that lets the device in, for
 * the session that follows (OMA DM security 1.2, 5.3).
 */
export function createAuthenticator({
  authentication,
  device,
  nonceGiven,
  randomBytes,
}: Options): Authenticator {
  let inside = false;
  let failures = 0;
  let asked = false;
  let nonce = device?.nonce ?? '';

  const freshChal = (kind: 'basic' | 'md5'): Chal => {
    if (kind === 'md5') {
      nonce = Buffer.from(randomBytes(nonceLength)).toString('base64');
      nonceGiven?.(nonce);
    }
    return chalOf(kind, nonce);
  };

  return {
    enter: (cred) => {
      if (inside) return { kind: 'known' };
      if (authentication === 'none') {
        inside = true;
        return { kind: 'accepted', status: '200' };
      }
      if (cred !== undefined && device !== undefined && proves(cred, authentication, { ...device, nonce })) {
        inside = true;
        const chal = freshChal(authentication);
        return authentication === 'md5'
          ? { kind: 'accepted', status: '212', chal }
          : { kind: 'accepted', status: '212' };
      }
      // The first message need not know that credentials are asked for.
      if (cred !== undefined || asked) failures++;
      asked = true;
      const status = cred === undefined ? '407' : '401';
      const reason =
        cred === undefined
          ? `the message has no credentials of type ${credentialTypes[authentication]}`
          : 'the credentials are wrong, or were made with a nonce that is out of date';
      return failures >= attempts
        ? { kind: 'refused', status, reason: `${reason} (attempt ${failures} of ${attempts})` }
        : { kind: 'challenged', status, reason, chal: freshChal(authentication) };
    },
  };
}
