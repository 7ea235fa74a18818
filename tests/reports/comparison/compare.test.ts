import fc from 'fast-check';
import assert from 'node:assert/strict';
import { describe, expect, test } from 'vitest';
import type { Verdict } from '../../../cases/verdict.ts';
import type { RequirementId } from '../../../csp/requirements.ts';
import { compareRuns } from '../../../reports/comparison/compare.ts';
import type { Comparison } from '../../../reports/comparison/comparison.ts';
import { evidenceAtMost, keepEvidenceWithin } from '../../../reports/comparison/evidence.ts';
import { caseFile, differing } from '../model/synthetic.ts';
import { compared, named, type Behaviour } from './reports.ts';

const ids = ['R-DM-08', 'R-PFX-12', 'R-GEN-02', 'R-SCEP-06'] as const satisfies readonly RequirementId[];
const behaviour: fc.Arbitrary<Behaviour> = fc.record({
  violates: fc.subarray([...ids]),
  keeps: fc.subarray([...ids]),
  observed: fc.constantFrom('Status 200', 'Status 500'),
  answers: fc.constantFrom({}, { 'A-02': '404' }, { 'A-02': 'parents-created' }),
  missing: fc.nat(1),
  more: fc.constantFrom<Readonly<Record<string, Verdict>>>(
    {},
    { 'second answer': { kind: 'conform', answers: { 'A-02': '404' }, exercised: [] } },
    { ours: { kind: 'suite-error', reason: 'ours' } },
    {
      'pfx/R-PFX-04/matrix/KeyLocation/Get/device/present': differing('R-DM-08'),
    },
    {
      'pfx/R-PFX-04/matrix/KeyLocation/Get/device/present': { kind: 'conform', answers: {}, exercised: [] },
    },
  ),
});
const devices = fc.array(behaviour, { minLength: 2, maxLength: 5 });

const relationOf = (comparison: Comparison, id: RequirementId) =>
  comparison.requirements.find((row) => row.id === id)?.relation;

describe('whatever the devices do', () => {
  test('a run that is compared with itself has no difference', () => {
    fc.assert(
      fc.property(behaviour, fc.integer({ min: 2, max: 4 }), (one, times) => {
        const { outcome, numbers, fields, conditions } = compared(...Array<Behaviour>(times).fill(one));
        assert.equal(outcome.kind === 'alike' || outcome.kind === 'nothing-in-common', true);
        assert.equal(numbers.requirements.differs + numbers.violatedUnlike + numbers.questions.differs, 0);
        assert.equal(fields.length, 0);
        // A run that was cut off is worth a word even beside itself, and so are errors.
        assert.deepEqual(
          conditions.filter(({ kind }) => kind !== 'cut-off' && kind !== 'errors'),
          [],
        );
      }),
    );
  });

  test('the order of the runs changes the order of the columns and nothing else', () => {
    const shuffled = devices.chain((list) =>
      fc.record({
        list: fc.constant(list),
        order: fc.shuffledSubarray(
          list.map((_, index) => index),
          { minLength: list.length },
        ),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ list, order }) => {
        const runs = named(...list);
        const straight = withoutTexts(compareRuns(runs), order);
        const turned = withoutTexts(
          compareRuns(order.flatMap((place) => runs[place] ?? [])),
          order.map((_, index) => index),
        );
        assert.deepEqual(turned, straight);
      }),
    );
  });

  test('every cell is what the report of the run says', () => {
    fc.assert(
      fc.property(devices, (list) => {
        const runs = named(...list);
        const { requirements, questions } = compareRuns(runs);
        runs.forEach(({ report }, index) => {
          for (const row of report.requirements) {
            const cell = requirements.find(({ id }) => id === row.id)?.cells[index];
            const { verdict, cases, decided, violations } = row;
            assert.deepEqual(
              { ...cell, firstCase: undefined, smallest: undefined, line: undefined, likeRuns: undefined },
              {
                verdict,
                cases,
                decided,
                violations,
                firstCase: undefined,
                smallest: undefined,
                line: undefined,
                likeRuns: undefined,
              },
            );
          }
          const answered = questions.filter(({ cells }) => (cells[index]?.length ?? 0) > 0);
          assert.deepEqual(
            answered.map(({ key }) => key),
            report.fingerprint.map(({ key }) => key),
          );
        });
      }),
    );
  });
});

