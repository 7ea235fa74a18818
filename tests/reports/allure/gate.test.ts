import { describe, expect, it } from 'vitest';
import { describeGate, readGate, readGateResults } from '../../../reports/allure/gate.ts';

const read = (content: unknown) => readGate(JSON.stringify(content), 'gate.json');

describe('rules of a gate', () => {
  it("are those of Allure's configuration", () => {
    const rules = [
      { id: 'device', maxFailures: 3, successRate: 0.9, fastFail: true },
      { metricMin: { key: 'cases', value: 6000 } },
    ];
    expect(read({ rules })).toEqual(rules);
  });

  it.each([
    [
      'a rule that there is not',
      { rules: [{ maxFailure: 0 }] },
      /rules\[0\].*maxFailure.*Did you mean maxFailures/,
    ],
    [
      'a rule without a number',
      { rules: [{ maxFailures: '0' }] },
      /rules\[0\]\.maxFailures has to be a number/,
    ],
    ['a bound without a value', { rules: [{ metricMax: { key: 'cases' } }] }, /metricMax\.value/],
    ['no rule', { rules: [] }, /at least one rule/],
    ['a set without a rule', { rules: [{ id: 'x' }] }, /at least one rule/],
    ['a list', [{ maxFailures: 0 }], /has to be an object/],
  ])('are refused with one line: %s', (_, content, message) => {
    expect(() => read(content)).toThrow(message);
  });
});

describe('the result of a gate', () => {
  const rule = (success: boolean) => ({
    rule: 'maxFailures',
    success,
    message: 'failures \u001b[1m2\u001b[22m',
  });

  it('is one line that says why', () => {
    const failed = readGateResults(JSON.stringify([rule(false), { ...rule(true), rule: 'successRate' }]));
    expect(describeGate(failed)).toBe('Quality gate NOT passed: failures 2 (maxFailures)');
    expect(describeGate(readGateResults(JSON.stringify([rule(true)])))).toBe(
      'Quality gate passed: failures 2 (maxFailures)',
    );
  });

  it('of no rule at all is no success', () => {
    expect(readGateResults('[]').passed).toBe(false);
  });
});
