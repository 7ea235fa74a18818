import type { RequirementId } from '../../../../csp/requirements.ts';
import type { Fault } from '../../../../pki/scep/script.ts';
import type { ReplyCheck } from '../../../../simulator/scep/rules.ts';
import { asksFor, shows } from '../../support/edits.ts';
import {
  enrolls,
  gets,
  getsOfBravo,
  node,
  nodeOf,
  readsLog,
  soon,
  type Changes,
} from '../../support/enrolling.ts';
import type { ExecutedScenario, FaultyRules, Wrong } from '../../support/executed.ts';

const finished: Wrong = { edits: [shows(node('Status'), '1')] };
const failed: Wrong = { edits: [shows(node('Status'), '16')] };

/** An enrollment whose Status is read, and then the log of its server. */
function enrollsSoon(
  rule: string,
  title: string,
  changes: Changes,
  broken: Wrong,
  blamed: RequirementId,
): ExecutedScenario {
  return {
    rule,
    title,
    enrollments: [changes],
    parts: [enrolls(changes), soon, gets('Status'), readsLog],
    broken,
    blamed,
  };
}

function answering(fault: Fault): Changes {
  return { server: { faults: [{ operation: 'PKIOperation', fault }] } };
}

const withoutCheck = (check: ReplyCheck): FaultyRules => {
  return (right) => ({ makesSureOf: (one) => one !== check && right.makesSureOf(one) });
};

const anyAuthority: FaultyRules = () => ({ isExpectedAuthority: () => true });

const byIntermediate: Changes = {
  server: { authority: 'intermediate-with-registration' },
  caThumbprint: 'intermediate',
};

/** What comes of asking one server. */
export const serverScenarios: readonly ExecutedScenario[] = [
  enrollsSoon(
    'scep-server-unreachable',
    'has succeeded without a server',
    { serverUrl: 'http://nobody.test/scep' },
    finished,
    'R-SCEP-05',
  ),
  enrollsSoon(
    'scep-server-shows-no-ca',
    'has succeeded where GetCACert fails',
    { server: { faults: [{ operation: 'GetCACert', fault: { kind: 'http-status', status: 500 } }] } },
    finished,
    'R-SCEP-23',
  ),
  enrollsSoon(
    'scep-server-shows-no-ca',
    'sends its request to a CA that it has not seen',
    { server: { faults: [{ operation: 'GetCACert', fault: { kind: 'empty' } }] } },
    { edits: [asksFor('CN=Alpha')] },
    'R-SCEP-23',
  ),
  enrollsSoon(
    'scep-server-not-trusted',
    'takes a CA of another thumbprint',
    { caThumbprint: 'another' },
    { rules: anyAuthority },
    'R-SCEP-23',
  ),
  {
    rule: 'scep-server-not-trusted',
    title: 'sends its request before it looks at the CA',
    enrollments: [{ caThumbprint: 'another' }],
    parts: [enrolls({ caThumbprint: 'another' }), soon, readsLog],
    broken: { rules: anyAuthority },
    blamed: 'R-SCEP-23',
  },
  {
    rule: 'scep-server-not-trusted',
    title: 'takes only the root for meant once, and an intermediate CA the next time',
    enrollments: [byIntermediate, { ...byIntermediate, uniqueId: 'Bravo' }],
    parts: [
      enrolls(byIntermediate),
      soon,
      gets('Status'),
      enrolls({ ...byIntermediate, uniqueId: 'Bravo' }),
      soon,
      getsOfBravo('Status'),
    ],
    answers: { 'A-66': 'refused' },
    broken: { edits: [shows(nodeOf('device', 'Bravo', 'Status'), '1')] },
    blamed: 'R-SCEP-23',
  },
  enrollsSoon(
    'scep-answer-unreadable',
    'has succeeded by an answer of garbage',
    answering({ kind: 'garbage', bytes: 500 }),
    finished,
    'R-SCEP-39',
  ),
  enrollsSoon(
    'scep-answer-not-believable',
    'does not compare nonces',
    answering({ kind: 'wrong-nonce' }),
    { rules: withoutCheck('nonce') },
    'R-SCEP-39',
  ),
  enrollsSoon(
    'scep-answer-not-believable',
    'takes an answer to another transaction',
    answering({ kind: 'another-transaction' }),
    { rules: withoutCheck('transaction') },
    'R-SCEP-39',
  ),
  enrollsSoon(
    'scep-answer-not-believable',
    'takes a certificate that is not encrypted',
    answering({ kind: 'unencrypted' }),
    { rules: withoutCheck('encryption') },
    'R-SCEP-39',
  ),
  enrollsSoon(
    'scep-answer-not-believable',
    'takes a certificate over another key',
    answering({ kind: 'certificate-for-another-key' }),
    { rules: withoutCheck('own-key') },
    'R-SCEP-39',
  ),
  enrollsSoon(
    'scep-answer-not-believable',
    'takes an answer that the CA has not signed',
    answering({ kind: 'signed-by-stranger' }),
    { rules: withoutCheck('signer') },
    'R-SCEP-39',
  ),
  enrollsSoon(
    'scep-challenge-refused',
    'has succeeded with a challenge that the server refuses',
    { server: { challenge: 'another challenge' } },
    finished,
    'R-SCEP-34',
  ),
  enrollsSoon(
    'scep-server-refuses',
    'has succeeded where the server refuses',
    { server: { failure: { failInfo: 'badRequest' } } },
    finished,
    'R-SCEP-34',
  ),
  enrollsSoon('scep-server-issues', 'has failed though the server issues', {}, failed, 'R-SCEP-34'),
  enrollsSoon(
    'scep-server-issues',
    'still does not know what came of it',
    {},
    { edits: [shows(node('Status'), '32')] },
    'R-SCEP-34',
  ),
  enrollsSoon(
    'scep-server-issues',
    'compares the thumbprint as text, in upper case',
    { caThumbprint: 'root-in-lower-case' },
    {
      rules: (right) => ({
        isExpectedAuthority: (certificate, thumbprint) =>
          thumbprint === thumbprint.toUpperCase() && right.isExpectedAuthority(certificate, thumbprint),
      }),
    },
    'R-SCEP-23',
  ),
];
