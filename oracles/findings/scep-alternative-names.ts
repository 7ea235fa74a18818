import type { AlternativeNameReading } from './alternative-name.ts';
import { readAlternativeName } from './alternative-name.ts';
import type { FindingRule } from './finding.ts';
import { scepValueRule } from './scep-value-rule.ts';

/** For whom the certificate is besides: SubjectAlternativeNames, pairs of format and name. */
export const scepAlternativeNameFindings: readonly FindingRule[] = [
  // csp-source.txt, SubjectAlternativeNames; certenroll, AlternativeNameType, for the numbers.
  scepValueRule(
    'SubjectAlternativeNames',
    { id: 'alternative-names', severity: 'error', requirement: 'R-SCEP-24' },
    (text) =>
      readingsOf(text).flatMap(({ malformed }) =>
        malformed === undefined ? [] : [`SubjectAlternativeNames: ${malformed}`],
      ),
  ),
  scepValueRule(
    'SubjectAlternativeNames',
    { id: 'alternative-name-impossible', severity: 'error', requirement: 'R-SCEP-24' },
    (text) =>
      readingsOf(text).flatMap(({ impossible }) =>
        impossible === undefined
          ? []
          : [
              `SubjectAlternativeNames has ${impossible.replace(/\.$/, '')}. No request can be made with that. Correct name or number.`,
            ],
      ),
  ),
  scepValueRule(
    'SubjectAlternativeNames',
    { id: 'alternative-name-in-doubt', severity: 'warning', requirement: 'R-SCEP-24' },
    (text) =>
      readingsOf(text).flatMap(({ doubtful }) =>
        doubtful === undefined ? [] : [`SubjectAlternativeNames has ${doubtful}. Correct name or number.`],
      ),
  ),
  // The SCEP example of csp-source.txt has an empty Data here.
  scepValueRule(
    'SubjectAlternativeNames',
    { id: 'alternative-names-empty', severity: 'information', requirement: 'R-SCEP-24' },
    (text) =>
      text.trim() === ''
        ? 'SubjectAlternativeNames is empty: no alternative names are asked for, as without this command.'
        : undefined,
  ),
];

/** Of each pair; blanks around one, and nothing between two semicolons, have rules of their own (scep-lists.ts). */
function readingsOf(text: string): readonly AlternativeNameReading[] {
  return text
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map(readAlternativeName);
}
