import { requirements } from '../../../csp/requirements.ts';
import type { NightlyReport, Violation } from '../../../reports/regression/nightly-report.ts';
import type { NightLine } from '../../../reports/regression/history.ts';

const suite = { name: 'client-certificate-install-conformance', version: '0.1.0' };

/** A violation as a night reports it, with texts of the test. */
export function violation(wishes: Partial<Violation> = {}): Violation {
  return {
    status: 'new',
    kind: 'violation',
    subject: 'R-DM-08',
    text: 'An Atomic is carried out whole or not at all.',
    source: 'MS-MDM 3.1.5.1.3',
    digest: '0123456789abcdef',
    points: [{ subject: 'R-DM-08', expected: 'Status 404', observed: 'Status 200' }],
    cases: 3,
    firstCase: 'protocol/R-DM-08/matrix/1',
    repeat: 'npx conform replay nightly/vm/cases/0123456789abcdef.json',
    ...wishes,
  };
}

/** One line of the history; the number is the day. */
export function nightLine(day: number, wishes: Partial<NightLine> = {}): NightLine {
  return {
    night: new Date(Date.UTC(2026, 0, day, 2)).toISOString(),
    seed: day,
    suite: '0.1.0 5172beb3',
    edition: '10.0.26100',
    verdict: day % 5 === 0 ? 'failed' : 'passed',
    cases: 9000 + 37 * day,
    seconds: 60,
    violated: day % 5 === 0 ? 2 : 0,
    kept: 86,
    forms: { new: day % 5 === 0 ? 3 : 0, flaky: 0, further: 0, known: day % 3, waived: 1, fixed: 0 },
    drift: 0,
    flaky: 0,
    answered: 97,
    perCase: { protocol: 3 + (day % 4), pfx: 5, scep: 9 + (day % 3), examples: 4 },
    ...wishes,
  };
}

/** A whole report of a night in which something of every kind has happened. */
export function eventfulNight(wishes: Partial<NightlyReport> = {}): NightlyReport {
  const waiver = {
    kind: 'violation',
    requirement: 'R-PFX-13',
    case: '*',
    observation: { digest: 'fedcba9876543210' },
    reason: 'Known to the maker',
    owner: 'A. Tester',
    expires: '2026-12-31',
  } as const;
  return {
    format: 'client-certificate-install-nightly',
    version: 1,
    device: { name: 'vm', target: 'simulator', description: 'a virtual device', edition: '10.0.26100' },
    suite,
    run: {
      command: 'npm test -- --seed=1',
      seed: 1,
      runs: 40,
      edition: '10.0.26100',
      suites: [],
      workers: 2,
      started: '2026-01-20T02:00:00.000Z',
      ended: '2026-01-20T02:01:00.000Z',
      seconds: 60,
    },
    baseline: { night: '2026-01-01T02:00:00.000Z', suite, edition: '10.0.22631', seed: 7 },
    failOn: 'any',
    result: { verdict: 'failed', rule: 'new-violation', because: 'The device does something new: R-DM-08.' },
    counts: {
      planned: 100,
      executed: 99,
      verdicts: {
        conform: 90,
        violation: 9,
        inconsistent: 0,
        drift: 0,
        'suite-error': 0,
        inconclusive: 0,
        'not-tested': 0,
      },
      levels: { matrix: 50, combinations: 20, sessions: 20, wire: 8, example: 1 },
    },
    requirements: requirements.map(({ id, area, text }) => ({
      id,
      area,
      text,
      verdict: ['R-DM-08', 'R-PFX-12', 'R-PFX-13'].includes(id) ? 'violated' : 'kept',
      before: 'kept',
      cases: 3,
    })),
    violations: [
      violation(),
      violation({ status: 'flaky', subject: 'R-PFX-12', digest: '1'.repeat(16) }),
      violation({ status: 'known', digest: '2'.repeat(16) }),
      violation({ status: 'waived', subject: 'R-PFX-13', digest: 'fedcba9876543210', waiver }),
    ],
    fixed: [
      {
        kind: 'violation',
        subject: 'R-SCEP-06',
        text: 'Challenge is a chr in base64.',
        digest: '3'.repeat(16),
        points: [{ subject: 'R-SCEP-06', expected: 'Status 200', observed: 'Status 404' }],
        case: 'kept/3333333333333333',
      },
    ],
    notSeen: [],
    drift: [
      {
        key: 'A-23',
        ambiguity: 'A-23',
        question: 'In which case is Thumbprint?',
        before: [{ answer: 'upper', meaning: 'upper case' }],
        now: [{ answer: 'lower', meaning: 'lower case' }],
        firstSeen: 'pfx/R-PFX-12/matrix/1',
      },
    ],
    appeared: [],
    lost: [],
    flaky: [
      {
        case: 'pfx/R-PFX-12/matrix/3',
        subject: 'R-PFX-12',
        outcomes: [
          { outcome: 'violation of R-PFX-12', times: 1 },
          { outcome: 'conform', times: 3 },
        ],
      },
    ],
    repetition: { inDoubt: 4, repeated: 3 },
    timing: { overall: 1.1, families: [{ family: 'pfx/R-PFX-12/matrix', before: 2, now: 9, factor: 4.1 }] },
    waivers: [
      { waiver, state: 'used', cases: 2, different: 0 },
      {
        waiver: { ...waiver, requirement: 'R-PFX-14', expires: '2026-01-02' },
        state: 'expired',
        cases: 0,
        different: 0,
      },
    ],
    notes: ['The device is another build: 10.0.26100, in the baseline 10.0.22631.'],
    nights: Array.from({ length: 20 }, (_, day) => nightLine(day + 1)),
    ...wishes,
  };
}
