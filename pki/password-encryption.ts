import { OctetString } from '@peculiar/asn1-schema';
import { pbkdf2Sync } from 'node:crypto';
import { AlgorithmIdentifier } from '@peculiar/asn1-x509';
import { octets, octetString, parseAsn1, serializeAsn1, toArrayBuffer } from './asn1.ts';
import { contentCipher, contentCiphers, pkcs12Ciphers, type Cipher } from './ciphers.ts';
import { blocksOf, digests, sha1, sha256 } from './digests.ts';
import { Pbes2Parameters, Pbkdf2Parameters, Pkcs12PbeParameters } from './encryption-structures.ts';
import { PfxError } from './pfx-error.ts';
import type { SpendWork } from './pfx-limits.ts';
import type { EncodedPassword } from './pfx-password.ts';
import { derivePkcs12, purpose } from './pkcs12-derivation.ts';
import type { RandomBytes } from './random.ts';

const pbes2 = '1.2.840.113549.1.5.13';
const pbkdf2 = '1.2.840.113549.1.5.12';

/** The ways of password encryption that are written; more are read. */
export type PasswordCipher = 'aes-256' | '3des' | 'rc2-40';

const pkcs12CipherOids = { '3des': '1.2.840.113549.1.12.1.3', 'rc2-40': '1.2.840.113549.1.12.1.6' } as const;

/** A cipher with the key and the vector to use it with. */
interface KeyedCipher {
  readonly cipher: Cipher;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
}

/**
 * Decrypts with any of the ciphers of PKCS#12, or with PBES2: PBKDF2 and AES or 3DES.
 *
 * @throws PfxError `password` for wrong padding, `unsupported`, `limit` for too many iterations
 * @throws EncodingError for parameters that are not what the algorithm needs
 */
export function decryptWithPassword(
  algorithm: AlgorithmIdentifier,
  encrypted: Uint8Array,
  password: EncodedPassword,
  spend: SpendWork,
): Uint8Array {
  const { cipher, key, iv } =
    algorithm.algorithm === pbes2
      ? keysOfPbes2(parametersOf(algorithm, Pbes2Parameters), password, spend)
      : keysOfPkcs12(algorithm, password, spend);
  const plain = cipher.decrypt(key, iv, encrypted);
  if (plain === undefined) throw new PfxError('password', 'the password does not decrypt the content');
  return plain;
}

/** How to encrypt: salt and vector come from `random`. */
export interface PasswordEncryption {
  readonly cipher: PasswordCipher;
  readonly password: EncodedPassword;
  /** At least 1. */
  readonly iterations: number;
  readonly random: RandomBytes;
}

/** Content encrypted with a password, and what is needed besides the password to decrypt it. */
export interface PasswordEncrypted {
  readonly algorithm: AlgorithmIdentifier;
  readonly encrypted: Uint8Array;
}

/** Encrypts so that decryptWithPassword gives the same again. */
export function encryptWithPassword(plain: Uint8Array, encryption: PasswordEncryption): PasswordEncrypted {
  const { cipher: name, password, iterations, random } = encryption;
  if (name === 'aes-256') {
    const parameters = newPbes2Parameters(iterations, random);
    const { cipher, key, iv } = keysOfPbes2(parameters, password, withoutLimit);
    return { algorithm: algorithmWith(pbes2, parameters), encrypted: cipher.encrypt(key, iv, plain) };
  }
  const parameters = new Pkcs12PbeParameters();
  parameters.salt = octetString(random(8));
  parameters.iterations = iterations;
  const algorithm = algorithmWith(pkcs12CipherOids[name], parameters);
  const { cipher, key, iv } = keysOfPkcs12(algorithm, password, withoutLimit);
  return { algorithm, encrypted: cipher.encrypt(key, iv, plain) };
}

const withoutLimit: SpendWork = Number;

function keysOfPkcs12(
  algorithm: AlgorithmIdentifier,
  password: EncodedPassword,
  spend: SpendWork,
): KeyedCipher {
  const cipher = pkcs12Ciphers.get(algorithm.algorithm);
  if (cipher === undefined) {
    throw new PfxError('unsupported', `password encryption ${algorithm.algorithm} is not supported`);
  }
  const { salt, iterations } = parametersOf(algorithm, Pkcs12PbeParameters);
  const derive = (id: 1 | 2, length: number): Uint8Array => {
    const count = spend(iterations, blocksOf(sha1, length));
    return derivePkcs12(sha1, id, password.utf16, octets(salt), count, length);
  };
  return { cipher, key: derive(purpose.key, cipher.keyLength), iv: derive(purpose.vector, cipher.ivLength) };
}

function keysOfPbes2(parameters: Pbes2Parameters, password: EncodedPassword, spend: SpendWork): KeyedCipher {
  const { keyDerivationFunc, encryptionScheme } = parameters;
  const cipher = contentCipher(encryptionScheme.algorithm);
  if (cipher === undefined)
    throw new PfxError('unsupported', `cipher ${encryptionScheme.algorithm} is not supported`);
  if (keyDerivationFunc.algorithm !== pbkdf2) {
    throw new PfxError('unsupported', `key derivation ${keyDerivationFunc.algorithm} is not supported`);
  }
  const derivation = parametersOf(keyDerivationFunc, Pbkdf2Parameters);
  const digest =
    derivation.prf === undefined
      ? sha1
      : digests.find((known) => known.hmacOid === derivation.prf?.algorithm);
  if (digest === undefined) {
    throw new PfxError(
      'unsupported',
      `pseudo-random function ${derivation.prf?.algorithm ?? ''} is not supported`,
    );
  }
  if (derivation.keyLength !== undefined && derivation.keyLength !== cipher.keyLength) {
    throw new PfxError(
      'format',
      `a key of ${derivation.keyLength} bytes for a cipher that takes ${cipher.keyLength}`,
    );
  }
  const iv = octets(parametersOf(encryptionScheme, OctetString));
  if (iv.length !== cipher.ivLength) throw new PfxError('format', `a vector of ${iv.length} bytes`);

  const count = spend(derivation.iterationCount, blocksOf(digest, cipher.keyLength));
  const key = pbkdf2Sync(password.utf8, octets(derivation.salt), count, cipher.keyLength, digest.name);
  return { cipher, key, iv };
}

function newPbes2Parameters(iterations: number, random: RandomBytes): Pbes2Parameters {
  const derivation = new Pbkdf2Parameters();
  derivation.salt = octetString(random(16));
  derivation.iterationCount = iterations;
  derivation.prf = new AlgorithmIdentifier({ algorithm: sha256.hmacOid, parameters: null });
  const parameters = new Pbes2Parameters();
  parameters.keyDerivationFunc = algorithmWith(pbkdf2, derivation);
  const { oid, ivLength } = contentCiphers['aes-256-cbc'];
  parameters.encryptionScheme = algorithmWith(oid, octetString(random(ivLength)));
  return parameters;
}

function algorithmWith(oid: string, parameters: object): AlgorithmIdentifier {
  return new AlgorithmIdentifier({ algorithm: oid, parameters: toArrayBuffer(serializeAsn1(parameters)) });
}

function parametersOf<T>(algorithm: AlgorithmIdentifier, type: new () => T): T {
  if (!algorithm.parameters)
    throw new PfxError('format', `algorithm ${algorithm.algorithm} without parameters`);
  return parseAsn1(algorithm.parameters, type);
}
