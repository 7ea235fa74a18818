import type { TreeNode } from '../../csp/tree.ts';
import type { FindingRule } from './finding.ts';
import { nearestOf } from './nearest.ts';
import { sets } from './setting.ts';

/** All Formats of OMA TND 8.3.7.2 and those that are mistaken for them. */
const formats = ['node', 'chr', 'int', 'bool', 'bin', 'b64', 'null', 'xml', 'float', 'date', 'time'];

/** Meta Format of what is set (OMA TND 8.3.7.2: whoever sets a value has to give it). */
export const formatFindings: readonly FindingRule[] = [
  {
    // OMA TND 8.3.7.2: a value comes with the Format of its node.
    id: 'wrong-format',
    severity: 'error',
    requirement: 'R-DM-17',
    ambiguity: 'A-05',
    *find({ settings }) {
      for (const setting of settings) {
        const { node, format, positions } = setting;
        if (node === undefined || format === undefined || !sets(setting)) continue;
        const right = formatsOf(node);
        if (right.includes(format)) continue;
        const near = formats.includes(format) ? undefined : nearestOf(format, formats);
        yield {
          position: positions.format,
          message: `${node.name} has format ${right.join(' or ')}, not ${format}${near === undefined ? '' : ` (${near} mistyped?)`}: a device refuses the command.`,
        };
      }
    },
  },
  {
    // OMA TND 8.3.7.2: whoever sets a value has to give the Format.
    id: 'missing-format',
    severity: 'warning',
    requirement: 'R-DM-17',
    ambiguity: 'A-42',
    *find({ settings }) {
      for (const setting of settings) {
        const { node, format, positions } = setting;
        if (node === undefined || format !== undefined || !sets(setting)) continue;
        yield {
          position: positions.item,
          message: `No Format is given for ${node.name}, and a device may refuse it so. Add <Format xmlns="syncml:metinf">${formatsOf(node)[0] ?? ''}</Format> in Meta.`,
        };
      }
    },
  },
  {
    // OMA TND 8.3.7.2: a binary node travels in XML with Format b64.
    id: 'blob-format-bin',
    severity: 'warning',
    requirement: 'R-PFX-11',
    ambiguity: 'A-14',
    *find({ settings }) {
      for (const setting of settings) {
        const { node, format, positions } = setting;
        if (node?.name !== 'PFXCertBlob' || format !== 'bin' || !sets(setting)) continue;
        yield {
          position: positions.format,
          message:
            'Format bin means raw bytes, which XML can not carry; OMA TND 8.3.7.2 demands b64 there. Payloads in the field send chr or b64 with base64 text; use one of these.',
        };
      }
    },
  },
];

/** The formats under which a node may be set, the usual one first. */
function formatsOf(node: TreeNode): readonly string[] {
  // A-14: the documents call the blob binary, their example sends chr, and base64 in XML is b64 for OMA.
  if (node.format === 'bin') return ['chr', 'b64', 'bin'];
  return node.formatByDdf === undefined ? [node.format] : [node.formatByDdf, node.format];
}
