import { describe, expect, it } from 'vitest';
import { answersTo, answerKeys } from '../../csp/ambiguities.ts';
import { openPool } from '../../pki/pool.ts';
import { complaintAbout, examineRightDevice } from '../../qualification/accusations.ts';
import { randomDevice } from '../../qualification/random-device.ts';
import { keyCache } from '../../runner/laboratory.ts';

describe('a device that is right', () => {
  it('has an admitted answer to every question, the same each time', () => {
    const device = randomDevice(7);
    for (const key of answerKeys) expect(answersTo(key)).toContain(device.answers[key]);
    expect(randomDevice(7)).toEqual(device);
    expect(randomDevice(8).answers).not.toEqual(device.answers);
  });

  it.each([40_001, 40_002, 40_003])('number %i is not accused', async (number) => {
    const pool = await openPool(keyCache);
    const { cases, accusations } = await examineRightDevice(number, { listed: 60, drawn: 40 }, pool);
    expect(accusations.map(({ trial, complaint }) => `${trial.case.id}: ${complaint}`)).toEqual([]);
    expect(cases).toBeGreaterThan(80);
  });
});

describe('a complaint', () => {
  it('is every verdict but conform, and an answer that the device does not give', () => {
    const conform = { kind: 'conform', exercised: [], answers: { 'A-07': 'sent' } } as const;
    expect(complaintAbout(conform, { 'A-07': 'sent' })).toBeUndefined();
    expect(complaintAbout(conform, { 'A-07': 'none' })).toBe('A-07 read as sent, is none');
    const violation = { kind: 'violation', requirement: 'R-DM-01', differences: [] } as const;
    expect(complaintAbout(violation, {})).toBe('blamed on R-DM-01');
    expect(complaintAbout({ kind: 'suite-error', reason: 'x' }, {})).toBe('suite-error: x');
    expect(complaintAbout({ kind: 'not-tested', reason: 'no TPM' }, {})).toBeUndefined();
  });
});
