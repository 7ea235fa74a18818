import type { Case } from '../../../cases/case.ts';
import type { CaseFile, CaseResult } from '../../../cases/result.ts';
import { resultFormat } from '../../../cases/result.ts';
import type { Verdict } from '../../../cases/verdict.ts';
import type { RequirementId } from '../../../csp/requirements.ts';
import { runFormat, type RunRecord } from '../../../reports/model/run-record.ts';

const yes = { answer: 'yes' } as const;

/** The record of a run that nobody carried out. */
export const aRecord: RunRecord = {
  format: 'client-certificate-install-run',
  version: runFormat,
  suite: { name: 'client-certificate-install-conformance', version: '0.1.0' },
  target: 'simulator',
  identity: { target: 'simulator', description: 'a device of this test' },
  capabilities: {
    exchange: yes,
    get: yes,
    atomic: yes,
    'device-scope': yes,
    'user-scope': yes,
    tpm: yes,
    'no-tpm': yes,
    'hello-container': yes,
    'prepared-certificates': yes,
    'store-read-back': yes,
    'passing-time': yes,
    'scep-servers': yes,
    'key-removal': yes,
    'raw-bytes': yes,
    edition: yes,
  },
  command: 'npm test -- --seed=1',
  suites: [],
  seed: 1,
  runs: 1,
  edition: '10.0.26100',
  workers: 1,
  startedAt: 0,
  endedAt: 1000,
};

/** A line of results. */
export function caseLine(id: string, verdict: Verdict): CaseResult {
  return {
    kind: 'case',
    id,
    family: 'protocol/R-DM-08/matrix',
    level: 'matrix',
    aims: ['R-DM-08'],
    faults: [],
    verdict,
    milliseconds: 1,
  };
}

/** A violation with words of one's own. */
export function differing(
  requirement: RequirementId,
  words: { readonly where?: string; readonly expected?: string; readonly observed?: string } = {},
): Verdict & { kind: 'violation' } {
  const {
    where = 'Get CmdID 1 ./Device/Vendor/MSFT/ClientCertificateInstall/PFXCertInstall/Alpha/KeyLocation',
    expected = 'Status 404',
    observed = 'Status 200',
  } = words;
  return {
    kind: 'violation',
    requirement,
    differences: [{ layer: 'protocol', step: 0, where, expected, observed, requirement, ambiguities: [] }],
  };
}

/** A case file with a message and a reply of one's own. */
export function caseFile(
  id: string,
  verdict: Verdict,
  texts: {
    readonly title?: string;
    readonly sent?: string;
    readonly seen?: string;
    readonly faults?: Case['faults'];
  } = {},
): CaseFile {
  const { title = 'A case of this test.', sent = '<SyncBody/>', seen = '<SyncBody/>', faults = [] } = texts;
  return {
    format: 'client-certificate-install-case',
    version: resultFormat,
    case: {
      id,
      level: 'matrix',
      aims: ['R-DM-08'],
      faults,
      title,
      preparation: { edition: '10.0.26100', tpm: true, certificates: [], helloContainers: [] },
      steps: [{ kind: 'send', payload: { text: sent } }],
    },
    observation: { steps: [{ kind: 'reply', payload: { text: seen } }] },
    verdict,
    found: {
      target: 'simulator',
      seed: 1,
      command: `npx conform replay out/cases/${id}.json`,
      run: 'npm test',
    },
  };
}
