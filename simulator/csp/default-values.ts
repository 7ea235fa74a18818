import type { AnswerKey } from '../../csp/ambiguities.ts';
import { nodeById, type NodeId } from '../../csp/tree.ts';
import type { CompleteAnswers } from '../answers.ts';

/** Leaves that have a default. */
export interface DefaultValueRules {
  /** What a Get of a leaf that was never set gives; undefined: not there. */
  readonly defaultOf: (node: string) => string | undefined;
}

const aspects: ReadonlyMap<string, readonly [NodeId, AnswerKey]> = new Map(
  (
    [
      ['PFXCertInstall/{UniqueID}/PFXCertPasswordEncryptionType', 'A-29/PFXCertPasswordEncryptionType'],
      ['PFXCertInstall/{UniqueID}/PFXKeyExportable', 'A-29/PFXKeyExportable'],
      ['SCEP/{UniqueID}/Install/KeyProtection', 'A-29/KeyProtection'],
      ['SCEP/{UniqueID}/Install/RetryDelay', 'A-29/RetryDelay'],
      ['SCEP/{UniqueID}/Install/RetryCount', 'A-29/RetryCount'],
      ['SCEP/{UniqueID}/Install/ValidPeriod', 'A-29/ValidPeriod'],
      ['SCEP/{UniqueID}/Install/ValidPeriodUnits', 'A-29/ValidPeriodUnits'],
    ] as const
  ).map((entry) => [entry[0], entry]),
);

/** The defaults of csp/tree.ts, shown by a device whose answers say so. */
export function defaultValueRules(answers: CompleteAnswers): DefaultValueRules {
  return {
    defaultOf: (node) => {
      const [id, aspect] = aspects.get(node) ?? [];
      return id !== undefined && aspect !== undefined && answers[aspect] === 'default'
        ? nodeById(id).default
        : undefined;
    },
  };
}
