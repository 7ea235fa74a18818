import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validityAt } from '../../../oracles/scep/validity.ts';
import { emptyState, type State } from '../../../oracles/state.ts';
import { enrollment, phase } from './kit.ts';

const hour = 3600;
const phases = [phase(0, '32'), phase(1000, '1', 'present')];
const short = { atLeast: hour, atMost: hour };

function at(now: number, changes: Partial<State> = {}): State {
  return { ...emptyState, now, ...changes };
}

describe('validityAt', () => {
  it('is valid up to its end, and invalid from then on, give or take two minutes', () => {
    const one = enrollment({ phases, startedAt: 50, lifetime: short });
    const end = 50 + 1000 + hour;
    expect(validityAt(one, at(end - 150))).toBe('valid');
    expect(validityAt(one, at(end - 100))).toBe('unclear');
    expect(validityAt(one, at(end + 100))).toBe('unclear');
    expect(validityAt(one, at(end + 150))).toBe('invalid');
  });

  it('is unclear as long as one length of life or another may be meant', () => {
    const wished = enrollment({ phases, lifetime: { atLeast: hour, atMost: 5 * hour } });
    expect(validityAt(wished, at(1000 + 3 * hour))).toBe('unclear');
    expect(validityAt(wished, at(1000 + 6 * hour))).toBe('invalid');
  });

  it('goes from valid over unclear to invalid, and never back', () => {
    const order = ['valid', 'unclear', 'invalid'];
    const lives = fc.tuple(fc.nat(5000), fc.nat(5000));
    fc.assert(
      fc.property(lives, fc.nat(9000), fc.nat(9000), ([least, more], one, other) => {
        const some = enrollment({ phases, lifetime: { atLeast: least, atMost: least + more } });
        const [before = 0, after = 0] = [Math.min(one, other), Math.max(one, other)].map((now) =>
          order.indexOf(validityAt(some, at(now))),
        );
        expect(before).toBeLessThanOrEqual(after);
      }),
    );
  });

  it('is invalid once the key of a certificate that was surely there is removed', () => {
    const one = enrollment({ phases });
    expect(validityAt(one, at(2000, { keysRemoved: { device: 1500 } }))).toBe('invalid');
  });

  it('is unclear where the key was removed while the certificate may have been there or not', () => {
    const one = enrollment({ phases });
    expect(validityAt(one, at(2000, { keysRemoved: { device: 995 } }))).toBe('unclear');
    expect(validityAt(one, at(2000, { keysRemoved: { device: 1030 } }))).toBe('unclear');
  });

  it('does not mind keys of the other scope, those that were removed before it, or before it was there', () => {
    const one = enrollment({ phases, startedAt: 100 });
    expect(validityAt(one, at(2000, { keysRemoved: { user: 1500 } }))).toBe('valid');
    expect(validityAt(one, at(2000, { keysRemoved: { device: 50 } }))).toBe('valid');
    expect(validityAt(one, at(2000, { keysRemoved: { device: 500 } }))).toBe('valid');
  });
});
