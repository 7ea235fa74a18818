import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partsOfName } from '../../../oracles/scep/names.ts';

const keys = fc.constantFrom('CN', 'OU', 'O', 'L', 'ST', 'C', 'DC', 'E', '2.5.4.97');
/** As it is, and with a backslash before what has a meaning in names. */
const values = fc
  .stringMatching(/^[A-Za-z0-9äß ,;+"=#<>.]{1,12}$/)
  .filter((text) => text.trim() === text)
  .map((text) => text.replaceAll(/[,;+"=#<>]/g, '\\$&'));
const parts = fc.array(fc.tuple(keys, values), { minLength: 1, maxLength: 6 });

const sorted = (text: string): readonly string[] => [...partsOfName(text)].sort();

describe('partsOfName', () => {
  it('gives the same parts in whatever order they stand', () => {
    fc.assert(
      fc.property(parts, fc.infiniteStream(fc.nat()), (all, order) => {
        const shuffled = all
          .map((part) => ({ part, at: order.next().value as number }))
          .sort((one, other) => one.at - other.at)
          .map(({ part }) => part);
        const text = (list: typeof all): string => list.map((part) => part.join('=')).join(', ');
        expect(sorted(text(shuffled))).toEqual(sorted(text(all)));
        expect(partsOfName(text(all))).toHaveLength(all.length);
      }),
    );
  });

  it('gives the same parts in whatever spelling', () => {
    const plain = partsOfName('CN=Alpha, O=Contoso, ST=Bayern');
    expect(plain).toEqual(['CN=Alpha', 'O=Contoso', 'ST=Bayern']);
    for (const text of ['cn=Alpha,o=Contoso,S=Bayern', 'CN = Alpha;O="Contoso" , 2.5.4.8=Bayern']) {
      expect(partsOfName(text)).toEqual(plain);
    }
  });

  it('tells a comma inside of a value from one between parts', () => {
    expect(partsOfName('O="Contoso, Ltd.", CN=a')).toEqual([String.raw`O=Contoso\, Ltd.`, 'CN=a']);
  });

  it('reads several attributes of one part in any order', () => {
    expect(partsOfName('CN=a+OU=b, O=c')).toEqual(partsOfName('OU=b+CN=a, O=c'));
  });

  it('tells different names apart', () => {
    expect(sorted('CN=Alpha')).not.toEqual(sorted('CN=alpha'));
    expect(sorted('CN=Alpha')).not.toEqual(sorted('O=Alpha'));
    expect(sorted('CN=a, CN=b')).not.toEqual(sorted('CN=a+CN=b'));
  });

  it('takes what is no name for its own only part', () => {
    expect(partsOfName('Alpha, Bravo')).toEqual(['Alpha, Bravo']);
  });
});
