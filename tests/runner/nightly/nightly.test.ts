import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { simulatorTarget } from '../../../adapters/simulator.ts';
import type { Target } from '../../../adapters/target.ts';
import type { ViolationStatus } from '../../../reports/regression/nightly-report.ts';
import { readWaivers } from '../../../reports/waivers/read-waivers.ts';
import type { Waiver } from '../../../reports/waivers/waiver.ts';
import { faultyDevice, familiesNamed } from '../../reports/model/recorded-run.ts';
import { startNights, type Ended, type Nights } from './nights.ts';

const families = familiesNamed('protocol/R-DM-08', 'pfx/R-PFX-12/matrix');
const right = (): Target => simulatorTarget();
const wrong = (): Target => faultyDevice('atomic-without-rollback');

let nights: Nights = startNights(families);
afterEach(() => {
  nights.remove();
  nights = startNights(families);
});

function statusesIn({ report }: Ended): readonly ViolationStatus[] {
  return [...new Set(report.violations.map(({ status }) => status))];
}

describe('a device that stays right', () => {
  test('passes, on the first night without a baseline and on the second with one', async () => {
    const first = await nights.night(right());
    expect(first.code).toBe(0);
    expect(first.report.baseline).toBeUndefined();
    expect(first.report.notes.join(' ')).toContain('first night');
    const second = await nights.night(right());
    expect(second.code).toBe(0);
    expect(second.report).toMatchObject({ violations: [], fixed: [], drift: [], flaky: [], lost: [] });
    expect(second.report.baseline?.night).toBe('2026-01-01T12:00:00.000Z');
    expect(second.report.nights.map(({ night }) => night.slice(0, 10))).toEqual(['2026-01-01', '2026-01-02']);
  });
});

describe('a device that breaks', () => {
  test('fails, names the requirement first, and keeps the smallest case for the next night', async () => {
    await nights.night(right());
    const broken = await nights.night(wrong());
    expect(broken.code).toBe(1);
    expect(broken.report.result.rule).toBe('new-violation');
    expect(broken.report.violations[0]).toMatchObject({ status: 'new', subject: 'R-DM-08' });
    expect(broken.told).toMatch(/FAILED: .*R-DM-08/);
    const again = await nights.night(wrong());
    expect(again.code).toBe(1);
    expect(statusesIn(again)).toContain('new');
    // The second night has begun with what the first has kept.
    const kept = readdirSync(join(nights.history, onlyFolder(), 'cases'));
    expect(kept.length).toBeGreaterThan(0);
    expect(readFileSync(join(nights.out, 'results', 'corpus.jsonl'), 'utf8')).toContain('"id":"kept/');
  });

  test('and that was accepted is known: it fails until it is waived, but not for --fail-on=new', async () => {
    await nights.night(right());
    await nights.night(wrong(), { accept: true });
    const known = await nights.night(wrong());
    expect(known.code).toBe(1);
    expect(known.report.result.rule).toBe('known-violation');
    expect(statusesIn(known)).not.toContain('new');
    const onlyNew = await nights.night(wrong(), { failOn: 'new' });
    expect(onlyNew.code).toBe(0);
    expect(onlyNew.report.result.because).toContain('R-DM-08');
  });

  test('the first night of a device that was never right fails too', async () => {
    const first = await nights.night(wrong());
    expect(first.code).toBe(1);
    expect(first.report.result.rule).toBe('new-violation');
  });
});

describe('a device that is mended', () => {
  test('is told to be, by the cases that showed it; what comes back is new', async () => {
    await nights.night(wrong(), { accept: true });
    const mended = await nights.night(right());
    expect(mended.code).toBe(0);
    expect(mended.report.fixed.map(({ subject }) => subject)).toContain('R-DM-08');
    expect(mended.report.notSeen).toEqual([]);
    const since = await nights.night(right());
    expect(since.report.fixed).toEqual([]);
    const back = await nights.night(wrong());
    expect(back.report.result.rule).toBe('new-violation');
  });
});

