import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Difference, Verdict } from '../../../cases/verdict.ts';
import { contradictionsIn, findingOf, type Finding } from '../../../reports/waivers/finding.ts';
import { keepWaivers } from '../../../reports/waivers/match.ts';
import { readWaivers } from '../../../reports/waivers/read-waivers.ts';

const today = '2026-06-15';

const difference: Difference = {
  layer: 'protocol',
  step: 0,
  where: 'Get CmdID 9 ./User/Vendor/MSFT/ClientCertificateInstall/PFXCertInstall/Alpha/KeyLocation (line 1)',
  expected: 'Status 404, because one command of the Atomic fails, so that none has an effect',
  observed: 'Status 200',
  requirement: 'R-DM-08',
  ambiguities: ['A-03'],
};

function findingWith(differences: readonly Difference[], id = 'protocol/R-DM-08/matrix/1'): Finding {
  const verdict: Verdict = { kind: 'violation', requirement: 'R-DM-08', differences };
  const finding = findingOf({ id, verdict });
  if (finding === undefined) throw new Error('a violation is a finding');
  return finding;
}

const entry = {
  kind: 'violation',
  requirement: 'R-DM-08',
  case: 'protocol/R-DM-08/matrix/*',
  observation: { points: [{ expected: 'Status 404*', observed: 'Status 200' }] },
  reason: 'known, corrected in build 4711',
  owner: 'A. Tester',
  expires: '2026-12-31',
};

function read(...entries: readonly object[]) {
  const file = { format: 'client-certificate-install-waivers', version: 1, waivers: entries };
  return readWaivers(JSON.stringify(file), 'waivers.json');
}

/** What one waiver does with one finding. */
function tried(waiver: object, finding: Finding, day = today) {
  const keeper = keepWaivers(read(waiver), day);
  const accepted = keeper.accept(finding) !== undefined;
  return { accepted, use: keeper.uses()[0] };
}

describe('a waiver', () => {
  it('accepts what it is bound to, up to its last day', () => {
    const finding = findingWith([difference]);
    expect(tried(entry, finding)).toMatchObject({
      accepted: true,
      use: { state: 'used', cases: 1, different: 0 },
    });
    expect(tried(entry, finding, '2026-12-31').accepted).toBe(true);
    expect(tried(entry, finding, '2027-01-01')).toMatchObject({
      accepted: false,
      use: { state: 'expired', cases: 1 },
    });
  });

  it('accepts by the digest that the report shows as well', () => {
    const finding = findingWith([difference]);
    expect(tried({ ...entry, observation: { digest: finding.digest } }, finding).accepted).toBe(true);
  });

  it('never hides a different failure', () => {
    const finding = findingWith([difference]);
    const others: readonly (readonly [object, Finding])[] = [
      [{ ...entry, requirement: 'R-DM-09' }, finding],
      [entry, findingWith([{ ...difference, observed: 'Status 500' }])],
      [entry, findingWith([{ ...difference, expected: 'Status 418' }])],
      [entry, findingWith([{ ...difference, requirement: 'R-PFX-12' }])],
      // One point is waived, and a second one stands beside it.
      [
        entry,
        findingWith([
          difference,
          { ...difference, layer: 'store', expected: 'nothing', observed: 'a certificate' },
        ]),
      ],
      [
        { ...entry, observation: { digest: finding.digest } },
        findingWith([{ ...difference, observed: 'Status 500' }]),
      ],
    ];
    for (const [waiver, other] of others) {
      expect(tried(waiver, other)).toMatchObject({ accepted: false, use: { state: 'unused', different: 1 } });
    }
    const elsewhere = findingWith([difference], 'protocol/R-DM-08/wire/1');
    expect(tried(entry, elsewhere)).toMatchObject({
      accepted: false,
      use: { state: 'unused', different: 0 },
    });
  });

  it('takes every character of a case but * for itself', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string(), (id, other) => {
        fc.pre(id.trim() !== '' && !id.includes('*'));
        expect(tried({ ...entry, case: id }, findingWith([difference], id)).accepted).toBe(true);
        if (other !== id)
          expect(tried({ ...entry, case: id }, findingWith([difference], other)).accepted).toBe(false);
        expect(tried({ ...entry, case: `${id}*` }, findingWith([difference], `${id}${other}`)).accepted).toBe(
          true,
        );
      }),
    );
  });

  it('of two that fit, both are used', () => {
    const keeper = keepWaivers(read(entry, { ...entry, case: '*' }), today);
    keeper.accept(findingWith([difference]));
    expect(keeper.uses().map(({ state }) => state)).toEqual(['used', 'used']);
  });

  it('accepts two answers to one question', () => {
    const [finding] = contradictionsIn([
      {
        key: 'A-18',
        answers: [
          { answer: '400', firstSeen: 'protocol/one' },
          { answer: 'executed', firstSeen: 'protocol/two' },
        ],
      },
    ]);
    if (finding === undefined) throw new Error('two answers are a contradiction');
    const waiver = {
      ...entry,
      kind: 'inconsistent',
      requirement: undefined,
      question: 'A-18',
      case: 'protocol/two',
    };
    const points = [{ expected: '400', observed: 'executed' }];
    expect(tried({ ...waiver, observation: { points } }, finding).accepted).toBe(true);
    expect(tried({ ...waiver, question: 'A-34', observation: { points } }, finding).accepted).toBe(false);
  });
});

