import type { ScepServerLog } from '../../cases/observation.ts';
import { counted, impossible, sectionOf, type CoverageRow, type CoverageSection } from './coverage.ts';
import { keepCounts, wasJudged, type Counter } from './observed-case.ts';

type Answer = ScepServerLog['entries'][number]['answer'];
type FaultKind = Answer['faults'][number];
type FailInfo = Exclude<Answer['failInfo'], undefined>;

const operations = ['GetCACaps', 'GetCACert', 'PKIOperation'] as const;

/** Every way in which an answer can go wrong, and whether it is one of any answer or of a CertRep only. */
const faultKinds: Readonly<Record<FaultKind, 'any' | 'CertRep'>> = {
  'http-status': 'any',
  'endless-redirect': 'any',
  drop: 'any',
  late: 'any',
  'endless-data': 'any',
  'content-type': 'any',
  'bit-flipped': 'any',
  truncated: 'any',
  garbage: 'any',
  empty: 'any',
  'wrong-nonce': 'CertRep',
  'no-nonce': 'CertRep',
  'another-transaction': 'CertRep',
  'certificate-for-another-key': 'CertRep',
  'no-certificate': 'CertRep',
  unencrypted: 'CertRep',
  'encrypted-for-another': 'CertRep',
  'signed-by-stranger': 'CertRep',
};

/** RFC 8894, 3.2.1.4. */
const failInfos: Readonly<Record<FailInfo, true>> = {
  badAlg: true,
  badMessageCheck: true,
  badRequest: true,
  badTime: true,
  badCertId: true,
};

/** What servers really answered to devices: each outcome, and each fault of each operation. */
export function serverCounter(): Counter<CoverageSection> {
  const counts = keepCounts();
  return {
    count: ({ observation, verdict }) => {
      if (!wasJudged(verdict)) return;
      const found = new Set<string>();
      for (const step of observation.steps) {
        if (step.kind !== 'scep-log') continue;
        for (const { operation, answer } of step.servers.flatMap(({ entries }) => entries)) {
          for (const kind of answer.faults) found.add(`${kind} ${operation}`);
          if (answer.pkiStatus !== undefined) found.add(outcomeOf(answer));
        }
      }
      found.forEach(counts.add);
    },
    result: () =>
      sectionOf({
        id: 'servers',
        title: 'answers of SCEP servers',
        unit: 'cases',
        columns: operations,
        rows: [
          ...['SUCCESS', 'PENDING', ...Object.keys(failInfos).map((name) => `FAILURE ${name}`)].map(
            (outcome) =>
              row(
                'outcome',
                outcome,
                (operation) => operation === 'PKIOperation',
                () => counts.of(outcome),
              ),
          ),
          ...Object.entries(faultKinds).map(([kind, where]) =>
            row(
              'fault',
              kind,
              (operation) => where === 'any' || operation === 'PKIOperation',
              (operation) => counts.of(`${kind} ${operation}`),
            ),
          ),
        ],
      }),
  };
}

function row(
  group: string,
  name: string,
  applies: (operation: string) => boolean,
  countOf: (operation: string) => number,
): CoverageRow {
  return {
    group,
    name,
    cells: operations.map((operation) =>
      applies(operation)
        ? counted(countOf(operation))
        : impossible('only the answer to a certificate request can be so'),
    ),
  };
}

/** As CertRep has them: pkiStatus and, where it is FAILURE, failInfo. */
function outcomeOf({ pkiStatus, failInfo }: Answer): string {
  return [pkiStatus, failInfo].filter((part) => part !== undefined).join(' ');
}
