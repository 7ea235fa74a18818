import { brings, shows } from '../../support/edits.ts';
import { enrolls, gets, node, readsLog, removesKeys, soon, waits } from '../../support/enrolling.ts';
import type { ExecutedScenario } from '../../support/executed.ts';

const refuses = { server: { failure: { failInfo: 'badRequest' } } } as const;

/** What the nodes tell of an enrollment. */
export const outcomeScenarios: readonly ExecutedScenario[] = [
  {
    rule: 'get-of-enrollment-status',
    title: 'shows a value that there is not',
    parts: [enrolls(), soon, gets('Status')],
    broken: { edits: [shows(node('Status'), '3')] },
    blamed: 'R-SCEP-34',
  },
  {
    rule: 'get-of-enrollment-error',
    title: 'tells of no error, though it has failed',
    enrollments: [refuses],
    parts: [enrolls(refuses), soon, gets('ErrorCode')],
    broken: { edits: [shows(node('ErrorCode'), '0')] },
    blamed: 'R-SCEP-35',
  },
  {
    rule: 'get-of-enrollment-error',
    title: 'tells a success in place of an error',
    enrollments: [refuses],
    parts: [enrolls(refuses), soon, gets('ErrorCode')],
    broken: { edits: [shows(node('ErrorCode'), '16')] },
    blamed: 'R-SCEP-35',
  },
  {
    rule: 'get-of-enrolled-thumbprint',
    title: 'shows that of another certificate',
    parts: [enrolls(), soon, gets('CertThumbprint'), readsLog],
    broken: { edits: [shows(node('CertThumbprint'), 'AB'.repeat(20))] },
    blamed: 'R-SCEP-32',
  },
  {
    rule: 'get-of-enrolled-thumbprint',
    title: 'shows no thumbprint',
    parts: [enrolls(), soon, gets('CertThumbprint')],
    broken: { edits: [shows(node('CertThumbprint'), '')] },
    blamed: 'R-SCEP-32',
  },
  {
    rule: 'get-of-enrolled-thumbprint',
    title: 'shows a hash of another length',
    parts: [enrolls(), soon, gets('CertThumbprint')],
    broken: { edits: [shows(node('CertThumbprint'), 'AB'.repeat(32))] },
    blamed: 'R-SCEP-32',
  },
  {
    rule: 'get-of-enrolled-thumbprint',
    title: 'shows a thumbprint, though it has failed',
    enrollments: [refuses],
    parts: [enrolls(refuses), soon, gets('Status', 'CertThumbprint')],
    broken: { edits: [brings(2, 2, node('CertThumbprint'), 'AB'.repeat(20))] },
    blamed: 'R-SCEP-32',
  },
  {
    rule: 'get-of-enrolled-thumbprint',
    title: 'shows it still, though the key is gone',
    parts: [enrolls(), soon, gets('CertThumbprint'), removesKeys, waits(200), gets('CertThumbprint')],
    broken: { rules: () => ({ emptiesThumbprint: (why) => why !== 'key' }) },
    blamed: 'R-SCEP-33',
  },
  {
    rule: 'get-of-enrolled-thumbprint',
    title: 'shows it still, though the certificate has ended',
    enrollments: [{ server: { validitySeconds: 3600 } }],
    parts: [enrolls(), soon, gets('CertThumbprint'), waits(7200), gets('CertThumbprint')],
    broken: { rules: () => ({ emptiesThumbprint: (why) => why !== 'expired' }) },
    blamed: 'R-SCEP-33',
  },
  {
    rule: 'get-of-respondent',
    title: 'shows a URL that nobody has answered at',
    parts: [enrolls(), soon, gets('RespondentServerUrl')],
    broken: { rules: () => ({ respondentUrl: () => 'http://nobody.test/scep' }) },
    blamed: 'R-SCEP-36',
  },
  {
    rule: 'get-of-challenge-after-exec',
    title: 'shows the challenge still',
    parts: [enrolls(), soon, gets('Install/Challenge')],
    broken: { rules: () => ({ challengeAfterExec: 'kept' }) },
    blamed: 'R-SCEP-07',
  },
];
