import type { Ambiguity } from './entry.ts';

/** What the SCEP half of csp-source.txt leaves open. */
export const scepAmbiguities = [
  {
    id: 'A-06',
    question: 'Status of an accepted Exec of Enroll',
    source: 'OMA RepPro: 202 for work that goes on; observed on Windows 11: 200',
    aspects: { 'A-06': { '200': 'done', '202': 'accepted, the work goes on' } },
  },
  {
    id: 'A-07',
    question: 'Alert after a SCEP install',
    source: 'csp-source.txt, SCEP: an alert is sent; Enroll: the server is not notified',
    aspects: { 'A-07': { sent: 'alert 1226 is sent', none: 'no alert is sent' } },
  },
  {
    id: 'A-13',
    question: 'Format of ValidPeriodUnits',
    source: 'csp-source.txt: string, in the example int; DDF: int',
    aspects: {
      'A-13/int': { accepted: 'Format int is accepted', refused: 'it is refused' },
      'A-13/chr': { accepted: 'Format chr is accepted', refused: 'it is refused' },
    },
  },
  {
    id: 'A-15',
    question: 'Challenge as it reaches the SCEP server',
    source: 'csp-source.txt: "B64 encoded"; working payloads of MDM servers send plain text',
    aspects: { 'A-15': { text: "the node's text", decoded: 'its base64-decoded bytes' } },
  },
  {
    id: 'A-16',
    question: 'Spelling of hash algorithms',
    source: 'csp-source.txt mixes SHA-2 and SHA256; Intune sends SHA-1;SHA-2',
    aspects: {
      'A-16/without-hyphen': { accepted: 'SHA1, SHA2, SHA3', refused: 'refused as an invalid value' },
      'A-16/by-length': { accepted: 'SHA-256, SHA256, SHA-384 …', refused: 'refused as an invalid value' },
      'A-16/SHA-3': { accepted: 'SHA-3 is supported', refused: 'refused as an invalid value' },
      'A-16/semicolon': { accepted: 'a semicolon separates too', refused: 'refused as an invalid value' },
    },
  },
  {
    id: 'A-17',
    question: 'CAThumbprint that is not 20 bytes of hex',
    source: 'the SCEP example of csp-source.txt has 16 bytes',
    aspects: {
      'A-17': { 'when-set': 'refused when set', 'enrollment-fails': 'stored; the enrollment fails' },
    },
  },
  {
    id: 'A-20',
    question: 'Enroll that is not last in its Atomic, or outside one',
    source: 'csp-source.txt, intro: must be the last item; not said what happens else',
    aspects: {
      'A-20': {
        'works-then': 'enrolls with the values then set',
        'waits-for-commit': 'enrolls with the values of the whole Atomic',
        fails: 'the command fails',
      },
    },
  },
  {
    id: 'A-21',
    question: 'Get of Challenge after the Exec',
    source: 'csp-source.txt: is deleted',
    aspects: { 'A-21': { '404': 'not there', empty: 'there, empty' } },
  },
  {
    id: 'A-24',
    question: 'RetryDelay below 1, RetryCount below 0',
    source: 'csp-source.txt: minimum value; not said what happens below it',
    aspects: {
      'A-24': { refused: 'refused', clamped: 'the minimum is used', default: 'the default is used' },
    },
  },
  {
    id: 'A-26',
    question: 'Several ServerURLs',
    source: 'csp-source.txt, ServerURL: several can be listed; the order is not given',
    aspects: {
      'A-26': {
        'in-order': 'in the order given, the next after a failure',
        'any-order': 'in any order, the next at least where nobody answers',
      },
    },
  },
  {
    id: 'A-31',
    question: 'RetryCount above 30 when set',
    source: 'csp-source.txt: more than 30 counts as 30; DDF: 0 to 30',
    aspects: { 'A-31': { accepted: 'accepted, counts as 30', refused: 'refused' } },
  },
  {
    id: 'A-32',
    question: 'URL that the SCEP client asks',
    source: 'event log of Windows 11: /pkiclient.exe is appended; csp-source.txt does not say',
    aspects: { 'A-32': { 'as-given': 'ServerURL as given', appended: '/pkiclient.exe is appended' } },
  },
  {
    id: 'A-66',
    question: 'CAThumbprint of a CA of the server that is not its root',
    source:
      'csp-source.txt: Root CA thumbprint; servers were seen that enroll with that of an intermediate CA only',
    aspects: {
      'A-66': { accepted: 'any CA that GetCACert shows may be meant', refused: 'only the root is meant' },
    },
  },
  {
    id: 'A-67',
    question: 'Exec of Enroll while an enrollment of the same UniqueID is under way',
    source: 'csp-source.txt, Install (Note): check Status before changing values; nothing of a second Exec',
    aspects: {
      'A-67': {
        'begins-again': 'the first enrollment is given up, another begins with the values then set',
        'goes-on': 'accepted, and nothing comes of it: the first enrollment goes on',
        refused: 'the command fails, and the first enrollment goes on',
      },
    },
  },
  {
    id: 'A-68',
    question: 'How the wish for a period of validity stands in the certificate request',
    source: 'csp-source.txt, ValidPeriod: it is sent; in what form is documented nowhere',
    aspects: {
      'A-68': {
        'name-value-pairs':
          'as name-value pairs ValidityPeriod and ValidityPeriodUnits (OID 1.3.6.1.4.1.311.13.2.1)',
        'not-seen': 'in no form that this suite reads',
      },
    },
  },
  {
    id: 'A-69',
    question: 'Status once the last retry was answered with pending too',
    source: 'csp-source.txt, RetryCount: how often is given; not what follows',
    aspects: { 'A-69': { failed: '16, the action failed', pending: '2, still pending' } },
  },
  {
    id: 'A-70',
    question: 'Delete of a UniqueID while its enrollment is under way',
    source: 'DDF, SCEP/UniqueID: Delete removes the certificate; nothing of one that is still to come',
    aspects: {
      'A-70': {
        'given-up': 'the server is not asked any more',
        'goes-on': 'the enrollment goes on, and its certificate is installed',
      },
    },
  },
] as const satisfies readonly Ambiguity[];
