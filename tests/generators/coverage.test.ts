import { describe, expect, it } from 'vitest';
import type { Case } from '../../cases/case.ts';
import { kindsOf } from '../../cases/kinds.ts';
import { requirements } from '../../csp/requirements.ts';
import { families } from '../../generators/families.ts';
import { messagesOf, statisticsOf } from '../../generators/statistics.ts';
import { coverageCounter } from '../../reports/coverage/counter.ts';
import type { CoverageSection, SectionId } from '../../reports/coverage/coverage.ts';
import { argued, edges } from '../../reports/coverage/requirement-kinds.ts';
import { casesOf, laboratory } from './laboratory.ts';

/** The lists of a usual run, and a few draws of each random family. */
const cases = families.flatMap((family) => casesOf(family, 5));

/** What the cases would cover on a device that does everything right, each case deciding all that it aims at. */
const counter = coverageCounter();
for (const testCase of cases) {
  counter.count({
    case: testCase,
    messages: messagesOf(testCase),
    observation: { steps: [] },
    verdict: { kind: 'conform', answers: {}, exercised: testCase.aims },
  });
}
const statistics = statisticsOf(cases, laboratory.pool);
const coverage = counter.coverage({
  fingerprint: [],
  combinations: { installs: statistics.combinations, enrollments: statistics.enrollmentCombinations },
  pfxFiles: statistics.pfxClasses,
});

function sectionWith(id: SectionId): CoverageSection {
  const section = coverage.sections.find((one) => one.id === id);
  if (section === undefined) throw new RangeError(`coverage has no section ${id}`);
  return section;
}

const aimedAt = (id: string, kind: string): readonly Case[] =>
  cases.filter(
    (testCase) => testCase.aims.some((aim) => aim === id) && kindsOf(testCase).some((one) => one === kind),
  );

describe('the cases of a usual run', () => {
  it('say each what kind of test they are, and those with a fault that they are negative', () => {
    for (const { id, faults, kinds } of cases) {
      expect(
        kinds?.filter((kind) => kind !== 'boundary'),
        id,
      ).toHaveLength(1);
      if (faults.length > 0) expect(kinds, id).toContain('negative');
    }
  });

  it.each(requirements.filter(({ level }) => level === 'must').map(({ id }) => [id] as const))(
    'have a positive and a negative case for %s, or a reason why there can be none',
    (id) => {
      for (const kind of ['positive', 'negative'] as const) {
        if (argued[id]?.[kind]?.kind === 'impossible') continue;
        expect(
          aimedAt(id, kind).length,
          `${id}: no ${kind} case; add one, or argue in requirement-kinds.ts`,
        ).toBeGreaterThan(0);
      }
    },
  );

  it.each(Object.keys(edges))('have a case at the edge of %s', (id) => {
    expect(aimedAt(id, 'boundary').length).toBeGreaterThan(0);
  });

  it('have none of what was argued to be impossible', () => {
    const found = Object.entries(argued).flatMap(([id, kinds]) =>
      Object.entries(kinds)
        .filter(([kind, argument]) => argument.kind === 'impossible' && aimedAt(id, kind).length > 0)
        .map(([kind]) => `${id} ${kind}`),
    );
    expect(found).toEqual([]);
  });

  it.each(['requirements', 'matrix', 'values', 'combinations'] as const)('cover all of the %s', (id) => {
    expect(sectionWith(id).missing).toEqual([]);
  });

  it('have every file form that can be made', () => {
    const files = sectionWith('values').rows.filter(({ name }) => name.startsWith('file: '));
    expect(files.length).toBeGreaterThan(20);
  });
});
