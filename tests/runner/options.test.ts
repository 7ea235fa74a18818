import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, expect, test } from 'vitest';
import { readOption } from '../../runner/options.ts';
import { oneOf, UsageError } from '../../runner/usage-error.ts';

describe('option values', () => {
  test.each([
    ['500ms', 500],
    ['30s', 30_000],
    ['5m', 300_000],
    ['2h', 7_200_000],
  ])('a budget of %s is %i milliseconds', (text, milliseconds) => {
    expect(readOption.budget(text)).toBe(milliseconds);
  });

  test.each(['', '30', '0s', '-1s', '1.5s', '30 s', 'soon', '99999999999s'])(
    'a budget of "%s" is refused',
    (text) => {
      expect(() => readOption.budget(text)).toThrow(UsageError);
    },
  );

  test('numbers are taken as written or refused, never rounded or cut', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String), fc.double().map(String)), (text) => {
        try {
          assert.equal(String(readOption.runs(text)), text.replace(/^0+(?=\d)/, ''));
        } catch (error) {
          assert.ok(error instanceof UsageError);
        }
      }),
    );
  });

  test('an unknown target names the nearest one and all there are', () => {
    expect(() => readOption.target('simulater')).toThrow(/Did you mean simulator\?.*Known: simulator/);
  });

  test('an unknown edition lists the known ones', () => {
    expect(() => readOption.edition('10.0.1')).toThrow(/Known: 10\.0\.10240, 10\.0\.10586/);
  });
});

describe('a value of a list', () => {
  test('a known word is always taken as it is', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1 }), (known) => {
        for (const word of known) assert.equal(oneOf('--x', word, known), word);
      }),
    );
  });
});