describe('the digest of a finding', () => {
  it('is the same for names, lines, keys and the number of points with one mistake', () => {
    const other = { ...difference, step: 4, where: 'elsewhere' };
    expect(findingWith([difference, other]).digest).toBe(findingWith([difference]).digest);
    const of = (observed: string): string => findingWith([{ ...difference, observed }]).digest;
    expect(of(`thumbprint ${'A1'.repeat(20)}`)).toBe(of(`thumbprint ${'B2'.repeat(20)}`));
    expect(of('./Device/Vendor/MSFT/X/Alpha is there')).toBe(of('./User/Vendor/MSFT/X/Bravo is there'));
    expect(of('Status 200')).not.toBe(of('Status 500'));
  });
});

describe('readWaivers', () => {
  const mistakes: readonly (readonly [string, object, RegExp])[] = [
    [
      'a requirement that there is not',
      { ...entry, requirement: 'R-DM-80' },
      /waivers\[0\]\.requirement .* not "R-DM-80"\. Did you mean/,
    ],
    [
      'a field that there is not',
      { ...entry, expiry: 'x' },
      /waivers\[0\] has an unknown field "expiry"\. Did you mean expires/,
    ],
    [
      'a day that there is not',
      { ...entry, expires: '2026-02-30' },
      /waivers\[0\]\.expires has to be a day, written YYYY-MM-DD, not "2026-02-30"/,
    ],
    ['no owner', { ...entry, owner: ' ' }, /waivers\[0\]\.owner has to be a text/],
    [
      'an observation that is anything',
      { ...entry, observation: { points: [{ expected: '*', observed: '*' }] } },
      /would accept anything/,
    ],
    ['no point', { ...entry, observation: { points: [] } }, /at least one point/],
    ['a digest that is none', { ...entry, observation: { digest: 'abc' } }, /16 hexadecimal digits/],
    ['a question for a violation', { ...entry, question: 'A-18' }, /unknown field "question"/],
    [
      'another kind',
      { ...entry, kind: 'suite-error' },
      /waivers\[0\]\.kind has to be violation or inconsistent or drift/,
    ],
  ];
  it.each(mistakes)('says of %s in one line what to do', (_, waiver, message) => {
    expect(() => read(waiver)).toThrow(message);
    expect(() => read(waiver)).toThrow(/^waivers\.json: [^\n]*$/);
  });

  it('says what is wrong with a file that is none', () => {
    expect(() => readWaivers('{', 'w.json')).toThrow(/^w\.json is no JSON: [^\n]*$/);
    expect(() => readWaivers('[]', 'w.json')).toThrow(/^w\.json: the file has to be an object/);
    expect(() => readWaivers('{"format": "x", "version": 1, "waivers": []}', 'w.json')).toThrow(
      /format has to be/,
    );
  });

  it('and the published schema agree on what a waiver is', () => {
    const schema = JSON.parse(readFileSync('docs/schema/waivers.schema.json', 'utf8')) as object;
    const validate = new Ajv2020({ formats: { date: true } }).compile(schema);
    const inFile = (waiver: object) => ({
      format: 'client-certificate-install-waivers',
      version: 1,
      waivers: [waiver],
    });
    const question = { ...entry, kind: 'drift', question: 'A-18' };
    expect(validate(inFile(entry))).toBe(true);
    expect(validate(inFile({ ...entry, observation: { digest: '0123456789abcdef' } }))).toBe(true);
    expect(validate(inFile({ ...question, requirement: undefined }))).toBe(true);
    for (const [name, waiver] of mistakes) {
      // These two need the catalogue, the calendar and the meaning of *.
      if (/that there is not|anything/.test(name) && !name.includes('field')) continue;
      expect(validate(inFile(waiver)), name).toBe(false);
    }
  });
});
