import type { RequirementId } from '../../../../csp/requirements.ts';
import type { RequestSpecification } from '../../../../pki/scep/certification-request.ts';
import { asks, asksWithout } from '../../support/edits.ts';
import { enrolls, gets, readsLog, soon, type Changes } from '../../support/enrolling.ts';
import type { ExecutedScenario, Wrong } from '../../support/executed.ts';

/** An enrollment that asks for something else than its settings say. */
function asksOtherwise(
  rule: string,
  title: string,
  changes: Changes,
  broken: Wrong,
  blamed: RequirementId,
): ExecutedScenario {
  return { rule, title, enrollments: [changes], parts: [enrolls(changes), soon, readsLog], broken, blamed };
}

function finished(change: (right: RequestSpecification) => Partial<RequestSpecification>): Wrong {
  return { rules: () => ({ finishRequest: (right) => ({ ...right, ...change(right) }) }) };
}

const inHello: Changes = { keyProtection: '4', containerName: 'WorkContainer', hashAlgorithm: 'SHA-2' };

const names = '11+tom@contoso.com;3+contoso.com';

/** What a certificate request asks for. */
export const contentScenarios: readonly ExecutedScenario[] = [
  asksOtherwise(
    'request-subject',
    'asks for the name of the device',
    { subjectName: 'CN=Alpha, O=Contoso' },
    finished(() => ({ subject: 'CN=DESKTOP-1' })),
    'R-SCEP-11',
  ),
  asksOtherwise(
    'request-subject',
    'forgets the organization',
    { subjectName: 'CN=Alpha, O=Contoso' },
    finished(() => ({ subject: 'CN=Alpha' })),
    'R-SCEP-11',
  ),
  asksOtherwise(
    'request-challenge',
    'sends no challenge',
    {},
    { edits: [asksWithout('challenge')] },
    'R-SCEP-06',
  ),
  asksOtherwise(
    'request-challenge',
    'sends the challenge in upper case',
    {},
    { rules: (right) => ({ challengePassword: (text) => right.challengePassword(text)?.toUpperCase() }) },
    'R-SCEP-06',
  ),
  {
    rule: 'request-challenge',
    title: 'shows in Status that the server has refused it, before the log tells why',
    enrollments: [{ server: { challenge: 'Y2hhbGxlbmdlLTE=' } }],
    parts: [enrolls(), soon, gets('Status'), readsLog],
    broken: { rules: () => ({ challengePassword: () => 'nothing of the kind' }) },
    blamed: 'R-SCEP-06',
  },
  asksOtherwise(
    'request-extended-key-usages',
    'asks for the first only',
    { ekuMapping: '1.3.6.1.5.5.7.3.2+1.3.6.1.5.5.7.3.4' },
    finished(({ extendedKeyUsages = [] }) => ({ extendedKeyUsages: extendedKeyUsages.slice(0, 1) })),
    'R-SCEP-08',
  ),
  asksOtherwise(
    'request-extended-key-usages',
    'asks for one more',
    {},
    finished(({ extendedKeyUsages = [] }) => ({
      extendedKeyUsages: [...extendedKeyUsages, '1.3.6.1.5.5.7.3.1'],
    })),
    'R-SCEP-08',
  ),
  asksOtherwise(
    'request-key-usage',
    'asks for both bits',
    { keyUsage: '128' },
    finished(() => ({ keyUsage: 160 })),
    'R-SCEP-09',
  ),
  asksOtherwise('request-key-usage', 'asks for none', {}, { edits: [asksWithout('keyUsage')] }, 'R-SCEP-09'),
  asksOtherwise(
    'request-key-length',
    'makes a shorter key',
    { keyLength: '2048' },
    { edits: [asks({ keyBits: 1024 })] },
    'R-SCEP-19',
  ),
  asksOtherwise(
    'request-key-length',
    'makes a key on a curve',
    {},
    { edits: [asks({ keyAlgorithm: 'EC', keyBits: 256 })] },
    'R-SCEP-19',
  ),
  asksOtherwise(
    'request-hash',
    'signs with SHA-1',
    { hashAlgorithm: 'SHA-2' },
    { rules: () => ({ hashFor: () => 'sha1' }) },
    'R-SCEP-21',
  ),
  asksOtherwise(
    'request-hash',
    'signs with SHA-2 though SHA-1 was asked for',
    { hashAlgorithm: 'SHA-1' },
    { rules: () => ({ hashFor: () => 'sha256' }) },
    'R-SCEP-21',
  ),
  {
    rule: 'request-hello-hash',
    title: 'signs with SHA-512, another of the family, for a key in Windows Hello',
    enrollments: [inHello],
    parts: [enrolls(inHello), soon, readsLog],
    broken: { edits: [asks({ hash: 'sha512' })] },
    blamed: 'R-SCEP-22',
  },
  asksOtherwise(
    'request-alternative-names',
    'asks for none',
    { subjectAlternativeNames: names },
    finished(() => ({ subjectAlternativeNames: [] })),
    'R-SCEP-24',
  ),
  asksOtherwise(
    'request-alternative-names',
    'takes every name for that of a host',
    { subjectAlternativeNames: names },
    finished(({ subjectAlternativeNames = [] }) => ({
      subjectAlternativeNames: subjectAlternativeNames.map(({ value }) => ({ kind: 'dns' as const, value })),
    })),
    'R-SCEP-24',
  ),
  asksOtherwise(
    'request-template',
    'names another template',
    { templateName: '1.3.6.1.4.1.311.21.8.1' },
    { edits: [asks({ template: '1.3.6.1.4.1.311.21.8.2' })] },
    'R-SCEP-18',
  ),
  asksOtherwise(
    'request-validity',
    'wishes for another number',
    { validPeriod: 'Years', validPeriodUnits: '2' },
    finished(() => ({ validity: { period: 'Years', units: '1' } })),
    'R-SCEP-26',
  ),
  asksOtherwise(
    'request-validity',
    'wishes for other units',
    { validPeriod: 'Months', validPeriodUnits: '2' },
    finished(() => ({ validity: { period: 'Days', units: '2' } })),
    'R-SCEP-26',
  ),
  asksOtherwise(
    'request-validity',
    'wishes though nothing is wished for',
    {},
    { edits: [asks({ validity: { period: 'Days', units: '30' } })] },
    'R-SCEP-26',
  ),
];
