import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, expect, it } from 'vitest';
import { answersTo } from '../../csp/ambiguities.ts';
import { explore } from '../../oracles/asking.ts';
import { readBool, readInt } from '../../oracles/spellings.ts';

/** Everything that a text may be read as, over all answers. */
function intsIn(text: string): readonly (number | undefined)[] {
  return explore({ answers: {}, assumptions: {} }, (asking) => ({ read: readInt(text, asking) }), 100).map(
    ({ read }) => read,
  );
}

function boolsIn(text: string): readonly (boolean | undefined)[] {
  return explore({ answers: {}, assumptions: {} }, (asking) => ({ read: readBool(text, asking) }), 100).map(
    ({ read }) => read,
  );
}

describe('an int', () => {
  it('in plain decimals is that number to every device', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 31) + 1, max: 2 ** 31 - 1 }), (value) => {
        assert.deepEqual(intsIn(String(value)), [value]);
      }),
    );
  });

  it.each(['', 'three', '3.0', '0x3', '3 4', '--3', '1e3'])('"%s" is none to any device', (text) => {
    expect(intsIn(text)).toEqual([undefined]);
  });

  it.each(['03', '+3', ' 3 ', '3\n', '99999999999', '-0'])('"%s" is a number to some devices', (text) => {
    expect(intsIn(text)).toHaveLength(2);
    expect(intsIn(text)).toContain(undefined);
  });
});

describe('a bool', () => {
  it('is true or false to every device', () => {
    expect(boolsIn('true')).toEqual([true]);
    expect(boolsIn('false')).toEqual([false]);
    expect(boolsIn('yes')).toEqual([undefined]);
    expect(boolsIn('')).toEqual([undefined]);
  });

  it.each([
    ['True', true],
    ['FALSE', false],
    ['1', true],
    ['0', false],
    ['tRuE', true],
    [' true', true],
  ])('"%s" is %s to some devices', (text, value) => {
    expect(new Set(boolsIn(text))).toEqual(new Set([value, undefined]));
  });
});

describe('explore', () => {
  it('follows every combination of answers once', () => {
    const paths = explore(
      { answers: {}, assumptions: {} },
      (asking) => ({
        seen: [asking.answer('A-14/chr'), asking.answer('A-14/chr'), asking.assume('doubt', ['a', 'b', 'c'])],
      }),
      100,
    );
    const chr = answersTo('A-14/chr');
    expect(paths.map(({ seen }) => seen.join())).toEqual(
      chr.flatMap((answer) => ['a', 'b', 'c'].map((option) => `${answer},${answer},${option}`)),
    );
  });

  it('never asks what the world knows', () => {
    const start = { answers: { 'A-14/chr': 'refused' }, assumptions: { doubt: 'b' } } as const;
    const paths = explore(
      start,
      (asking) => ({ seen: [asking.answer('A-14/chr'), asking.assume('doubt', ['a', 'b'])] }),
      1,
    );
    expect(paths).toEqual([{ seen: ['refused', 'b'] }]);
  });

  it('passes over every way that begins like one which was given up', () => {
    let tried = 0;
    explore(
      { answers: {}, assumptions: {} },
      (asking) => {
        tried++;
        if (asking.assume('first', ['good', 'bad']) === 'bad') return undefined;
        return { seen: asking.assume('second', ['a', 'b', 'c']) };
      },
      100,
    );
    expect(tried).toBe(4);
  });
});
