import { deepEqual, ok } from 'node:assert/strict';
import { PFX } from '@peculiar/asn1-pfx';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAsn1, serializeAsn1 } from '../../pki/asn1.ts';
import { buildPfx, type PfxSpecification } from '../../pki/pfx-build.ts';
import { PfxError } from '../../pki/pfx-error.ts';
import { openPfx, type PfxContents } from '../../pki/pfx-open.ts';
import { openPool } from '../../pki/pool.ts';
import { seededRandom } from '../../pki/random.ts';
import { inBer } from './ber-writer.ts';
import { comparable, specifications } from './specifications.ts';

const pool = await openPool();

const small: PfxSpecification = {
  identities: [pool.identity('ec-p256', 0)],
  content: 'keys-and-certificates',
  chain: false,
  protection: '3des-sha1',
  password: 'pw',
  iterations: 1,
};

/** The contents, or undefined for a PfxError; every other error passes through and fails the test. */
function opened(bytes: Uint8Array, password: string | undefined): PfxContents | undefined {
  try {
    return openPfx(bytes, password);
  } catch (error) {
    if (error instanceof PfxError) return undefined;
    throw error;
  }
}

describe('a damaged or hostile PFX', () => {
  it.each(['3des-sha1', 'aes256-sha256', 'none'] as const)(
    'with a MAC and %s never opens with other contents, whichever byte is changed',
    (protection) => {
      const file = buildPfx({ ...small, protection }, seededRandom('flip'));
      const original = comparable(openPfx(file, 'pw'));
      const random = seededRandom('masks');
      let refused = 0;
      for (const position of file.keys()) {
        const mask = 1 + ((random(1)[0] ?? 0) % 255);
        const contents = opened(
          file.map((byte, index) => (index === position ? byte ^ mask : byte)),
          'pw',
        );
        if (contents === undefined) refused += 1;
        else deepEqual(comparable(contents), original);
      }
      // Only some bytes of headers and of the MAC's parameters may be changed without an effect.
      ok(refused > file.length - 16, `${refused} of ${file.length}`);
    },
  );

  it('cut off anywhere is refused', () => {
    const file = buildPfx(small, seededRandom('cut'));
    for (const length of file.keys()) deepEqual(opened(file.subarray(0, length), 'pw'), undefined);
  });

  it('of random bytes is refused', () => {
    const header = fc.constantFrom(
      [],
      [0x30],
      [0x30, 0x80],
      [0x30, 0x80, 0x02, 0x01, 0x03],
      [0x30, 0x84, 0xff, 0xff, 0xff, 0xff],
    );
    fc.assert(
      fc.property(
        header,
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom('', 'x', undefined),
        (start, rest, password) => {
          deepEqual(opened(Uint8Array.from([...start, ...rest]), password), undefined);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('made from a good one by changes anywhere throws nothing but PfxError, with a MAC and without', () => {
    const change = fc.record({ at: fc.nat(), cut: fc.nat({ max: 8 }), put: fc.uint8Array({ maxLength: 8 }) });
    fc.assert(
      fc.property(
        specifications(pool),
        fc.array(change, { minLength: 1, maxLength: 4 }),
        (specification, changes) => {
          let bytes = [...buildPfx({ ...specification, iterations: 1 }, seededRandom('mutate'))];
          for (const { at, cut, put } of changes) {
            const position = at % bytes.length;
            bytes = [...bytes.slice(0, position), ...put, ...bytes.slice(position + cut)];
          }
          opened(Uint8Array.from(bytes), specification.password ?? undefined);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([0, -1, 1_000_001, 2 ** 31 - 1, 2 ** 40])(
    'with a MAC of %d iterations is refused without the work',
    (iterations) => {
      const pfx = parseAsn1(buildPfx(small, seededRandom('work')), PFX);
      pfx.macData.iterations = iterations;
      const reason = iterations < 1 ? 'format' : 'limit';
      expect(() => openPfx(serializeAsn1(pfx), 'pw')).toThrow(expect.objectContaining({ reason }));
    },
  );

  it.each([{ bytes: 500 }, { iterations: 4 }, { work: 34 }, { bags: 3 }])(
    'beyond the limit %j is refused',
    (limits) => {
      // MAC: 5 hash calls; each of the two encryptions by 3DES: 10 for the key, 5 for the vector. 35 altogether.
      const file = buildPfx({ ...small, iterations: 5, chain: true }, seededRandom('limits'));
      expect(() => openPfx(file, 'pw', limits)).toThrow(expect.objectContaining({ reason: 'limit' }));
      expect(
        openPfx(file, 'pw', { bytes: file.length, iterations: 5, work: 35, bags: 4 }).keyed,
      ).toHaveLength(1);
    },
  );

  it('of another version than 3 is refused', () => {
    const pfx = parseAsn1(buildPfx(small, seededRandom('version')), PFX);
    pfx.version = 1;
    expect(() => openPfx(serializeAsn1(pfx), 'pw')).toThrow(expect.objectContaining({ reason: 'format' }));
  });

  it('of more than one megabyte is refused', () => {
    expect(() => openPfx(new Uint8Array(1_048_577), 'pw')).toThrow(
      expect.objectContaining({ reason: 'limit' }),
    );
  });

  it('nested thousands deep is refused', () => {
    const deep = Uint8Array.from({ length: 100_000 }, (_, index) => (index % 2 === 0 ? 0x30 : 0x80));
    expect(() => openPfx(deep, undefined)).toThrow(expect.objectContaining({ reason: 'limit' }));
  });
});

describe('a PFX in BER', () => {
  it('of indefinite lengths and octet strings in pieces opens with the same contents', () => {
    fc.assert(
      fc.property(specifications(pool), fc.integer({ min: 1, max: 700 }), (specification, pieceLength) => {
        const file = buildPfx(specification, seededRandom('ber'));
        const password = specification.password ?? undefined;
        deepEqual(
          comparable(openPfx(inBer(file, pieceLength), password)),
          comparable(openPfx(file, password)),
        );
      }),
      { numRuns: 50 },
    );
  });
});
