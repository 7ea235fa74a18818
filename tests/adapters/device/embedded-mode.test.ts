import { createHash } from 'node:crypto';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { embeddedModeHash } from '../../../adapters/device/embedded-mode.ts';

it('the embedded-mode flag of a known UUID (device-and-mdm.md, 1.3)', () => {
  expect(embeddedModeHash('00112233-4455-6677-8899-aabbccddeeff')).toBe(
    'ee3f93acf44c3ae70d6f0a2c05db43c6fe766f5e4b7bb55cb290167a2792dd6b',
  );
});

it('is the hash of the fields of a GUID, as structs of Windows hold them', () => {
  fc.assert(
    fc.property(fc.uuid(), fc.constantFrom('lower', 'upper', 'braces'), (uuid, form) => {
      const [first = '', second = '', third = '', ...rest] = uuid.split('-');
      const guid = Buffer.alloc(16);
      guid.writeUInt32LE(Number.parseInt(first, 16), 0);
      guid.writeUInt16LE(Number.parseInt(second, 16), 4);
      guid.writeUInt16LE(Number.parseInt(third, 16), 6);
      guid.write(rest.join(''), 8, 'hex');
      const written = { lower: uuid, upper: ` ${uuid.toUpperCase()}\n`, braces: `{${uuid}}` }[form];
      assert.equal(embeddedModeHash(written), createHash('sha256').update(guid).digest('hex'));
    }),
  );
});

it.each(['', 'none', '00112233445566778899aabbccddeeff', '0011223g-4455-6677-8899-aabbccddeeff'])(
  'of "%s" is refused, which is no UUID',
  (text) => {
    expect(() => embeddedModeHash(text)).toThrow(RangeError);
  },
);
