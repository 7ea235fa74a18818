import type { FindingRule } from './finding.ts';
import { didYouMean } from './nearest.ts';
import { sets } from './setting.ts';
import type { KnownValue } from './value.ts';
import { hexOf, intOf, quoted, valuesIn } from './value.ts';

/** What can be said about a value from the management tree alone: its type, and the values that are allowed. */
export const valueFindings: readonly FindingRule[] = [
  {
    // A node without Data has no value; for a leaf that is a value of the wrong kind.
    id: 'missing-value',
    severity: 'error',
    requirement: 'R-DM-17',
    *find({ settings }) {
      for (const setting of settings) {
        const { node, text, verb, positions } = setting;
        if (node === undefined || text !== undefined || !sets(setting)) continue;
        if (node.format === 'node' || !node.verbs.includes(verb)) continue;
        yield {
          position: positions.item,
          message: `${verb} of ${node.name} has no Data, so that there is nothing to set. Add Data, empty if the text is to be empty.`,
          requirement: node.requirements[0],
        };
      }
    },
  },
  {
    // csp-source.txt, KeyUsage, writes the bits as 0x80 and 0x20 and demands decimal in the same sentence.
    id: 'not-an-int',
    severity: 'error',
    requirement: 'R-DM-17',
    ambiguity: 'A-04',
    *find(payload) {
      for (const { setting, node, text } of valuesIn(payload)) {
        if ((node.format !== 'int' && node.formatByDdf !== 'int') || intOf(text) !== undefined) continue;
        const decimal = hexOf(text);
        const hint = decimal === undefined ? '' : ` Write it in decimal: ${decimal}.`;
        yield {
          position: setting.positions.data,
          message: `${node.name} has to be a whole number in decimal, and is ${quoted(text)}.${hint}`,
          requirement: node.requirements[0],
        };
      }
    },
  },
  {
    // No document says which spellings of a number are read.
    id: 'spelling-of-int',
    severity: 'warning',
    requirement: 'R-DM-17',
    ambiguity: 'A-37',
    *find(payload) {
      for (const { setting, node, text } of valuesIn(payload)) {
        const number = intOf(text);
        if ((node.format !== 'int' && node.formatByDdf !== 'int') || number === undefined) continue;
        if (String(number) === text || !Number.isSafeInteger(number)) continue;
        yield {
          position: setting.positions.data,
          message: `${node.name} is written ${quoted(text)}; a device may refuse it so. Write ${number}.`,
          requirement: node.requirements[0],
        };
      }
    },
  },
  {
    // The lists of valid values in csp-source.txt.
    id: 'value-not-allowed',
    severity: 'error',
    requirement: 'R-DM-17',
    ambiguity: 'A-04',
    *find(payload) {
      for (const known of valuesIn(payload)) {
        const { setting, node, text } = known;
        if (node.values === undefined || node.format === 'bool' || isAllowed(known)) continue;
        if (node.format === 'int' && intOf(text) === undefined) continue;
        yield {
          position: setting.positions.data,
          message: `${node.name} has to be one of ${node.values.join(', ')}, and is ${quoted(text)}.${node.format === 'int' ? '' : didYouMean(text, node.values)}`,
          requirement: outsideRequirement(known),
        };
      }
    },
  },
  {
    // DDF, PFXKeyExportable: false or true.
    id: 'not-a-bool',
    severity: 'error',
    requirement: 'R-PFX-20',
    ambiguity: 'A-04',
    *find(payload) {
      for (const { setting, node, text } of valuesIn(payload)) {
        if (node.format !== 'bool' || /^(?:true|false|0|1)$/i.test(text)) continue;
        yield {
          position: setting.positions.data,
          message: `${node.name} has to be true or false, and is ${quoted(text)}.`,
        };
      }
    },
  },
  {
    // A sample of Microsoft sends True.
    id: 'spelling-of-bool',
    severity: 'warning',
    requirement: 'R-PFX-20',
    ambiguity: 'A-36',
    *find(payload) {
      for (const { setting, node, text } of valuesIn(payload)) {
        if (node.format !== 'bool' || !/^(?:true|false|0|1)$/i.test(text) || /^(?:true|false)$/.test(text))
          continue;
        const meant = /^(?:true|1)$/i.test(text) ? 'true' : 'false';
        yield {
          position: setting.positions.data,
          message: `${node.name} is written ${quoted(text)}; a device may refuse it so. Write ${meant}.`,
        };
      }
    },
  },
];

function isAllowed({ node, text }: KnownValue): boolean {
  const read = node.format === 'int' ? String(intOf(text)) : text;
  return node.values?.includes(read) === true;
}

/** The requirement that speaks of values outside: the last of PFX KeyLocation, the first of every other node. */
function outsideRequirement({ node }: KnownValue): FindingRule['requirement'] | undefined {
  return node.id === 'PFXCertInstall/{UniqueID}/KeyLocation' ? 'R-PFX-09' : node.requirements[0];
}
