import type { FindingRule } from './finding.ts';
import type { ScepSetting } from './scep-value-rule.ts';
import { scepValueRule } from './scep-value-rule.ts';
import { quoted, valuesIn } from './value.ts';

/** Settings that hold several values (csp-source.txt, their sections), with what stands between two. */
const lists: readonly (readonly [name: ScepSetting, separator: ';' | '+'])[] = [
  ['ServerURL', ';'],
  ['EKUMapping', '+'],
  ['HashAlgorithm', '+'],
  ['SubjectAlternativeNames', ';'],
  ['AADKeyIdentifierList', ';'],
];

/** How lists are written, whatever their entries are. */
export const scepListFindings: readonly FindingRule[] = [
  listRule('empty-list-entry', (entries, name, separator) =>
    // An empty list is the business of the rules about that setting.
    entries.some((entry) => entry.trim() === '') && entries.some((entry) => entry.trim() !== '')
      ? `${name} has a ${inWords(separator)} with nothing before or behind it; a device may look for one more entry there. Remove it.`
      : undefined,
  ),
  listRule('blanks-in-list', (entries, name) => {
    const blank = entries.find((entry) => entry.trim() !== '' && entry.trim() !== entry);
    return blank === undefined
      ? undefined
      : `${name} has blanks or line breaks around ${quoted(blank.trim())}; a device may take them as a part of it. Remove them.`;
  }),
  // csp-source.txt, AADKeyIdentifierList: separated by semicolons.
  scepValueRule(
    'AADKeyIdentifierList',
    { id: 'entra-key-list-separator', severity: 'warning', requirement: 'R-SCEP-31' },
    (text) => {
      const separator = /[,+|]|(?<=\S)\s+(?=[^\s;])/.exec(text.trim())?.[0];
      return separator === undefined || text.includes(';')
        ? undefined
        : `AADKeyIdentifierList has ${quoted(separator)} in it. If that stands between two values, write a semicolon; else the whole text is one value, which no key may match.`;
    },
  ),
  // csp-source.txt, AADKeyIdentifierList: if no match is found, enrollment fails.
  scepValueRule(
    'AADKeyIdentifierList',
    { id: 'entra-key-list-empty', severity: 'warning', requirement: 'R-SCEP-31' },
    (text) =>
      text.replaceAll(';', '').trim() === ''
        ? 'AADKeyIdentifierList is empty: no key matches an empty list, so that the enrollment may fail. Leave the setting out.'
        : undefined,
  ),
];

function listRule(
  id: string,
  tell: (entries: readonly string[], name: string, separator: ';' | '+') => string | undefined,
): FindingRule {
  return {
    id,
    severity: 'warning',
    requirement: 'R-SCEP-05',
    *find(payload) {
      for (const [name, separator] of lists) {
        for (const { setting, node, text } of valuesIn(payload, `SCEP/{UniqueID}/Install/${name}`)) {
          const message = tell(text.split(separator), name, separator);
          if (message === undefined) continue;
          yield { position: setting.positions.data, message, requirement: node.requirements[0] };
        }
      }
    },
  };
}

function inWords(separator: ';' | '+'): string {
  return separator === ';' ? 'semicolon' : 'plus sign';
}
