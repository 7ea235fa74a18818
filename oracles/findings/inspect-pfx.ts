import { decryptEnveloped, EnvelopedError } from '../../pki/enveloped.ts';
import type { PfxContents } from '../../pki/pfx-open.ts';
import { openPfx } from '../../pki/pfx-open.ts';
import { PfxError } from '../../pki/pfx-error.ts';
import type { KeyedCertificate } from '../../cases/case.ts';
import type { GivenState } from '../explain/given.ts';
import { readBase64 } from '../pfx-content.ts';

/** What can be said about the PFX of an install, with all that payload and given state tell. */
export type PfxInspection =
  /** There is no blob, or a placeholder stands where something would have to be known. */
  | { readonly kind: 'unknown' }
  /** The password is encrypted, and the given state holds no key that it could be for. */
  | { readonly kind: 'password-sealed' }
  /** The password is encrypted, and not for a key that the given state holds. */
  | { readonly kind: 'password-for-another' }
  | { readonly kind: 'not-base64' }
  /** The bytes are no PFX, or a damaged one, or one that is not supported. `detail` is half a sentence. */
  | {
      readonly kind: 'not-opened';
      readonly reason: 'format' | 'unsupported' | 'limit';
      readonly detail: string;
    }
  | { readonly kind: 'password-missing' }
  | { readonly kind: 'password-wrong'; readonly encrypted: boolean }
  /** `password` is the plain one; undefined where none is set. */
  | { readonly kind: 'opened'; readonly contents: PfxContents; readonly password: string | undefined };

/** `texts`: the password, or for one that was encrypted each way in which its bytes may have been a text. */
type Password =
  | { readonly kind: 'known'; readonly texts: readonly (string | undefined)[]; readonly encrypted: boolean }
  | { readonly kind: 'unknown' | 'password-sealed' | 'password-for-another' };

/** What a setting has, by name; without text where a placeholder stands. */
type ValueOf = (name: string) => { readonly text?: string } | undefined;

/**
 * Opens the PFX of an install as a device would; never throws.
 *
 * @param valueOf the settings of the install
 */
export function inspectPfx(valueOf: ValueOf, given: GivenState): PfxInspection {
  const blob = valueOf('PFXCertBlob')?.text;
  if (blob === undefined) return { kind: 'unknown' };
  const base64 = readBase64(blob);
  if (base64.kind === 'no-base64') return { kind: 'not-base64' };
  const { bytes } = base64;
  const password = passwordOf(valueOf, given);
  if (password.kind !== 'known') {
    // That it is no PFX can be told without the password.
    const inspection = openWith(bytes, undefined, false);
    return inspection.kind === 'not-opened' ? inspection : { kind: password.kind };
  }
  const inspections = password.texts.map((text) => openWith(bytes, text, password.encrypted));
  return inspections.find(({ kind }) => kind === 'opened') ?? inspections[0] ?? { kind: 'unknown' };
}

function openWith(bytes: Uint8Array, password: string | undefined, encrypted: boolean): PfxInspection {
  try {
    return { kind: 'opened', contents: openPfx(bytes, password), password };
  } catch (error) {
    if (!(error instanceof PfxError)) throw error;
    if (error.reason !== 'password') {
      return { kind: 'not-opened', reason: error.reason, detail: error.message };
    }
    if (password !== undefined) return { kind: 'password-wrong', encrypted };
    // A file with the empty password may open without PFXCertPassword.
    const withEmpty = openWith(bytes, '', false);
    return withEmpty.kind === 'opened' ? { ...withEmpty, password: undefined } : { kind: 'password-missing' };
  }
}

function passwordOf(valueOf: ValueOf, given: GivenState): Password {
  const password = valueOf('PFXCertPassword');
  if (password === undefined) return { kind: 'known', texts: [undefined], encrypted: false };
  const type = valueOf('PFXCertPasswordEncryptionType');
  if (password.text === undefined || (type !== undefined && type.text === undefined))
    return { kind: 'unknown' };
  const number = type?.text?.trim();
  if (number !== '1' && number !== '2') return { kind: 'known', texts: [password.text], encrypted: false };

  const base64 = readBase64(password.text);
  if (base64.kind === 'no-base64') return { kind: 'unknown' };
  const keys = number === '1' ? mdmKeys(given) : given.certificates;
  if (keys.length === 0) return { kind: 'password-sealed' };
  const plain = decrypted(base64.bytes, keys);
  if (plain === undefined) return { kind: 'password-for-another' };
  // The documents do not say how the text is encoded before it is encrypted.
  const texts = (['utf8', 'utf16le'] as const).map((encoding) =>
    Buffer.from(plain).toString(encoding).replace(/\0$/, ''),
  );
  return { kind: 'known', texts, encrypted: true };
}

function mdmKeys({ mdmCertificate }: GivenState): readonly KeyedCertificate[] {
  return mdmCertificate === undefined ? [] : [mdmCertificate];
}

function decrypted(der: Uint8Array, keys: readonly KeyedCertificate[]): Uint8Array | undefined {
  try {
    return decryptEnveloped(
      der,
      keys.map(({ certificate, privateKey }) => ({
        certificate: Buffer.from(certificate, 'base64'),
        pkcs8: Buffer.from(privateKey, 'base64'),
      })),
    );
  } catch (error) {
    if (error instanceof EnvelopedError) return undefined;
    throw error;
  }
}
