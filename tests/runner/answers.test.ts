import { describe, expect, it } from 'vitest';
import { readAnswers } from '../../runner/answers.ts';
import { UsageError } from '../../runner/usage-error.ts';

describe('answers on the command line', () => {
  it('are refused where no device may give them together', () => {
    const three = ['A-14/bin=refused', 'A-14/b64=refused', 'A-14/chr=refused'];
    expect(Object.keys(readAnswers(three))).toHaveLength(3);
    expect(() => readAnswers([...three, 'A-42=refused'])).toThrow(UsageError);
    expect(() => readAnswers([...three, 'A-42=refused'])).toThrow('R-PFX-11');
  });
});
