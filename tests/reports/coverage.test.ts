import { describe, expect, test } from 'vitest';
import type { Case } from '../../cases/case.ts';
import type { Verdict } from '../../cases/verdict.ts';
import { answerKeys, answersTo } from '../../csp/ambiguities.ts';
import { nodes } from '../../csp/tree.ts';
import { valueClassesOf } from '../../csp/values.ts';
import { readSyncML } from '../../syncml/read.ts';
import { ambiguityCoverage } from '../../reports/coverage/ambiguities.ts';
import { coverageCounter } from '../../reports/coverage/counter.ts';
import { counted, impossible, sectionOf, type CoverageCell } from '../../reports/coverage/coverage.ts';
import { matrixCounter } from '../../reports/coverage/matrix.ts';
import { requirementCounter } from '../../reports/coverage/requirements.ts';
import { coverageTable } from '../../reports/coverage/table.ts';
import { valueCounter } from '../../reports/coverage/values.ts';

const conform: Verdict = { kind: 'conform', answers: {}, exercised: ['R-PFX-04'] };
const lost: Verdict = { kind: 'inconclusive', layer: 'transport', reason: 'lost' };

const caseWith = (differs: Partial<Case>): Case => ({
  id: 'pfx/R-PFX-04/matrix/one',
  level: 'matrix',
  aims: ['R-PFX-04'],
  faults: [],
  title: 'A case.',
  preparation: { edition: '10.0.26100', tpm: false, certificates: [], helloContainers: [] },
  steps: [],
  ...differs,
});

const seen = (differs: Partial<Case>, verdict: Verdict = conform, payloads: readonly string[] = []) => ({
  case: caseWith(differs),
  messages: payloads.map((text) => {
    const read = readSyncML(text);
    return read.ok ? read.message : undefined;
  }),
  observation: { steps: [] },
  verdict,
});

describe('a section', () => {
  const section = sectionOf({
    id: 'matrix',
    title: 'node × verb',
    unit: 'cases',
    columns: ['Add', 'Get'],
    rows: [
      { group: 'Half', name: 'Node', cells: [counted(3), counted(0)] },
      { group: '', name: 'Other', cells: [impossible('it can not be added'), counted(1)] },
    ],
  });

  test('sums up what is covered of what is possible', () => {
    expect([section.covered, section.possible]).toEqual([2, 3]);
  });

  test('names what is missing by row and column, and never what is impossible', () => {
    expect(section.missing).toEqual(['Half Node Get']);
  });

  test('says why what was seen is not enough', () => {
    const cells = [{ count: 2, covered: 0, possible: 1, note: 'two answers' }];
    const rows = [{ group: '', name: 'Node', cells }];
    const { missing } = sectionOf({ id: 'matrix', title: 'nodes', unit: 'answers', columns: ['one'], rows });
    expect(missing).toEqual(['Node (two answers)']);
  });
});

describe('requirements × kind of case', () => {
  const cellsOf = (...all: readonly ReturnType<typeof seen>[]): readonly CoverageCell[] => {
    const counter = requirementCounter();
    all.forEach(counter.count);
    return counter.result().rows.find(({ name }) => name === 'R-PFX-04')?.cells ?? [];
  };
  const covered = (...all: readonly ReturnType<typeof seen>[]): readonly number[] =>
    cellsOf(...all).map((cell) => cell.covered);

  test('a positive case counts where the requirement decided something', () => {
    expect(covered(seen({}))).toEqual([1, 0, 0]);
    expect(covered(seen({}, { ...conform, exercised: [] }))).toEqual([0, 0, 0]);
  });

  test('a violation of the requirement was decided by it as well', () => {
    expect(covered(seen({}, { kind: 'violation', requirement: 'R-PFX-04', differences: [] }))).toEqual([
      1, 0, 0,
    ]);
  });

  test('a negative case counts once its outcome was the expected one', () => {
    expect(covered(seen({ faults: ['wrong'] }, { ...conform, exercised: [] }))).toEqual([0, 1, 0]);
  });

  test('a case may be at an edge beside what it is', () => {
    expect(covered(seen({ faults: ['wrong'], kinds: ['negative', 'boundary'] }))).toEqual([0, 1, 1]);
  });

  test('what was not judged counts nowhere', () => {
    expect(
      covered(seen({}, lost), seen({ faults: ['wrong'] }, { kind: 'not-tested', reason: 'no TPM' })),
    ).toEqual([0, 0, 0]);
  });

  test('every cell without a case has its reason', () => {
    const { rows } = requirementCounter().result();
    const silent = rows.flatMap(({ cells }) =>
      cells.filter(({ possible, note }) => possible === 0 && note === undefined),
    );
    expect(silent).toEqual([]);
  });
});

