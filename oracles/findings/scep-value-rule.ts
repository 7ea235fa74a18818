import type { FindingRule } from './finding.ts';
import { valuesIn } from './value.ts';

/** A setting below SCEP/{UniqueID}/Install, by the name of its node. */
export type ScepSetting =
  | 'AADKeyIdentifierList'
  | 'CAThumbprint'
  | 'Challenge'
  | 'EKUMapping'
  | 'HashAlgorithm'
  | 'KeyUsage'
  | 'RetryCount'
  | 'RetryDelay'
  | 'ServerURL'
  | 'SubjectAlternativeNames'
  | 'SubjectName'
  | 'TemplateName'
  | 'ValidPeriodUnits';

/**
 * A rule about the text of one setting of an enrollment, by itself.
 *
 * @param tell what there is to say about the text: nothing, a message, or several
 */
export function scepValueRule(
  name: ScepSetting,
  rule: Omit<FindingRule, 'find'>,
  tell: (text: string) => string | undefined | readonly string[],
): FindingRule {
  return {
    ...rule,
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, `SCEP/{UniqueID}/Install/${name}`)) {
        for (const message of [tell(text) ?? []].flat()) yield { position: setting.positions.data, message };
      }
    },
  };
}
