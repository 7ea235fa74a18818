import { createHash } from 'node:crypto';

/** Places of the UUID's bytes in a GUID of Windows, whose first three fields have the lowest byte first. */
const guidOrder = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const;

/**
 * The value Flags that puts a machine into embedded mode, in hexadecimal: SHA-256 of its SMBIOS UUID in the byte order
 * of Guid.ToByteArray() (device-and-mdm.md, 1.3).
 * @param smbiosUuid as Win32_ComputerSystemProduct.UUID shows it
 * @throws RangeError where that is no UUID
 */
export function embeddedModeHash(smbiosUuid: string): string {
  const match = /^\{?([0-9a-f]{8})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{4})-([0-9a-f]{12})\}?$/i.exec(
    smbiosUuid.trim(),
  );
  if (match === null) throw new RangeError(`"${smbiosUuid}" is not a UUID`);
  const bytes = Buffer.from(match.slice(1).join(''), 'hex');
  const guid = Uint8Array.from(guidOrder, (place) => bytes[place] ?? 0);
  return createHash('sha256').update(guid).digest('hex');
}
