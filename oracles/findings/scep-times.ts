import type { FindingRule } from './finding.ts';
import type { Payload } from './payload.ts';
import { scepValueRule } from './scep-value-rule.ts';
import { intOf, quoted, valuesIn } from './value.ts';

/** Numbers of retries, minutes and units of validity. */
export const scepTimeFindings: readonly FindingRule[] = [
  // csp-source.txt, RetryCount: counts as 30. DDF: 0 to 30.
  scepValueRule(
    'RetryCount',
    { id: 'retry-count-above-30', severity: 'warning', requirement: 'R-SCEP-17', ambiguity: 'A-31' },
    (text) =>
      (intOf(text) ?? 0) > 30
        ? `RetryCount ${quoted(text)} counts as 30 by the CSP page and is not allowed by the DDF, so that a device may refuse it. Write 30 or less.`
        : undefined,
  ),
  // csp-source.txt, RetryCount: minimum 0.
  scepValueRule(
    'RetryCount',
    { id: 'retry-count-below-0', severity: 'warning', requirement: 'R-SCEP-17', ambiguity: 'A-24' },
    (text) =>
      (intOf(text) ?? 0) < 0
        ? `RetryCount is ${quoted(text)}, and its minimum is 0 (no retry). What a device does with less is not said. Write 0 or more.`
        : undefined,
  ),
  // csp-source.txt, RetryDelay: minimum 1. DDF: 0 to 4294967295.
  scepValueRule(
    'RetryDelay',
    { id: 'retry-delay-below-1', severity: 'warning', requirement: 'R-SCEP-16', ambiguity: 'A-24' },
    (text) =>
      (intOf(text) ?? 1) < 1
        ? `RetryDelay is ${quoted(text)}, and its minimum is 1 minute by the CSP page (0 by the DDF). What a device does with less is not said. Write 1 or more.`
        : undefined,
  ),
  {
    // The DDF allows RetryDelay up to 4294967295, more than a signed int of 32 bits holds.
    id: 'int-too-large',
    severity: 'warning',
    requirement: 'R-SCEP-16',
    ambiguity: 'A-24',
    *find(payload) {
      for (const { setting, node, text } of valuesIn(payload)) {
        if (node.format !== 'int' || node.values !== undefined || (intOf(text) ?? 0) <= 2_147_483_647)
          continue;
        yield {
          position: setting.positions.data,
          message: `${node.name} is ${quoted(text)}, more than a signed int of 32 bits holds (2147483647); a device may refuse it or read a negative number. Write a smaller one.`,
          requirement: node.requirements[0],
        };
      }
    },
  },
  // csp-source.txt, ValidPeriodUnits: default 0, together with Days.
  scepValueRule(
    'ValidPeriodUnits',
    { id: 'valid-period-units-zero', severity: 'information', requirement: 'R-SCEP-26' },
    (text) =>
      intOf(text) === 0
        ? 'ValidPeriodUnits 0 is the default; the documents do not say what a period of 0 means. The server decides.'
        : undefined,
  ),
  // csp-source.txt, ValidPeriodUnits: a number of units.
  scepValueRule(
    'ValidPeriodUnits',
    { id: 'valid-period-units-negative', severity: 'error', requirement: 'R-SCEP-26' },
    (text) =>
      (intOf(text) ?? 0) < 0
        ? `ValidPeriodUnits is ${quoted(text)}; a period can not be negative. Write the number of units.`
        : undefined,
  ),
  alone('ValidPeriod', 'ValidPeriodUnits', {
    id: 'valid-period-without-units',
    requirement: 'R-SCEP-25',
    message: () =>
      'ValidPeriod has no effect without ValidPeriodUnits, whose default is 0: no period is asked for. Set both, or neither.',
  }),
  alone('ValidPeriodUnits', 'ValidPeriod', {
    id: 'valid-period-units-alone',
    requirement: 'R-SCEP-26',
    message: (text) =>
      intOf(text) === 0
        ? undefined
        : `ValidPeriodUnits is set without ValidPeriod, so that it counts days: ${quoted(text)} of them are asked for. Set ValidPeriod where months or years are meant.`,
  }),
];

/** One half of the period of validity without the other (csp-source.txt, ValidPeriod and ValidPeriodUnits: the defaults). */
function alone(
  there: string,
  missing: string,
  rule: Pick<FindingRule, 'id' | 'requirement'> & { message(text: string): string | undefined },
): FindingRule {
  return {
    id: rule.id,
    severity: 'information',
    requirement: rule.requirement,
    *find({ installs }: Payload) {
      for (const install of installs) {
        const value = install.half === 'scep' ? install.value(there) : undefined;
        if (value?.setting === undefined || value.text === undefined) continue;
        const message = install.value(missing) === undefined ? rule.message(value.text) : undefined;
        if (message !== undefined) yield { position: value.setting.positions.data, message };
      }
    },
  };
}
