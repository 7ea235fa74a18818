import type { Scope } from '../cases/case.ts';
import { opener, readBase64, type Key, type PfxContent } from './pfx-content.ts';
import { certificatesOf, type InstallRequest, type State } from './state.ts';
import type { Device } from './device.ts';

/** A PFX install at the moment of its trigger: what the rules of rules/install-settings.ts and rules/import.ts look at. */
export interface InstallAttempt {
  /** With all settings as they are now, the blob among them. */
  readonly request: InstallRequest;
  readonly state: State;
  readonly device: Device;
}

export function numberOf({ request }: InstallAttempt, name: string): number | undefined {
  const value = request.settings.get(name)?.value;
  return typeof value === 'number' ? value : undefined;
}

export function truthOf({ request }: InstallAttempt, name: string): boolean | undefined {
  const value = request.settings.get(name)?.value;
  return typeof value === 'boolean' ? value : undefined;
}

export function textOf({ request }: InstallAttempt, name: string): string | undefined {
  return request.settings.get(name)?.text;
}

/** The password in the clear, or why there is none that could be tried. */
export type Password =
  | { readonly kind: 'absent' }
  | { readonly kind: 'plain'; readonly text: string }
  /** Encrypted for the MDM certificate (type 1) or one of a store (type 2). `elsewhere`: with a key that may not count. */
  | { readonly kind: 'decrypted'; readonly candidates: readonly string[]; readonly elsewhere: boolean }
  | { readonly kind: 'undecryptable'; readonly type: 1 | 2 };

export function passwordOf(attempt: InstallAttempt): Password {
  const text = textOf(attempt, 'PFXCertPassword');
  if (text === undefined) return { kind: 'absent' };
  const type = numberOf(attempt, 'PFXCertPasswordEncryptionType') ?? 0;
  if (type !== 1 && type !== 2) return { kind: 'plain', text };
  const { sure, unsure } = type === 1 ? { sure: mdmKeys(attempt.device), unsure: [] } : storeKeys(attempt);
  const decrypted = opener.decrypt(text, sure);
  if (decrypted !== undefined) return { kind: 'decrypted', candidates: textsOf(decrypted), elsewhere: false };
  const elsewhere = opener.decrypt(text, unsure);
  if (elsewhere !== undefined) return { kind: 'decrypted', candidates: textsOf(elsewhere), elsewhere: true };
  return { kind: 'undecryptable', type };
}

function mdmKeys({ mdmCertificate }: Device): readonly Key[] {
  return mdmCertificate === undefined ? [] : [mdmCertificate];
}

/**
 * The keys of the store that PFXCertPasswordEncryptionStore names, in the scope of the install. Windows does not tell
 * the case of store names apart. Unsure are keys of the other scope and those that this CSP has installed itself.
 */
function storeKeys(attempt: InstallAttempt): { sure: readonly Key[]; unsure: readonly Key[] } {
  const { device, state, request } = attempt;
  const name = textOf(attempt, 'PFXCertPasswordEncryptionStore')?.toLowerCase();
  const named = device.certificates.filter(({ store }) => store.toLowerCase() === name);
  const inScope = (scope: Scope): boolean => scope === request.scope;
  const installed = name === 'my' ? [...state.requests.values()].flatMap(certificatesOf) : [];
  return {
    sure: named.filter(({ scope }) => inScope(scope)),
    unsure: [
      ...named.filter(({ scope }) => !inScope(scope)),
      ...installed.flatMap(({ keyed }) => (keyed === undefined ? [] : [keyed])),
    ],
  };
}

/** No document says how the password is encoded inside the envelope: UTF-8 and UTF-16, with an ending zero or without. */
function textsOf(plain: Uint8Array): readonly string[] {
  const buffer = Buffer.from(plain);
  const readings = [
    buffer.toString('utf8'),
    ...(buffer.length % 2 === 0 ? [buffer.toString('utf16le')] : []),
  ];
  return [...new Set(readings.flatMap((text) => [text, text.replace(/\0+$/, '')]))];
}

/** What the blob is with the password that the settings give. */
export function contentOf(attempt: InstallAttempt): PfxContent {
  const blob = readBase64(textOf(attempt, 'PFXCertBlob') ?? '');
  if (blob.kind === 'no-base64') return { kind: 'no-pfx', because: 'the blob is no base64' };
  const password = passwordOf(attempt);
  switch (password.kind) {
    case 'absent':
    case 'undecryptable':
      return opener.open(blob.bytes, undefined);
    case 'plain':
      return opener.open(blob.bytes, password.text);
    case 'decrypted': {
      const contents = password.candidates.map((text) => opener.open(blob.bytes, text));
      return contents.find(({ kind }) => kind !== 'wrong-password') ?? { kind: 'wrong-password' };
    }
  }
}
