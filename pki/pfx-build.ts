import {
  ContentEncryptionAlgorithmIdentifier,
  ContentInfo,
  EncryptedContent,
  EncryptedContentInfo,
  id_data,
  id_encryptedData,
} from '@peculiar/asn1-cms';
import { AuthenticatedSafe, PFX, SafeContents } from '@peculiar/asn1-pfx';
import { octets, octetString, serializeAsn1, toArrayBuffer } from './asn1.ts';
import { sha1, sha256, type Digest } from './digests.ts';
import { EncryptedData, PfxWithoutMac } from './encryption-structures.ts';
import { encryptWithPassword, type PasswordCipher, type PasswordEncryption } from './password-encryption.ts';
import { certificateBag, keyBag, shroudedKeyBag, type BagAttributes } from './pfx-bags-write.ts';
import { damagePfx, type PfxDamage } from './pfx-damage.ts';
import { makeMac } from './pfx-mac.ts';
import { encodePassword } from './pfx-password.ts';
import type { Identity } from './identity.ts';
import type { RandomBytes } from './random.ts';

/** What the PFX shall hold and how it is protected. */
export interface PfxSpecification {
  readonly identities: readonly Identity[];
  readonly content: 'keys-and-certificates' | 'certificates-only' | 'keys-only';
  /** Whether the issuers' certificates are in it; without meaning for `keys-only`. */
  readonly chain: boolean;
  /** The encryption of certificates and keys with the hash of the MAC; `none` leaves both in the clear, with a MAC. */
  readonly protection: 'aes256-sha256' | '3des-sha1' | 'rc2-40-sha1' | 'none';
  /** null: no MAC and no encryption, whatever `protection` says. '' is the empty password. */
  readonly password: string | null;
  /** Iterations of every key derivation, at least 1. */
  readonly iterations: number;
  /** Given to each identity. */
  readonly friendlyName?: string;
  readonly damage?: PfxDamage;
}

/** Absent ciphers leave the content in the clear. */
interface Protection {
  readonly certificates?: PasswordCipher;
  readonly keys?: PasswordCipher;
  readonly mac: Digest;
}

/** What each protection stands for. RC2-40 is for the certificates, as Windows and `openssl -legacy` have it. */
const protections: Record<PfxSpecification['protection'], Protection> = {
  'aes256-sha256': { certificates: 'aes-256', keys: 'aes-256', mac: sha256 },
  '3des-sha1': { certificates: '3des', keys: '3des', mac: sha1 },
  'rc2-40-sha1': { certificates: 'rc2-40', keys: '3des', mac: sha1 },
  none: { mac: sha256 },
};

/**
 * A PFX in DER (RFC 7292), or what the damage leaves of it. The same specification and the same random bytes give
 * the same file.
 *
 * @param random for salts and vectors, and for the place of damage
 */
export function buildPfx(specification: PfxSpecification, random: RandomBytes): Uint8Array {
  const { iterations, damage } = specification;
  const content = serializeAsn1(authenticatedSafe(specification, random));
  const authSafe = contentInfo(id_data, octetString(content));
  const password = macPassword(specification, random);
  if (password === null) {
    const pfx = new PfxWithoutMac();
    pfx.authSafe = authSafe;
    const file = serializeAsn1(pfx);
    return damage === undefined ? file : damagePfx(file, { content, mac: undefined }, damage, random);
  }
  const { mac: digest } = protections[specification.protection];
  const macData = makeMac(digest, content, encodePassword(password), random(8), iterations);
  const file = serializeAsn1(new PFX({ authSafe, macData }));
  return damage === undefined
    ? file
    : damagePfx(file, { content, mac: octets(macData.mac.digest) }, damage, random);
}

/** A file without a password has no MAC that could be wrong, so that damage gives it one that nobody can check. */
function macPassword({ password, damage }: PfxSpecification, random: RandomBytes): string | null {
  return password === null && (damage === 'wrong-mac' || damage === 'unknown-mac')
    ? Buffer.from(random(16)).toString('hex')
    : password;
}

/** Certificates first and keys after them, each in a content of its own, as Windows and OpenSSL write it. */
function authenticatedSafe(specification: PfxSpecification, random: RandomBytes): AuthenticatedSafe {
  const { content, protection, password, iterations } = specification;
  const encryption = (cipher: PasswordCipher | undefined): PasswordEncryption | undefined =>
    cipher === undefined || password === null
      ? undefined
      : { cipher, password: encodePassword(password), iterations, random };
  const { certificates, keys } = protections[protection];

  const safe = new AuthenticatedSafe();
  if (content !== 'keys-only') safe.push(certificateContent(specification, encryption(certificates)));
  if (content !== 'certificates-only') safe.push(keyContent(specification, encryption(keys)));
  return safe;
}

function certificateContent(
  { identities, chain, friendlyName }: PfxSpecification,
  encryption: PasswordEncryption | undefined,
): ContentInfo {
  const issuers = chain ? distinct(identities.flatMap((identity) => identity.chain)) : [];
  const bags = new SafeContents([
    ...identities.map((identity) =>
      certificateBag(identity.certificate, attributesOf(identity, friendlyName)),
    ),
    ...issuers.map((issuer) => certificateBag(issuer, {})),
  ]);
  const plain = serializeAsn1(bags);
  return encryption === undefined
    ? contentInfo(id_data, octetString(plain))
    : encryptedContent(plain, encryption);
}

/** Keys are encrypted one by one; the content that holds them is not. */
function keyContent(
  { identities, friendlyName }: PfxSpecification,
  encryption: PasswordEncryption | undefined,
): ContentInfo {
  const bags = identities.map((identity) => {
    const attributes = attributesOf(identity, friendlyName);
    return encryption === undefined
      ? keyBag(identity.pkcs8, attributes)
      : shroudedKeyBag(encryptWithPassword(identity.pkcs8, encryption), attributes);
  });
  return contentInfo(id_data, octetString(serializeAsn1(new SafeContents(bags))));
}

/** A key and its certificate have the certificate's SHA-1 thumbprint as localKeyId, as OpenSSL writes it. */
function attributesOf(identity: Identity, friendlyName: string | undefined): BagAttributes {
  const localKeyId = Buffer.from(identity.thumbprint, 'hex');
  return friendlyName === undefined ? { localKeyId } : { localKeyId, friendlyName };
}

function distinct(certificates: readonly Uint8Array[]): readonly Uint8Array[] {
  return [...new Map(certificates.map((der) => [Buffer.from(der).toString('base64'), der])).values()];
}

function contentInfo(contentType: string, content: object): ContentInfo {
  return new ContentInfo({ contentType, content: toArrayBuffer(serializeAsn1(content)) });
}

function encryptedContent(plain: Uint8Array, encryption: PasswordEncryption): ContentInfo {
  const { algorithm, encrypted } = encryptWithPassword(plain, encryption);
  const value = new EncryptedData();
  value.encryptedContentInfo = new EncryptedContentInfo({
    contentType: id_data,
    contentEncryptionAlgorithm: new ContentEncryptionAlgorithmIdentifier(algorithm),
    encryptedContent: new EncryptedContent({ value: octetString(encrypted) }),
  });
  return contentInfo(id_encryptedData, value);
}
