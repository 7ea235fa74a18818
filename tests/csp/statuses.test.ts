import { describe, expect, it } from 'vitest';
import { isFailure, isSuccess, statusOf, statuses } from '../../csp/statuses.ts';

describe('status codes', () => {
  it('stand in the table once each', () => {
    expect(new Set(statuses.map(({ code }) => code)).size).toBe(statuses.length);
  });

  it('are what Windows lists: 18 of them', () => {
    expect(statuses.filter(({ windows }) => windows)).toHaveLength(18);
  });

  it('of success are 200 and 202 alone', () => {
    expect(statuses.filter(({ code }) => isSuccess(code)).map(({ code }) => code)).toEqual(['200', '202']);
  });

  it('215 and 216 are failures, though they begin with 2', () => {
    expect(['215', '216'].map(isFailure)).toEqual([true, true]);
  });

  it('are never a success and a failure at once', () => {
    expect(statuses.filter(({ code }) => isSuccess(code) && isFailure(code))).toEqual([]);
  });

  it('of 300 and above all are failures, those without an entry too', () => {
    const codes = Array.from({ length: 300 }, (_, index) => String(300 + index));
    expect(codes.filter((code) => !isFailure(code))).toEqual([]);
  });

  it.each(['', '20', '2000', '999', '4xx', '٤٠٤'])(
    '%j is no code, so neither success nor failure',
    (text) => {
      expect([statusOf(text), isSuccess(text), isFailure(text)]).toEqual([undefined, false, false]);
    },
  );
});
