import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, decisionRules, type Facts } from '../../../reports/certification/decision-rules.ts';
import { readLaboratory } from '../../../reports/certification/laboratory.ts';
import {
  compareFiles,
  manifestOf,
  readManifest,
  writeManifest,
} from '../../../reports/certification/manifest.ts';
import { readMeasured } from '../../../reports/certification/risk.ts';
import { wilson } from '../../../reports/certification/wilson.ts';

const good: Facts = {
  notAccepted: 0,
  accepted: 0,
  suiteErrors: 0,
  laboratoryFailures: 0,
  judged: 100,
  unaccounted: 0,
  demanded: 87,
  decided: 87,
  ended: true,
};
const anyFacts: fc.Arbitrary<Facts> = fc.record({
  notAccepted: fc.nat(3),
  accepted: fc.nat(3),
  suiteErrors: fc.nat(2),
  laboratoryFailures: fc.nat(2),
  judged: fc.nat(3),
  unaccounted: fc.integer({ min: -1, max: 1 }),
  demanded: fc.constant(87),
  decided: fc.nat(87),
  ended: fc.boolean(),
});

describe('the decision rules', () => {
  it.each<[string, Partial<Facts>]>([
    ['passed', {}],
    ['passed with waivers', { accepted: 3 }],
    ['failed', { notAccepted: 1, accepted: 3, suiteErrors: 1, ended: false }],
    ['inconclusive', { suiteErrors: 1 }],
    ['inconclusive', { laboratoryFailures: 1, accepted: 1 }],
    ['inconclusive', { unaccounted: 1 }],
    ['inconclusive', { ended: false }],
    ['inconclusive', { judged: 0 }],
    ['inconclusive', { decided: 78 }],
    ['passed', { decided: 79 }],
  ])('give %s for %o', (result, facts) => {
    expect(decide({ ...good, ...facts }).result).toBe(result);
  });

  it('never pass a device that something speaks against, or of which nothing is known', () => {
    fc.assert(
      fc.property(anyFacts, (facts) => {
        const { result, id } = decide(facts);
        expect(decisionRules.map((rule) => rule.id)).toContain(id);
        expect(result === 'failed').toBe(facts.notAccepted > 0);
        if (result !== 'passed' && result !== 'passed with waivers') return;
        expect(facts).toMatchObject({
          notAccepted: 0,
          suiteErrors: 0,
          laboratoryFailures: 0,
          unaccounted: 0,
          ended: true,
        });
        expect(facts.judged).toBeGreaterThan(0);
        expect(result === 'passed').toBe(facts.accepted === 0);
      }),
    );
  });
});

describe('wilson', () => {
  it('gives the intervals of the literature', () => {
    // Newcombe 1998, Statistics in Medicine 17, 857-872, table I, method 3.
    for (const [hits, trials, low, high] of [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ] as const) {
      const interval = wilson(hits, trials);
      expect(interval.low).toBeCloseTo(low, 4);
      expect(interval.high).toBeCloseTo(high, 4);
    }
  });

  it('holds the share that was seen, within 0 and 1, and is narrower for more trials', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.integer({ min: 1, max: 1000 }), (some, trials) => {
        const hits = Math.min(some, trials);
        const { low, high } = wilson(hits, trials);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(hits / trials);
        expect(high).toBeGreaterThanOrEqual(hits / trials);
        const more = wilson(hits * 10, trials * 10);
        expect(more.high - more.low).toBeLessThan(high - low);
      }),
    );
    expect(() => wilson(2, 1)).toThrow(RangeError);
  });
});

describe('the manifest', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 8 }), { maxLength: 8 });
  const entries = names.chain((list) =>
    fc.tuple(
      ...list.map((name) =>
        fc.record({ name: fc.constant(name), size: fc.nat(), sha256: fc.constantFrom('a', 'b') }),
      ),
    ),
  );

  it('is read back, and in no other form than the one it is written in', () => {
    fc.assert(
      fc.property(entries, fc.boolean(), (files, signed) => {
        const text = writeManifest(manifestOf('id', signed, files));
        expect(readManifest(text)).toEqual(manifestOf('id', signed, files));
        expect(readManifest(`${text} `)).toBeUndefined();
        expect(readManifest(text.replace('{', '{ '))).toBeUndefined();
      }),
    );
  });

  it('finds what is changed, missing and extra, and nothing where all is as it was', () => {
    fc.assert(
      fc.property(entries, entries, (then, now) => {
        const problems = compareFiles(manifestOf('id', true, then), now);
        const same = JSON.stringify(manifestOf('', true, then)) === JSON.stringify(manifestOf('', true, now));
        expect(problems.length === 0).toBe(same);
      }),
    );
  });
});

describe('files that people write', () => {
  it('are refused with file, place and what to do', () => {
    expect(() => readLaboratory('{"nam": "x"}', 'laboratory.json')).toThrow(
      /unknown field "nam"\. Did you mean name/,
    );
    expect(() => readLaboratory('{"item": {}}', 'laboratory.json')).toThrow(
      /item\.description has to be a text, and is missing/,
    );
    const measured = {
      id: 'x',
      title: 'x',
      measured: '2026-01-01',
      wrong: 5,
      trials: 4,
      unit: 'x',
      note: 'x',
    };
    const file = { format: 'client-certificate-install-measured', version: 1, measured: [measured] };
    expect(() => readMeasured(JSON.stringify(file), 'm.json')).toThrow(
      /measured\[0\]\.wrong has to be from 0 to trials/,
    );
  });

  it('are read whole', () => {
    const laboratory = {
      name: 'x',
      address: 'y',
      customer: { name: 'z' },
      item: { description: 'd', identification: 'i' },
    };
    expect(readLaboratory(JSON.stringify(laboratory), 'l.json')).toEqual(laboratory);
  });
});