describe('requirements', () => {
  test.each([
    [[{ violates: ['R-DM-08'] }, { keeps: ['R-DM-08'] }, {}], 'differs'],
    [[{ violates: ['R-DM-08'] }, { violates: ['R-DM-08'] }], 'violated'],
    [[{ violates: ['R-PFX-12'] }, {}], 'violated-in-part'],
    [[{ keeps: ['R-PFX-12'] }, {}], 'kept-in-part'],
    [[{ keeps: ['R-DM-08'] }, { keeps: ['R-DM-08'] }], 'kept'],
    [[{}, {}], 'undecided'],
  ] as const)('of %j stand as %s', (list, relation) => {
    const id = JSON.stringify(list).includes('R-PFX-12') ? 'R-PFX-12' : 'R-DM-08';
    expect(relationOf(compared(...list), id)).toBe(relation);
  });

  test('that one device violates come first, then those that several violate, then those that all do', () => {
    const comparison = compared(
      { violates: ['R-DM-08', 'R-PFX-12', 'R-GEN-02'] },
      { violates: ['R-PFX-12', 'R-GEN-02'], keeps: ['R-DM-08'] },
      { violates: ['R-GEN-02'], keeps: ['R-DM-08', 'R-PFX-12'] },
    );
    expect(comparison.lookAtFirst.map(({ key }) => key).slice(0, 3)).toEqual([
      'R-DM-08',
      'R-PFX-12',
      'R-GEN-02',
    ]);
    expect(comparison.lookAtFirst[0]?.title).toBe('R-DM-08 is violated on A and kept on B and C');
    expect(comparison.outcome.kind).toBe('verdicts-differ');
  });

  test('violated in two ways are told from those violated in one, whatever the address', () => {
    const one = { violates: ['R-DM-08'], observed: 'Status 200' } as const;
    const other = { violates: ['R-DM-08'], observed: 'Status 500' } as const;
    expect(compared(one, one).outcome.kind).toBe('alike');
    const unlike = compared(one, other);
    expect(unlike.outcome.kind).toBe('violations-differ');
    expect(unlike.requirements.find(({ id }) => id === 'R-DM-08')).toMatchObject({ alike: false });
    expect(unlike.lookAtFirst[0]?.title).toBe('R-DM-08 is violated on every device, not in the same way');
  });

  test('carry the smallest case of each device that violates them', () => {
    const [cell] =
      compared({ violates: ['R-DM-08'] }, {}).requirements.find(({ id }) => id === 'R-DM-08')?.cells ?? [];
    expect(cell?.smallest?.file?.case.id).toBe('breaks/R-DM-08');
    expect(cell?.line).toContain('expected Status 404; observed Status 200');
  });

  test('have case files for all devices or for none, and the most telling ones', () => {
    const { requirements } = compared(
      { violates: ['R-DM-08', 'R-GEN-02'] },
      { violates: ['R-GEN-02'], keeps: ['R-DM-08'] },
    );
    const size = JSON.stringify(caseFile('breaks/R-DM-08', differing('R-DM-08'))).length;
    const kept = keepEvidenceWithin(requirements, size * 1.5);
    const filesOf = (id: string): number =>
      kept.find((row) => row.id === id)?.cells.filter(({ smallest }) => smallest?.file !== undefined)
        .length ?? 0;
    expect([filesOf('R-DM-08'), filesOf('R-GEN-02')]).toEqual([1, 0]);
    // They are named even so.
    expect(kept.find(({ id }) => id === 'R-GEN-02')?.cells.every(({ smallest }) => smallest?.name)).toBe(
      true,
    );
    expect(keepEvidenceWithin(requirements, evidenceAtMost)).toEqual(requirements);
  });

  test('that the suite of a run did not know are not taken for untested ones', () => {
    const [one, two] = named({ keeps: ['R-DM-08'] }, {});
    if (one === undefined || two === undefined) throw new Error('two runs were named');
    const old = { ...two.report, requirements: two.report.requirements.filter(({ id }) => id !== 'R-DM-08') };
    const { requirements } = compareRuns([one, { ...two, report: old }]);
    expect(requirements.find(({ id }) => id === 'R-DM-08')?.cells[1]).toMatchObject({ unknown: true });
    expect(requirements.length).toBe(one.report.requirements.length);
  });
});

