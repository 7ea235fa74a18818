import { hash } from 'node:crypto';
import { id_data, id_encryptedData, id_signedData, type ContentInfo } from '@peculiar/asn1-cms';
import { AuthenticatedSafe, PFX } from '@peculiar/asn1-pfx';
import { OctetString } from '@peculiar/asn1-schema';
import type { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { octets, parseAsn1 } from './asn1.ts';
import { EncodingError, membersOf, toDer } from './ber.ts';
import { EncryptedData, encryptedOctets } from './encryption-structures.ts';
import { matchKeys, type KeyedCertificate } from './key-matching.ts';
import { decryptWithPassword } from './password-encryption.ts';
import { readBags, type Bag } from './pfx-bags.ts';
import { PfxError } from './pfx-error.ts';
import { defaultPfxLimits, workBudget, type PfxLimits, type SpendWork } from './pfx-limits.ts';
import { checkMac } from './pfx-mac.ts';
import { passwordEncodings, type EncodedPassword } from './pfx-password.ts';
import { remember } from './remember.ts';

/** What a PFX holds. All keys are PKCS#8, all certificates X.509, in DER. */
export interface PfxContents {
  /** Keys with their certificate, in the order of the keys in the file. */
  readonly keyed: readonly KeyedCertificate[];
  /** Certificates without a key, most often the chain. */
  readonly certificates: readonly Uint8Array[];
  /** Keys without a certificate, and keys of algorithms that are not compared with certificates. */
  readonly looseKeys: readonly Uint8Array[];
  /** What protects the file. `none`: neither MAC nor encryption, so that it opens with any password and without. */
  readonly passwordKind: 'none' | 'empty' | 'password';
}

/**
 * Opens a PFX (RFC 7292) with a MAC or without, encrypted or not, in DER or BER. Bytes after it are passed over.
 *
 * @param password undefined: none was given, which opens only files without any protection; '' is the empty password
 * @param limits those that differ from the default
 * @throws PfxError, and nothing else, whatever the bytes are
 */
export function openPfx(
  bytes: Uint8Array,
  password: string | undefined,
  limits: Partial<PfxLimits> = {},
): PfxContents {
  const allLimits = { ...defaultPfxLimits, ...limits };
  if (bytes.length > allLimits.bytes) {
    throw new PfxError('limit', `${bytes.length} bytes, more than the ${allLimits.bytes} allowed`);
  }
  const opened = openOnce(bytes, password, allLimits);
  if (opened instanceof PfxError) throw opened;
  return opened;
}

/** Some megabytes at most: a file of a case has a few kilobytes. */
const filesRemembered = 400;

/** Cases use the same few files over and over, and two parties open each. */
const openOnce = remember(
  filesRemembered,
  (bytes: Uint8Array, password: string | undefined, limits: PfxLimits) =>
    JSON.stringify([hash('sha256', bytes, 'base64'), password, limits]),
  (bytes, password, limits): PfxContents | PfxError => {
    try {
      return open(bytes, password, limits);
    } catch (error) {
      if (error instanceof PfxError) return error;
      if (error instanceof EncodingError) return new PfxError(error.reason, error.message);
      throw error;
    }
  },
);

function open(bytes: Uint8Array, password: string | undefined, limits: PfxLimits): PfxContents {
  const spend = workBudget(limits);
  const der = toDer(bytes);
  const pfx = parseAsn1(der, PFX);
  if (pfx.version !== 3) throw new PfxError('format', `PFX version ${pfx.version}, not 3`);
  const content = integrityProtected(pfx.authSafe);
  const encodings = password === undefined ? [] : passwordEncodings(password);

  // The schema gives an empty MacData for an absent one: only the number of members tells them apart.
  const hasMac = membersOf(der).length > 2;
  if (hasMac) {
    const encoding = encodings.find((tried) => checkMac(pfx.macData, content, tried, spend));
    if (encoding === undefined)
      throw new PfxError('password', 'the MAC does not fit: wrong password, or a damaged file');
    const { bags } = readAuthenticatedSafe(content, encoding, spend, limits);
    return { ...matchKeys(bags), passwordKind: password === '' ? 'empty' : 'password' };
  }

  const { bags, encrypted } = firstThatDecrypts(encodings, (encoding) =>
    readAuthenticatedSafe(content, encoding, spend, limits),
  );
  return { ...matchKeys(bags), passwordKind: !encrypted ? 'none' : password === '' ? 'empty' : 'password' };
}

/** The octets that the MAC is over. */
function integrityProtected({ contentType, content }: ContentInfo): Uint8Array {
  if (contentType === id_signedData)
    throw new PfxError('unsupported', 'a PFX protected by a signature is not supported');
  if (contentType !== id_data) throw new PfxError('format', `content of type ${contentType}`);
  return octets(parseAsn1(content, OctetString));
}

/** Without a MAC, only decryption can tell which of the encodings of a password is right. */
function firstThatDecrypts<T>(
  encodings: readonly EncodedPassword[],
  read: (encoding: EncodedPassword | undefined) => T,
): T {
  const [first, ...others] = encodings;
  try {
    return read(first);
  } catch (error) {
    if (others.length > 0 && error instanceof PfxError && error.reason === 'password') {
      return firstThatDecrypts(others, read);
    }
    throw error;
  }
}

function readAuthenticatedSafe(
  content: Uint8Array,
  password: EncodedPassword | undefined,
  spend: SpendWork,
  limits: PfxLimits,
): { bags: readonly Bag[]; encrypted: boolean } {
  let encrypted = false;
  const decrypt = (algorithm: AlgorithmIdentifier, octetsOfIt: Uint8Array): Uint8Array => {
    encrypted = true;
    if (password === undefined)
      throw new PfxError('password', 'the PFX is encrypted, and no password was given');
    return decrypted(decryptWithPassword(algorithm, octetsOfIt, password, spend));
  };

  const safe = parseAsn1(content, AuthenticatedSafe);
  const bags = [...safe].flatMap(({ contentType, content: inner }) => {
    switch (contentType) {
      case id_data:
        return readBags(octets(parseAsn1(inner, OctetString)), decrypt, limits.bags);
      case id_encryptedData: {
        const { encryptedContentInfo } = parseAsn1(inner, EncryptedData);
        const { contentEncryptionAlgorithm } = encryptedContentInfo;
        const safeContents = decrypt(contentEncryptionAlgorithm, encryptedOctets(encryptedContentInfo));
        return readBags(safeContents, decrypt, limits.bags);
      }
      default:
        throw new PfxError('unsupported', `content of type ${contentType} in a PFX is not supported`);
    }
  });
  if (bags.length > limits.bags) throw new PfxError('limit', `more than ${limits.bags} bags`);
  return { bags, encrypted };
}

/**
 * Decrypted content as DER. A wrong password passes the check of the padding once in 256 times and gives noise, so
 * that noise means a wrong password.
 */
function decrypted(plain: Uint8Array): Uint8Array {
  try {
    return toDer(plain);
  } catch (error) {
    if (error instanceof EncodingError && error.reason === 'format') {
      throw new PfxError('password', 'the password decrypts the content to noise');
    }
    throw error;
  }
}
