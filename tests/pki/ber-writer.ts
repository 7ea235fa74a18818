import { contentOf, membersOf } from '../../pki/ber.ts';

/**
 * The same value in the loosest BER: indefinite lengths wherever they may be, OCTET STRINGs in pieces. What lies
 * encoded inside OCTET STRINGs stays as it is.
 */
export function inBer(der: Uint8Array, pieceLength: number): Uint8Array {
  const tag = der[0] ?? 0;
  if (tag === 0x04) {
    const content = contentOf(der);
    const pieces: Uint8Array[] = [];
    for (let start = 0; start < content.length; start += pieceLength) {
      const piece = content.subarray(start, start + pieceLength);
      // A length in four octets where one may do: BER allows it.
      const length = Buffer.alloc(4);
      length.writeUInt32BE(piece.length);
      pieces.push(Uint8Array.of(0x04, 0x84), length, piece);
    }
    return Buffer.concat([Uint8Array.of(0x24, 0x80), ...pieces, Uint8Array.of(0, 0)]);
  }
  if ((tag & 0x20) === 0) return der;
  const members = membersOf(der).map((member) => inBer(member, pieceLength));
  return Buffer.concat([Uint8Array.of(tag, 0x80), ...members, Uint8Array.of(0, 0)]);
}
