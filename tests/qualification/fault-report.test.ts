import { describe, expect, it } from 'vitest';
import type { RequirementId } from '../../csp/requirements.ts';
import type { Fault } from '../../faults/fault.ts';
import type { Discovery } from '../../qualification/detection.ts';
import { describeLine, describeSummary, lineOf, summariseFaults } from '../../qualification/fault-report.ts';

const fault: Fault = { id: 'f', mistake: 'm', breaks: ['R-DM-08', 'R-GEN-02'], adjust: (rules) => rules };

const found = (blamed: RequirementId, after: number, kind: Discovery['kind'] = 'list'): Discovery => ({
  case: `case ${after}`,
  after,
  kind,
  blamed,
});

const lineWith = (discoveries: readonly Discovery[], furtherSeeds: readonly boolean[] = []) =>
  lineOf(fault, { run: { fault: 'f', cases: 99, discoveries, troubles: [] }, furtherSeeds, seconds: 1 });

describe('a line of the report', () => {
  it('is right where one of the sentences is named that the fault breaks, and tells when first', () => {
    const line = lineWith([found('R-DM-02', 3), found('R-GEN-02', 7), found('R-DM-02', 9)]);
    expect(line).toMatchObject({ caught: 'right', by: 'R-GEN-02', after: 7, everySeed: true });
    expect(line.blamed).toEqual({ 'R-DM-02': 2, 'R-GEN-02': 1 });
    expect(describeLine(line)).toBe('caught f: by R-GEN-02 after 7 cases, also R-DM-02 2');
  });

  it('is half where only others are named, and missed where none is', () => {
    expect(lineWith([found('R-DM-02', 3)])).toMatchObject({ caught: 'wrong' });
    expect(lineWith([])).toMatchObject({ caught: 'missed' });
  });
});

describe('the summary', () => {
  it('counts a wrong sentence half', () => {
    const lines = [lineWith([found('R-DM-08', 1)]), lineWith([found('R-DM-02', 3)]), lineWith([])];
    expect(summariseFaults(lines)).toMatchObject({ right: 1, wrong: 1, missed: ['f'], ratio: 0.5 });
  });

  it('names what fewer than nine of ten seeds find, unless a list does', () => {
    const drawn = [found('R-DM-08', 1, 'property')];
    const eight = [...Array.from({ length: 7 }, () => true), false, false];
    const nine = [...Array.from({ length: 8 }, () => true), false];
    expect(summariseFaults([lineWith(drawn, eight)]).seldom).toEqual(['f']);
    expect(summariseFaults([lineWith(drawn, nine)]).seldom).toEqual([]);
    expect(summariseFaults([lineWith([found('R-DM-08', 1)], eight)]).seldom).toEqual([]);
  });

  it('names requirements that no fault has proven to be watched', () => {
    const summary = summariseFaults([lineWith([found('R-DM-08', 1)])]);
    expect(summary.neverProven).not.toContain('R-DM-08');
    expect(summary.neverProven).toContain('R-GEN-02');
    expect(describeSummary(summary, true)).toMatch(/Watched, never proven: R-GEN-01/);
  });
});
