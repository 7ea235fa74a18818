import type { RandomBytes } from './random.ts';

/** Ways to spoil a PFX so that no reader can take it for a good one. */
export type PfxDamage = 'truncated' | 'bit-flipped' | 'wrong-mac' | 'unknown-mac' | 'not-der' | 'empty';

/** The parts of a file that damage goes for, as octets that occur in it. */
export interface DamageableParts {
  /** What the MAC is over. */
  readonly content: Uint8Array;
  /** The MAC's value; undefined for a file without MAC. */
  readonly mac: Uint8Array | undefined;
}

/** A damaged copy of the file. */
export function damagePfx(
  file: Uint8Array,
  parts: DamageableParts,
  damage: PfxDamage,
  random: RandomBytes,
): Uint8Array {
  switch (damage) {
    case 'truncated':
      return file.slice(0, 1 + below(file.length - 1, random));
    case 'bit-flipped':
      return withFlippedBit(file, positionOfFlip(file, parts, random));
    case 'wrong-mac':
      return parts.mac === undefined ? file : withFlippedBit(file, positionIn(file, parts.mac, random));
    case 'unknown-mac':
      return parts.mac === undefined ? file : withUnknownMac(file, parts.mac);
    case 'not-der': {
      const noise = Uint8Array.from(random(file.length));
      // 0x00 is no tag that a value can begin with (X.690 8.1.5).
      noise[0] = 0;
      return noise;
    }
    case 'empty':
      return new Uint8Array(0);
  }
}

/** The OID of its hash, before the MAC's value, ends in an arc that nobody has given away. */
function withUnknownMac(file: Uint8Array, mac: Uint8Array): Uint8Array {
  const octetString = Buffer.from(file).indexOf(mac) - 2;
  // What stands between the OID and the value are its parameters, NULL: 05 00.
  const lastOfOid = octetString - 3;
  return file.map((value, index) => (index === lastOfOid ? 0x7f : value));
}

/** A byte of the file, and the bit of it to turn. */
interface BitPosition {
  readonly byte: number;
  readonly mask: number;
}

/**
 * A bit that the MAC is over. Without a MAC a flip may go unseen, as a certificate whose signature nobody checks;
 * there it is the bit that says that the content is a sequence at all.
 */
function positionOfFlip(
  file: Uint8Array,
  { content, mac }: DamageableParts,
  random: RandomBytes,
): BitPosition {
  if (mac !== undefined) return positionIn(file, content, random);
  return { byte: Buffer.from(file).indexOf(content), mask: 0x20 };
}

function positionIn(file: Uint8Array, part: Uint8Array, random: RandomBytes): BitPosition {
  return { byte: Buffer.from(file).indexOf(part) + below(part.length, random), mask: 1 << below(8, random) };
}

function withFlippedBit(file: Uint8Array, { byte, mask }: BitPosition): Uint8Array {
  return file.map((value, index) => (index === byte ? value ^ mask : value));
}

/** A number from 0 to limit - 1. */
function below(limit: number, random: RandomBytes): number {
  return Buffer.from(random(6)).readUIntBE(0, 6) % limit;
}
