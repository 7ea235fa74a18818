import type { FindingRule } from './finding.ts';
import { faultOfIdentifier, isObjectIdentifier } from './object-identifier.ts';
import { scepValueRule } from './scep-value-rule.ts';
import { cut, quoted } from './value.ts';

/** Object identifiers: what the certificate is for, and after which template it is made. */
export const scepPurposeFindings: readonly FindingRule[] = [
  // csp-source.txt, EKUMapping: object identifiers joined by a plus sign.
  scepValueRule(
    'EKUMapping',
    { id: 'eku-mapping', severity: 'error', requirement: 'R-SCEP-08' },
    faultsOfPurposes,
  ),
  // csp-source.txt, TemplateName: an object identifier, mostly ignored by servers.
  scepValueRule(
    'TemplateName',
    { id: 'template-name', severity: 'information', requirement: 'R-SCEP-18' },
    (text) => {
      const fault = text === '' ? undefined : faultOfIdentifier(text);
      return fault === undefined
        ? undefined
        : `TemplateName is the object identifier of a template, and ${quoted(text)} ${fault}. Most SCEP servers pass over it.`;
    },
  ),
];

function faultsOfPurposes(text: string): string | readonly string[] {
  if (text.trim() === '')
    return 'EKUMapping is empty, and it is required. Write 1.3.6.1.5.5.7.3.2 for client authentication.';
  // Other separators than the plus sign are seldom meant to be part of an identifier.
  const meant = text.split(/[+\s,;|]+/).filter((part) => part !== '');
  const separator = /[,;|]|\S(?=\s+[\d])/.exec(text.replace(/\s*\+\s*/g, '+'));
  if (separator !== null && meant.every(isObjectIdentifier)) {
    return `EKUMapping is ${quoted(text)}; object identifiers are joined by a plus sign and nothing else. Write ${cut(meant.join('+'))}.`;
  }
  // Blanks around an identifier, and nothing between two plus signs, have rules of their own (scep-lists.ts).
  return text.split('+').flatMap((part) => {
    const identifier = part.trim();
    const fault = identifier === '' ? undefined : faultOfIdentifier(identifier);
    return fault === undefined
      ? []
      : [
          `EKUMapping has ${quoted(identifier)}, which ${fault}. Write an object identifier such as 1.3.6.1.5.5.7.3.2 (client authentication), without leading zeros; several are joined by a plus sign.`,
        ];
  });
}
