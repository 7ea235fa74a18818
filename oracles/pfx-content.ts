import { describeCertificate } from '../pki/certificate.ts';
import { EnvelopedError } from '../pki/enveloped-error.ts';
import { decryptEnveloped } from '../pki/enveloped.ts';
import { openPfx, type PfxContents } from '../pki/pfx-open.ts';
import { PfxError } from '../pki/pfx-error.ts';
import { remember } from '../pki/remember.ts';

/** Some megabytes at most: a file of a case has a few kilobytes. */
const filesRemembered = 400;

/** What a blob turns out to be with the password at hand. */
export type PfxContent =
  /** No base64, no PFX, or a damaged one. */
  | { readonly kind: 'no-pfx'; readonly because: string }
  /** It has a password, and it is not this one; or it has one, and none was given. */
  | { readonly kind: 'wrong-password' }
  /** Beyond what we read: a device may be able to import it. */
  | { readonly kind: 'unknown'; readonly because: string }
  | OpenedPfx;

export interface OpenedPfx {
  readonly kind: 'opened';
  readonly protection: PfxContents['passwordKind'];
  readonly keyed: readonly KeyedEntry[];
  /** Of the certificates without key. */
  readonly thumbprints: readonly string[];
  readonly looseKeys: number;
}

/** A certificate with its key. */
export interface KeyedEntry extends Key {
  readonly thumbprint: string;
  readonly keyAlgorithm: string;
  readonly keyBits: number;
}

/** A certificate with its key, in DER. */
export interface Key {
  readonly certificate: Uint8Array;
  readonly pkcs8: Uint8Array;
}

/** Kept as long as the bytes are, and those as long as `readBase64` remembers them. */
const opened = new WeakMap<Uint8Array, Map<string | undefined, PfxContent>>();

/**
 * Opens PFX files and encrypted passwords, each once however many worlds and cases ask for it. What it says depends
 * on the arguments alone.
 */
export const opener = {
  /** password undefined: none is given; a file whose password is empty is opened all the same and says so */
  open(blob: Uint8Array, password: string | undefined): PfxContent {
    const contents = opened.get(blob) ?? new Map<string | undefined, PfxContent>();
    opened.set(blob, contents);
    const content = contents.get(password) ?? open(blob, password);
    contents.set(password, content);
    return content;
  },

  /** The content of CMS EnvelopedData in base64; undefined where none of the keys decrypts it. */
  decrypt: remember(
    filesRemembered,
    (text: string, keys: readonly Key[]) =>
      [text, ...keys.map(({ certificate }) => Buffer.from(certificate).toString('latin1'))].join('\n'),
    decrypt,
  ),
};

function decrypt(text: string, keys: readonly Key[]): Uint8Array | undefined {
  const read = readBase64(text);
  if (read.kind === 'no-base64' || keys.length === 0) return undefined;
  try {
    return decryptEnveloped(read.bytes, keys);
  } catch (error) {
    if (error instanceof EnvelopedError) return undefined;
    throw error;
  }
}

function open(blob: Uint8Array, password: string | undefined): PfxContent {
  // Without a password first: it alone tells whether the file has any protection.
  const passwords = [undefined, ...(password === undefined ? [''] : [password])];
  let refused: PfxContent = { kind: 'wrong-password' };
  for (const tried of passwords) {
    try {
      return describe(openPfx(blob, tried));
    } catch (error) {
      if (!(error instanceof PfxError)) throw error;
      refused = refusalOf(error);
      if (refused.kind !== 'wrong-password') return refused;
    }
  }
  return refused;
}

function refusalOf(error: PfxError): PfxContent {
  switch (error.reason) {
    case 'format':
      return { kind: 'no-pfx', because: error.message };
    case 'password':
      return { kind: 'wrong-password' };
    case 'unsupported':
    case 'limit':
      return { kind: 'unknown', because: error.message };
  }
}

function describe(contents: PfxContents): OpenedPfx {
  return {
    kind: 'opened',
    protection: contents.passwordKind,
    keyed: contents.keyed.map(({ certificate, pkcs8 }) => {
      const { thumbprint, keyAlgorithm, keyBits } = describeCertificate(certificate);
      return { thumbprint, keyAlgorithm, keyBits, certificate, pkcs8 };
    }),
    thumbprints: contents.certificates.map((certificate) => describeCertificate(certificate).thumbprint),
    looseKeys: contents.looseKeys.length,
  };
}

/** How a text is base64: as RFC 4648 has it, in a way that not everybody reads, or not at all. */
export type Base64Reading =
  | { readonly kind: 'plain'; readonly bytes: Uint8Array }
  | { readonly kind: 'unusual'; readonly bytes: Uint8Array; readonly with: readonly Base64Oddity[] }
  | { readonly kind: 'no-base64' };

/** What some pass over and others do not: one says nothing of another. */
export type Base64Oddity = 'blanks or line breaks' | 'another padding' | 'the alphabet of URLs';

/** Line breaks and blanks, a missing end and the alphabet of URLs are unusual. */
export const readBase64 = remember(filesRemembered, (text: string) => text, decodeBase64);

function decodeBase64(text: string): Base64Reading {
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(text) && text.length % 4 === 0) {
    return { kind: 'plain', bytes: Buffer.from(text, 'base64') };
  }
  const bare = text.replace(/[ \t\r\n]/g, '');
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(bare) || bare.replace(/=+$/, '').length % 4 === 1)
    return { kind: 'no-base64' };
  const oddities: readonly (Base64Oddity | false)[] = [
    bare !== text && 'blanks or line breaks',
    bare.length % 4 !== 0 && 'another padding',
    /[_-]/.test(bare) && 'the alphabet of URLs',
  ];
  return {
    kind: 'unusual',
    bytes: Buffer.from(bare.replaceAll('-', '+').replaceAll('_', '/'), 'base64'),
    with: oddities.filter((oddity) => oddity !== false),
  };
}
