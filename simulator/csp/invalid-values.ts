import type { AnswerKey } from '../../csp/ambiguities.ts';
import { nodeById, nodes, type NodeId } from '../../csp/tree.ts';
import type { CompleteAnswers } from '../answers.ts';
import type { ValueRules } from './values.ts';

/** What an invalid value breaks; the aspect of A-04 that says when the device finds it. */
export type InvalidAspect = Extract<AnswerKey, `A-04/${string}`>;

/** When an invalid value comes to light. */
export type WhenFound = 'when-set' | 'at-trigger' | 'in-status';

export interface InvalidValueRules {
  /** What is wrong with a value by itself, if anything; `node` is its id in csp/tree.ts. */
  readonly aspectOf: (node: string, text: string, rules: ValueRules) => InvalidAspect | undefined;
  readonly whenFound: (aspect: InvalidAspect) => WhenFound;
  /** CAThumbprint that is no thumbprint is refused when it is set. */
  readonly refusesBadThumbprint: boolean;
  /** RetryDelay and RetryCount below their minimum are refused when set. */
  readonly refusesBelowMinimum: boolean;
  /** RetryCount above 30 is refused when set. */
  readonly refusesAboveMaximum: boolean;
}

/** Finds invalid values when a device does that gives these answers. */
export function invalidValueRules(answers: CompleteAnswers): InvalidValueRules {
  return {
    aspectOf,
    whenFound: (aspect) => answers[aspect],
    refusesBadThumbprint: answers['A-17'] === 'when-set',
    refusesBelowMinimum: answers['A-24'] === 'refused',
    refusesAboveMaximum: answers['A-31'] === 'refused',
  };
}

type Check = (text: string, rules: ValueRules) => InvalidAspect | undefined;

/** Checks of the nodes whose values are restricted further than by their format. */
const checks: ReadonlyMap<string, Check> = new Map<NodeId, Check>([
  listed('PFXCertInstall/{UniqueID}/KeyLocation', 'A-04/KeyLocation'),
  listed('PFXCertInstall/{UniqueID}/PFXCertPasswordEncryptionType', 'A-04/PFXCertPasswordEncryptionType'),
  [
    'PFXCertInstall/{UniqueID}/PFXKeyExportable',
    (text, rules) => (rules.readBool(text) === undefined ? 'A-04/PFXKeyExportable' : undefined),
  ],
  [
    'SCEP/{UniqueID}/Install/KeyUsage',
    // csp-source.txt, KeyUsage: at least one of 0x20 and 0x80.
    (text, rules) => (((rules.readInt(text) ?? 0) & 0xa0) === 0 ? 'A-04/KeyUsage' : undefined),
  ],
  listed('SCEP/{UniqueID}/Install/KeyProtection', 'A-04/KeyProtection'),
  listed('SCEP/{UniqueID}/Install/KeyLength', 'A-04/KeyLength'),
  [
    'SCEP/{UniqueID}/Install/HashAlgorithm',
    (text, rules) => (rules.isHashAlgorithm(text) ? undefined : 'A-04/HashAlgorithm'),
  ],
  listed('SCEP/{UniqueID}/Install/ValidPeriod', 'A-04/ValidPeriod'),
]);

const intNodes: ReadonlySet<string> = new Set(
  nodes.filter(({ format, formatByDdf }) => [format, formatByDdf].includes('int')).map(({ id }) => id),
);

/** As the device sees it: what is wrong with a value by itself, if anything. */
export function invalidAspect(
  node: string,
  text: string,
  rules: ValueRules & InvalidValueRules,
): InvalidAspect | undefined {
  return rules.aspectOf(node, text, rules);
}

function aspectOf(node: string, text: string, rules: ValueRules): InvalidAspect | undefined {
  if (intNodes.has(node) && rules.readInt(text) === undefined) return 'A-04/not-an-int';
  return checks.get(node)?.(text, rules);
}

/** The values that csp/tree.ts lists for the node, and no others. */
function listed(node: NodeId, aspect: InvalidAspect): readonly [NodeId, Check] {
  const values = nodeById(node).values ?? [];
  const isInt = nodeById(node).format === 'int';
  const check: Check = (text, rules) => {
    const value = isInt ? String(rules.readInt(text)) : text;
    return values.includes(value) ? undefined : aspect;
  };
  return [node, check];
}

/** Whether a value is refused when set, for a reason that A-04 does not cover. */
export function isRefusedWhenSet(node: string, text: string, rules: ValueRules & InvalidValueRules): boolean {
  switch (node) {
    case 'SCEP/{UniqueID}/Install/CAThumbprint':
      return rules.refusesBadThumbprint && !rules.isThumbprint(text);
    case 'SCEP/{UniqueID}/Install/RetryDelay':
    case 'SCEP/{UniqueID}/Install/RetryCount': {
      const { minimum = -Infinity, countsAs = Infinity } = nodeById(node).range ?? {};
      const value = rules.readInt(text) ?? minimum;
      return (
        (rules.refusesBelowMinimum && value < minimum) || (rules.refusesAboveMaximum && value > countsAs)
      );
    }
    default:
      return false;
  }
}