describe('open questions', () => {
  const yes = { answers: { 'A-02': 'parents-created' }, keeps: ['R-DM-08'] } as const;
  const no = { answers: { 'A-02': '404' }, keeps: ['R-DM-08'] } as const;

  test('that are answered differently are no violation, and all answers are named with their meaning', () => {
    const comparison = compared(yes, no, no);
    expect(comparison.outcome.kind).toBe('answers-differ');
    const row = comparison.questions.find(({ key }) => key === 'A-02');
    expect(row).toMatchObject({ relation: 'differs' });
    expect(row?.answers.map(({ answer }) => answer)).toEqual(['404', 'parents-created']);
    expect(row?.answers[0]?.meaning).toBe('refused with 404');
    expect(row?.cells[0]).toEqual([{ answer: 'parents-created', firstSeen: 'keeps' }]);
  });

  test('that a device answers in two ways are pointed at', () => {
    const twofold: Behaviour = {
      ...yes,
      more: { second: { kind: 'conform', answers: { 'A-02': '404' }, exercised: [] } },
    };
    const comparison = compared(yes, twofold);
    expect(comparison.numbers.contradicted).toBe(1);
    expect(comparison.lookAtFirst.find(({ key }) => key === 'A-02')?.title).toBe(
      'B gave two answers to A-02',
    );
  });

  test('that only some devices answered are a gap, not a difference', () => {
    const comparison = compared(yes, { keeps: ['R-DM-08'] });
    expect(comparison.numbers.questions).toMatchObject({ differs: 0, 'in-part': 1 });
  });
});

test('fields of the matrix differ where one device is right and another is not, and only there', () => {
  const id = 'pfx/R-PFX-04/matrix/KeyLocation/Get/device/present';
  const right: Behaviour = { more: { [id]: { kind: 'conform', answers: {}, exercised: [] } } };
  const wrong: Behaviour = { more: { [id]: differing('R-PFX-04') } };
  const lost: Behaviour = { more: { [id]: { kind: 'inconclusive', layer: 'transport', reason: 'lost' } } };
  const { fields, numbers } = compared(right, wrong, lost);
  expect(numbers.fieldsCompared).toBe(1);
  expect(fields).toMatchObject([
    {
      verb: 'Get',
      scope: 'device',
      state: 'present',
      cells: [{ verdict: 'conform' }, { verdict: 'violation' }, { verdict: 'inconclusive' }],
    },
  ]);
  expect(compared(right, lost).fields).toEqual([]);
});

/** A comparison with its columns in this order, and without what names runs one after the other in a sentence. */
function withoutTexts(comparison: Comparison, order: readonly number[]): unknown {
  const turn = <T>(cells: readonly T[]): readonly T[] =>
    order.flatMap((place) => cells.slice(place, place + 1));
  const { runs, requirements, others, questions, fields, lookAtFirst, conditions, ...rest } = comparison;
  return {
    ...rest,
    runs: turn(runs),
    requirements: requirements.map(({ cells, ...row }) => ({
      ...row,
      cells: turn(cells).map(({ likeRuns, ...cell }) => ({
        ...cell,
        likeRuns: likeRuns?.map((place) => order.indexOf(place)).sort(),
      })),
    })),
    others: others.map(({ cells, ...row }) => ({ ...row, cells: turn(cells) })),
    questions: questions.map(({ cells, ...row }) => ({ ...row, cells: turn(cells) })),
    fields: fields.map(({ cells, ...row }) => ({ ...row, cells: turn(cells) })),
    lookAtFirst: lookAtFirst.map(({ kind, key }) => [kind, key]),
    conditions: conditions.map(({ kind }) => kind),
  };
}
