/**
 * RC2 in CBC mode (RFC 2268). OpenSSL 3 has it in its legacy provider only, which Node does not load, and files of
 * older Windows versions hold their certificates in RC2-40.
 */

/** The 256 octets of PITABLE, in hexadecimal (RFC 2268, section 2). */
const piTable = Buffer.from(
  'd978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2' +
    '179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82' +
    '54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626' +
    '6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7' +
    '08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec' +
    'c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731' +
    '2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9' +
    '0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad',
  'hex',
);
const rotations = [1, 2, 3, 5] as const;
const blockLength = 8;

/** The 64 words that encryption uses, of a key whose bits all count (RFC 2268, section 2). */
function expandKey(key: Uint8Array): Uint16Array {
  const bytes = Buffer.alloc(128);
  bytes.set(key);
  const substitute = (index: number): number => piTable[index & 0xff] ?? 0;
  for (let i = key.length; i < 128; i += 1) {
    bytes[i] = substitute((bytes[i - 1] ?? 0) + (bytes[i - key.length] ?? 0));
  }
  bytes[128 - key.length] = substitute(bytes[128 - key.length] ?? 0);
  for (let i = 127 - key.length; i >= 0; i -= 1) {
    bytes[i] = substitute((bytes[i + 1] ?? 0) ^ (bytes[i + key.length] ?? 0));
  }
  return Uint16Array.from({ length: 64 }, (_, i) => bytes.readUInt16LE(2 * i));
}

/** Word `index` of the block, counted in a ring, so that -1 is the last one. */
const word = (block: Uint16Array, index: number): number => block[index & 3] ?? 0;

/** 16 mixing rounds, a mashing round after the rounds 4 and 10 (RFC 2268, section 3). Words wrap at 16 bits. */
function encryptBlock(key: Uint16Array, block: Uint16Array): void {
  for (let round = 0; round < 16; round += 1) {
    for (const [i, rotation] of rotations.entries()) {
      const before = word(block, i - 1);
      const mixed =
        (before & word(block, i - 2)) + (~before & word(block, i - 3)) + (key[4 * round + i] ?? 0);
      const sum = (word(block, i) + mixed) & 0xffff;
      block[i] = (sum << rotation) | (sum >>> (16 - rotation));
    }
    if (round === 4 || round === 10) {
      for (let i = 0; i < 4; i += 1) block[i] = word(block, i) + (key[word(block, i - 1) & 63] ?? 0);
    }
  }
}

/** The steps of encryptBlock backwards. */
function decryptBlock(key: Uint16Array, block: Uint16Array): void {
  for (let round = 15; round >= 0; round -= 1) {
    if (round === 4 || round === 10) {
      for (let i = 3; i >= 0; i -= 1) block[i] = word(block, i) - (key[word(block, i - 1) & 63] ?? 0);
    }
    for (const [i, rotation] of [...rotations.entries()].reverse()) {
      const before = word(block, i - 1);
      const mixed =
        (before & word(block, i - 2)) + (~before & word(block, i - 3)) + (key[4 * round + i] ?? 0);
      const sum = (word(block, i) >>> rotation) | (word(block, i) << (16 - rotation));
      block[i] = sum - mixed;
    }
  }
}

const readBlock = (bytes: Buffer, offset: number): Uint16Array =>
  Uint16Array.from({ length: 4 }, (_, i) => bytes.readUInt16LE(offset + 2 * i));

/**
 * Encrypts in CBC mode with the padding of PKCS#7.
 *
 * @param key 1 to 128 bytes, five for RC2-40
 */
export function rc2CbcEncrypt(key: Uint8Array, iv: Uint8Array, plain: Uint8Array): Uint8Array {
  const words = expandKey(key);
  const padding = blockLength - (plain.length % blockLength);
  const input = Buffer.concat([plain, Buffer.alloc(padding, padding)]);
  const output = Buffer.alloc(input.length);
  let previous = readBlock(Buffer.from(iv), 0);
  for (let offset = 0; offset < input.length; offset += blockLength) {
    const block = readBlock(input, offset).map((value, i) => value ^ word(previous, i));
    encryptBlock(words, block);
    for (const [i, value] of block.entries()) output.writeUInt16LE(value, offset + 2 * i);
    previous = block;
  }
  return output;
}

/** Decrypts what rc2CbcEncrypt made. Returns undefined for wrong padding, so most likely a wrong key. */
export function rc2CbcDecrypt(
  key: Uint8Array,
  iv: Uint8Array,
  encrypted: Uint8Array,
): Uint8Array | undefined {
  if (encrypted.length === 0 || encrypted.length % blockLength !== 0) return undefined;
  const words = expandKey(key);
  const input = Buffer.from(encrypted);
  const output = Buffer.alloc(input.length);
  let previous = readBlock(Buffer.from(iv), 0);
  for (let offset = 0; offset < input.length; offset += blockLength) {
    const block = readBlock(input, offset);
    const before = Uint16Array.from(block);
    decryptBlock(words, block);
    for (const [i, value] of block.entries()) output.writeUInt16LE(value ^ word(previous, i), offset + 2 * i);
    previous = before;
  }
  return withoutPadding(output);
}

function withoutPadding(bytes: Buffer): Uint8Array | undefined {
  const padding = bytes.at(-1) ?? 0;
  if (padding < 1 || padding > blockLength) return undefined;
  const end = bytes.length - padding;
  return bytes.subarray(end).every((byte) => byte === padding) ? bytes.subarray(0, end) : undefined;
}
