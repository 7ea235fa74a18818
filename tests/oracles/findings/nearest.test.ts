import { describe, expect, it } from 'vitest';
import { nodes } from '../../../csp/tree.ts';
import { didYouMean, nearestOf } from '../../../oracles/findings/nearest.ts';

const names = nodes.map(({ name }) => name);

describe('nearest name', () => {
  it.each([
    ['KeyLocatoin', 'KeyLocation'],
    ['keylength', 'KeyLength'],
    ['CertPassword', 'PFXCertPassword'],
    ['KeyExportable', 'PFXKeyExportable'],
    ['CAThumbPrint', 'CAThumbprint'],
  ])('of %s is %s', (typed, meant) => {
    expect(nearestOf(typed, names)).toBe(meant);
  });

  it.each(['Password', 'x', '', 'y'.repeat(10_000)])('of %.12s is none', (typed) => {
    expect(nearestOf(typed, names)).toBeUndefined();
    expect(didYouMean(typed, names)).toBe('');
  });
});
