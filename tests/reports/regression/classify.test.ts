import { describe, expect, test } from 'vitest';
import { violationsOf } from '../../../reports/regression/classify.ts';
import type { Baseline, KnownForm } from '../../../reports/regression/baseline.ts';
import { keepForms, type Form } from '../../../reports/regression/form.ts';
import type { Night } from '../../../reports/regression/night.ts';
import { contradictionsIn, findingOf, type Finding } from '../../../reports/waivers/finding.ts';
import { keepWaivers } from '../../../reports/waivers/match.ts';

function findingIn(id: string, observed: string): Finding {
  const difference = {
    layer: 'node',
    step: 0,
    where: 'Get',
    expected: 'Status 404',
    observed,
    requirement: 'R-DM-08',
    ambiguities: [],
  } as const;
  const found = findingOf({
    id,
    verdict: { kind: 'violation', requirement: 'R-DM-08', differences: [difference] },
  });
  if (found === undefined) throw new Error('a violation is a finding');
  return found;
}

function formsOf(...findings: readonly Finding[]): readonly Form[] {
  const keeper = keepForms(keepWaivers([], '2026-01-01'));
  for (const one of findings) keeper.add(one);
  return keeper.forms();
}

function statusOf(forms: readonly Form[], known: readonly Form[]): readonly string[] {
  const night: Pick<Night, 'forms' | 'kept'> = { forms, kept: new Map() };
  const baseline: Pick<Baseline, 'forms' | 'families'> = {
    forms: known.map((form): KnownForm => ({ ...form, also: [] })),
    families: {},
  };
  return violationsOf(night, [], baseline).map(({ status }) => status);
}

const known = formsOf(findingIn('protocol/R-DM-08/matrix/1', 'Status 200'));

describe('a violation of what the baseline breaks already', () => {
  test('is new where a fixed case shows it in another way', () => {
    expect(statusOf(formsOf(findingIn('protocol/R-DM-08/matrix/2', 'Status 418')), known)).toEqual(['new']);
  });

  test('is a further form where a drawn case does, and stays one on the nights that begin with that case', () => {
    expect(statusOf(formsOf(findingIn('protocol/R-DM-08/sessions/s#3', 'Status 418')), known)).toEqual([
      'further',
    ]);
    expect(statusOf(formsOf(findingIn('kept/0123456789abcdef#0', 'Status 418')), known)).toEqual(['further']);
  });
});

test('two answers to one question are the same contradiction, whichever was seen first', () => {
  const seen = [
    { answer: 'upper', firstSeen: 'a' },
    { answer: 'lower', firstSeen: 'b' },
  ];
  const digestOf = (answers: typeof seen): string | undefined =>
    contradictionsIn([{ key: 'A-23', answers }])[0]?.digest;
  expect(digestOf([...seen].reverse())).toBe(digestOf(seen));
});

test('what a waiver accepts in some cases only shows a case that nobody has accepted', () => {
  const findings = ['protocol/R-DM-08/matrix/1', 'protocol/R-DM-08/matrix/2'].map((id) =>
    findingIn(id, 'Status 200'),
  );
  const digest = findings[0]?.digest ?? '';
  const waiver = {
    kind: 'violation',
    requirement: 'R-DM-08',
    case: 'protocol/R-DM-08/matrix/1',
    observation: { digest },
    reason: 'known',
    owner: 'A. Tester',
    expires: '2026-12-31',
  } as const;
  const keeper = keepForms(keepWaivers([waiver], '2026-01-01'));
  for (const one of findings) keeper.add(one);
  expect(keeper.forms()).toMatchObject([
    {
      cases: 2,
      accepted: 1,
      firstCase: 'protocol/R-DM-08/matrix/2',
      witnesses: ['protocol/R-DM-08/matrix/2'],
    },
  ]);
});