describe('waivers', () => {
  test('that are proposed are refused as they are, and accept what they were made of once they are filled in', async () => {
    await nights.night(wrong());
    const path = join(nights.out, 'waivers-proposed.json');
    const blank = readFileSync(path, 'utf8');
    expect(() => readWaivers(blank, path)).toThrow(/reason has to be a text/);
    const waived = await nights.night(wrong(), { waivers: filledIn(blank, '2026-12-31') });
    expect(waived.code).toBe(0);
    expect(statusesIn(waived)).toEqual(['waived']);
    expect(existsSync(path)).toBe(false);
  });

  test('that are over or match nothing are named, and hide nothing', async () => {
    await nights.night(wrong());
    const blank = readFileSync(join(nights.out, 'waivers-proposed.json'), 'utf8');
    const expired = await nights.night(wrong(), { waivers: filledIn(blank, '2026-01-01') });
    expect(expired.code).toBe(1);
    expect(new Set(expired.report.waivers.map(({ state }) => state))).toEqual(new Set(['expired']));
    const unused = await nights.night(right(), { waivers: filledIn(blank, '2026-12-31') });
    expect(unused.code).toBe(0);
    expect(new Set(unused.report.waivers.map(({ state }) => state))).toEqual(new Set(['unused']));
    expect(readFileSync(join(nights.out, 'summary.md'), 'utf8')).toContain('matched nothing');
  });
});

describe('an answer that changes', () => {
  const answering = (answer: string): Target => simulatorTarget({ answers: { 'A-23': answer } });

  test('is drift, until it is accepted or waived', async () => {
    await nights.night(answering('upper'));
    const changed = await nights.night(answering('lower'));
    expect(changed.code).toBe(1);
    expect(changed.report.result.rule).toBe('drift');
    expect(changed.report.drift).toMatchObject([
      { key: 'A-23', before: [{ answer: 'upper' }], now: [{ answer: 'lower' }] },
    ]);
    const blank = readFileSync(join(nights.out, 'waivers-proposed.json'), 'utf8');
    const waived = await nights.night(answering('lower'), { waivers: filledIn(blank, '2026-12-31') });
    expect(waived.code).toBe(0);
    await nights.night(answering('lower'), { accept: true });
    expect((await nights.night(answering('lower'))).report).toMatchObject({
      drift: [],
      result: { verdict: 'passed' },
    });
  });
});

describe('a device that does not always do the same', () => {
  test('is found by repetition, and fails', async () => {
    await nights.night(right());
    const [good, bad] = [right(), wrong()];
    let opened = 0;
    // Wrong every third time.
    const flaky: Target = {
      ...good,
      open: (preparation) => (opened++ % 3 === 0 ? bad : good).open(preparation),
    };
    const { code, report } = await nights.night(flaky);
    expect(code).toBe(1);
    expect(report.flaky.length).toBeGreaterThan(0);
    for (const { outcomes } of report.flaky) {
      expect(outcomes.length).toBeGreaterThan(1);
      expect(outcomes.reduce((sum, { times }) => sum + times, 0)).toBe(4);
    }
    expect(report.violations.map(({ status }) => status)).toContain('flaky');
  });
});

describe('a night that did not try everything', () => {
  test('and is accepted keeps what is known of the rest', async () => {
    await nights.night(wrong(), { accept: true });
    const part = startNights(familiesNamed('pfx/R-PFX-04/matrix'), undefined, nights.history);
    await part.night(wrong(), { accept: true });
    part.remove();
    const whole = await nights.night(wrong(), { failOn: 'new' });
    expect(statusesIn(whole)).not.toContain('new');
  });

  test('makes no secret of it that what is new may be old', async () => {
    const part = startNights(familiesNamed('pfx/R-PFX-12/matrix'), undefined, nights.history);
    await part.night(right());
    part.remove();
    const whole = await nights.night(wrong());
    const first = whole.report.violations.find(({ subject }) => subject === 'R-DM-08');
    expect(first).toMatchObject({ status: 'new', note: expect.stringContaining('did not try') as string });
  });

  test('since a suite could not be loaded teaches nothing, whatever else it found', async () => {
    const { code, report } = await nights.night(wrong(), {}, { broken: ['corpus/found'] });
    expect(code).toBe(1);
    expect(report.notes.join(' ')).toContain('test runner failed');
    expect(existsSync(join(nights.history, onlyFolder(), 'baseline.json'))).toBe(false);
    expect(readFileSync(join(nights.out, 'junit.xml'), 'utf8')).toContain(
      '<error message="The test runner failed',
    );
  });

  test('again, since the device was gone, is told all the same', async () => {
    await nights.night(right());
    const { code, report, told } = await nights.night(wrong(), {}, { isGone: true });
    expect(code).toBe(1);
    expect(told).toContain('Nothing could be repeated: it does not answer.');
    expect(report.repetition.repeated).toBe(0);
    expect(report.notes.join(' ')).toMatch(/Of \d+ cases that are reported as a change 0 were repeated/);
  });
});