describe('the matrix', () => {
  test('has a cell for each node, verb, scope and state that can be', () => {
    const counter = matrixCounter();
    const section = counter.result();
    expect(section.rows).toHaveLength(nodes.length * 5);
    expect(section.covered).toBe(0);
    expect(section.missing).toContain('PFXCertInstall/{UniqueID}/Status Exec user, parent absent');
    expect(section.missing).not.toContain('PFXCertInstall Get user, absent');
  });

  test('tells the nodes of one name in both halves apart', () => {
    const counter = matrixCounter();
    counter.count(seen({ id: 'scep/R-SCEP-34/matrix/Status/Get/user/absent' }));
    const { missing } = counter.result();
    expect(missing).not.toContain('SCEP/{UniqueID}/Status Get user, absent');
    expect(missing).toContain('PFXCertInstall/{UniqueID}/Status Get user, absent');
  });

  test('counts a case that was left out nowhere', () => {
    const counter = matrixCounter();
    counter.count(seen({ id: 'pfx/R-PFX-23/matrix/Status/Get/user/absent' }, lost));
    expect(counter.result().covered).toBe(0);
  });
});

describe('classes of values', () => {
  const sent = (locUri: string, text: string): readonly string[] => {
    const counter = valueCounter();
    const item = `<Item><Target><LocURI>${locUri}</LocURI></Target><Data>${text}</Data></Item>`;
    counter.count(seen({}, conform, [`<SyncBody><Add><CmdID>1</CmdID>${item}</Add></SyncBody>`]));
    return counter
      .result()
      .rows.filter(({ cells }) => cells[0]?.covered === 1)
      .map(({ name }) => name);
  };
  const scep = './User/Vendor/MSFT/ClientCertificateInstall/SCEP/Alpha/Install';

  test.each([
    ['RetryCount', '30', ['the most']],
    ['RetryCount', '31', ['one above the most']],
    ['RetryCount', '031', ['leading zero']],
    ['KeyUsage', '128', ['0x80 alone']],
    ['KeyUsage', '33', ['0x80 or 0x20 with other bits']],
    ['KeyUsage', '', ['empty']],
    ['SubjectName', `CN=${'a'.repeat(65)}`, ['name of 65 characters']],
    ['SubjectAlternativeNames', '3+a.b;3+c.d', ['format 3', 'several names', 'several names of one format']],
    ['Enroll', '1', []],
  ])('%s %j', (name, text, expected) => {
    expect(sent(`${scep}/${name}`, text)).toEqual(expect.arrayContaining(expected));
    if (expected.length < 2) expect(sent(`${scep}/${name}`, text)).toHaveLength(expected.length);
  });

  test('have names that are unique within their node, for every node that can be set', () => {
    for (const node of nodes) {
      const names = valueClassesOf(node).map(({ name }) => name);
      expect(new Set(names).size, node.id).toBe(names.length);
      const isSetting = node.verbs.includes('Add') && node.format !== 'node';
      expect(names.length > 0, node.id).toBe(isSetting);
    }
  });
});

describe('open questions', () => {
  const [key] = answerKeys;
  if (key === undefined) throw new RangeError('there are no ambiguities');
  const [first = '', second = ''] = answersTo(key);
  const line = (...answers: readonly string[]) => ({
    key,
    answers: answers.map((answer) => ({ answer, firstSeen: 'case' })),
  });

  test('are settled by one answer, and not by two', () => {
    expect(ambiguityCoverage([]).missing).toEqual(answerKeys);
    expect(ambiguityCoverage([line(first)]).missing).not.toContain(key);
    expect(ambiguityCoverage([line(first, second)]).missing).toContain(`${key} (${first}, ${second})`);
  });
});

describe('the table at the console', () => {
  const coverage = coverageCounter().coverage({
    fingerprint: [],
    combinations: {
      installs: {
        strength: 2,
        reached: 2999,
        possible: 3000,
        missing: [`keyLocation ${'3'.repeat(200)} with tpm true`],
      },
    },
    pfxFiles: { chain: 0 },
  });
  const table = coverageTable(coverage);

  test('stays small, whatever is missing, and names some of it', () => {
    const lines = table.split('\n');
    expect(lines.length).toBeLessThanOrEqual(25);
    for (const line of lines) expect(line.length).toBeLessThan(160);
    expect(table).toMatch(/missing: R-GEN-01 positive; .* and \d+ more/);
  });

  test('never shows as complete what is not', () => {
    expect(table).toMatch(/combinations of valid choices +2999 of +3000 +99\.9 %/);
  });

  test('is made of plain data', () => {
    expect(JSON.parse(JSON.stringify(coverage))).toEqual(coverage);
  });
});
