import { describe, expect, it } from 'vitest';
import { findingRules } from '../../../oracles/findings/rules.ts';
import { addressFaults } from './faults/addresses.ts';
import { enrollFaults } from './faults/enroll.ts';
import { orderFaults } from './faults/order.ts';
import { pfxFaults } from './faults/pfx.ts';
import { scepValueFaults } from './faults/scep-values.ts';
import { scepFaults } from './faults/scep.ts';
import { valueFaults } from './faults/values.ts';
import { wireFaults } from './faults/wire.ts';
import { complaints, findingsIn } from './support.ts';

const faults = [
  ...wireFaults,
  ...addressFaults,
  ...valueFaults,
  ...orderFaults,
  ...enrollFaults,
  ...pfxFaults,
  ...scepFaults,
  ...scepValueFaults,
];

describe('one fault in a correct payload is found, and nothing else', () => {
  it.each(faults.map((fault) => [fault.id, fault.title, fault] as const))('%s: %s', (_id, _title, fault) => {
    const findings = findingsIn(fault.source(), fault.given?.());
    const rule = findingRules.find(({ id }) => id === fault.id);
    const found = findings.filter(({ id }) => id === fault.id);
    expect(found.map(({ message }) => message).join('\n')).toMatch(fault.says);
    const expected = [...(rule?.severity === 'information' ? [] : [fault.id]), ...(fault.besides ?? [])];
    expect(complaints(findings).toSorted()).toEqual(expected.toSorted());
  });

  it('holds for each rule', () => {
    expect([...new Set(faults.map(({ id }) => id))].toSorted()).toEqual(
      findingRules.map(({ id }) => id).toSorted(),
    );
  });
});