describe('what is kept', () => {
  test('and can not be read is named in one line before the night', async () => {
    await nights.night(wrong());
    const cases = join(nights.history, onlyFolder(), 'cases');
    writeFileSync(join(cases, 'torn.json'), '{"format": "client-cert');
    await expect(nights.night(right())).rejects.toThrow(/torn\.json is no case file/);
    rmSync(join(cases, 'torn.json'));
    writeFileSync(join(nights.history, onlyFolder(), 'history.jsonl'), 'nonsense\n');
    await expect(nights.night(right())).rejects.toThrow(/history\.jsonl, line 1 is no JSON/);
  });

  test('grows by less than a kilobyte a night', async () => {
    await nights.night(right());
    const path = join(nights.history, onlyFolder(), 'history.jsonl');
    const before = readFileSync(path).length;
    await nights.night(right());
    expect(readFileSync(path).length - before).toBeLessThan(1000);
  });

  test('a line that was cut off while it was written is left out, and takes none of the others with it', async () => {
    await nights.night(right());
    await nights.night(right());
    const path = join(nights.history, onlyFolder(), 'history.jsonl');
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, -20));
    expect((await nights.night(right())).report.nights).toHaveLength(2);
    expect((await nights.night(right())).report.nights).toHaveLength(3);
  });

  test('a file in it that is broken is named in one line, and stays', async () => {
    await nights.night(right());
    const path = join(nights.history, onlyFolder(), 'baseline.json');
    writeFileSync(path, '{"format": "client-certificate-install-baseline", "version": 1, "device": 3}');
    await expect(nights.night(right())).rejects.toThrow(
      /baseline\.json: device .*Mend it, or move the file away/,
    );
    expect(existsSync(path)).toBe(true);
  });

  test('of another device is kept apart', async () => {
    await nights.night(wrong(), { accept: true });
    const other = await nights.night(right(), { deviceName: 'laboratory 2' });
    expect(other.report.baseline).toBeUndefined();
    expect(readdirSync(nights.history)).toHaveLength(2);
  });
});

test('a night whose test runner failed by itself is inconclusive, though no case differs', async () => {
  const { code, report } = await nights.night(right(), {}, { runEnds: 3 });
  expect(code).toBe(3);
  expect(report.result.verdict).toBe('inconclusive');
  expect(report.result.because).toContain('vitest.log');
  expect(existsSync(join(nights.history, onlyFolder(), 'baseline.json'))).toBe(false);
});

test('a night whose laboratory fails is inconclusive, and teaches the baseline nothing', async () => {
  const broken: Target = { ...right(), open: () => Promise.reject(new Error('no device')) };
  const { code, report } = await nights.night(broken);
  expect(code).toBe(3);
  expect(report.result.rule).toBe('run-inconclusive');
  expect(existsSync(join(nights.history, onlyFolder(), 'baseline.json'))).toBe(false);
  expect((await nights.night(right())).report.notes.join(' ')).toContain('first night');
});

function onlyFolder(): string {
  const [folder] = readdirSync(nights.history);
  if (folder === undefined) throw new Error('no device has a folder');
  return folder;
}

function filledIn(blank: string, expires: string): readonly Waiver[] {
  const file = JSON.parse(blank) as { waivers: Record<string, unknown>[] };
  for (const waiver of file.waivers)
    Object.assign(waiver, { reason: 'known to us', owner: 'A. Tester', expires });
  return readWaivers(JSON.stringify(file), 'waivers.json');
}
