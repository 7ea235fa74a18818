import { readDistinguishedName } from './distinguished-name.ts';
import type { FindingRule } from './finding.ts';
import { scepValueRule } from './scep-value-rule.ts';
import { quoted } from './value.ts';

/** For whom the certificate is: SubjectName, a distinguished name. */
export const scepSubjectFindings: readonly FindingRule[] = [
  // The CSP page since 2020 and the DDF: an X.500 string, quoted as CertNameToStr does it. CertStrToName of Windows refuses
  // others with 0x80092023.
  scepValueRule(
    'SubjectName',
    { id: 'subject-name', severity: 'error', requirement: 'R-SCEP-11' },
    (text) => {
      const { fault } = readDistinguishedName(text);
      return fault === undefined
        ? undefined
        : `SubjectName ${quoted(text)} is no X.500 name, so that no request can be made with it. ${fault}`;
    },
  ),
  scepValueRule(
    'SubjectName',
    { id: 'subject-name-in-doubt', severity: 'warning', requirement: 'R-SCEP-11' },
    (text) =>
      readDistinguishedName(text).doubts.map(
        (doubt) =>
          `SubjectName ${quoted(text)} may be refused by the device or by the CA. ${doubt} Correct it.`,
      ),
  ),
  scepValueRule(
    'SubjectName',
    { id: 'subject-name-without-cn', severity: 'information', requirement: 'R-SCEP-11' },
    (text) => {
      const { attributes } = readDistinguishedName(text);
      return attributes.length === 0 || attributes.includes('CN') || attributes.includes('2.5.4.3')
        ? undefined
        : 'SubjectName has no CN, by which most people and programs tell certificates from each other. Add CN=… unless that is meant.';
    },
  ),
];
