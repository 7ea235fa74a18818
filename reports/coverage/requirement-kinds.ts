import type { CaseKind } from '../../cases/case.ts';
import type { RequirementId } from '../../csp/requirements.ts';

/** Why a requirement has no case of a kind, or has one that can not be decided by the requirement itself. */
export interface Argument {
  /** `impossible`: there can be none. `by-twin`: what is allowed is shown by the case that lacks the fault. */
  readonly kind: 'impossible' | 'by-twin';
  readonly reason: string;
}

const refusesOnly: Argument = {
  kind: 'by-twin',
  reason: 'it speaks of what is refused only; the case that lacks the fault shows that nothing else is',
};

const forbidsNothing = (reason: string): Argument => ({ kind: 'impossible', reason });

/**
 * Kinds of cases that a requirement can not have, each with its reason. To add one: an entry here; for the edge of a
 * requirement, an entry in `edges`.
 */
export const argued: Readonly<
  Partial<Record<RequirementId, Readonly<Partial<Record<Exclude<CaseKind, 'boundary'>, Argument>>>>>
> = {
  'R-GEN-04': { positive: refusesOnly },
  'R-GEN-06': {
    negative: forbidsNothing('it excuses what 1511 does, and forbids nothing'),
  },
  'R-PFX-06': {
    negative: forbidsNothing(
      'every device has a place for the key, with TPM and without: no install may fail for it',
    ),
  },
  'R-PFX-07': {
    negative: forbidsNothing('every device has the software provider: no install may fail for it'),
  },
  'R-PFX-09': { positive: refusesOnly },
  'R-PFX-13': { positive: refusesOnly },
  'R-PFX-15': { positive: refusesOnly },
  'R-SCEP-10': { positive: refusesOnly },
  'R-SCEP-14': {
    negative: forbidsNothing(
      'every device has a place for the key, with TPM and without: no enrollment may fail for it',
    ),
  },
  'R-SCEP-20': { positive: refusesOnly },
  'R-SCEP-22': { positive: refusesOnly },
  'R-SCEP-37': { positive: refusesOnly },
  'R-SCEP-39': { positive: refusesOnly },
  'R-DM-05': { positive: refusesOnly },
  'R-DM-09': { positive: refusesOnly },
  'R-DM-10': { positive: refusesOnly },
  'R-DM-11': { positive: refusesOnly },
  'R-DM-12': { positive: refusesOnly },
  'R-DM-14': { positive: refusesOnly },
  'R-DM-16': { positive: refusesOnly },
  'R-DM-17': { positive: refusesOnly },
};

/** Requirements that have an edge, and which it is. All others have none that the documents name. */
export const edges: Readonly<Partial<Record<RequirementId, string>>> = {
  'R-GEN-03': 'Enroll last, and one place before',
  'R-PFX-04': 'the least and the greatest number, 1 and 4',
  'R-PFX-09': 'the numbers right beside, 0 and 5',
  'R-PFX-12': 'the blob last, and one place before',
  'R-PFX-17': '0 and 2, and the numbers right beside',
  'R-PFX-20': 'the digits that some read as a bool, and nothing',
  'R-PFX-24': 'the first edition that has the node, and the one before',
  'R-SCEP-02': 'a long name',
  'R-SCEP-06': 'a challenge of nearly 255 octets, and none',
  'R-SCEP-08': 'one arc, and nothing',
  'R-SCEP-09': 'each of the two bits alone, and all bits',
  'R-SCEP-10': 'no bit, all but the two, the last one alone, those beyond the first octet',
  'R-SCEP-11': 'a name of 64 and of 65 characters',
  'R-SCEP-12': '1 and 4, and the numbers right beside',
  'R-SCEP-16': 'the least, 1, and 0',
  'R-SCEP-17': '0, 1, 30 and 31, and one retry more than RetryCount allows',
  'R-SCEP-19': '1024 and 4096, and one bit less than 2048',
  'R-SCEP-20': 'the lengths next to 2048',
  'R-SCEP-23': '20 bytes, a byte too few and too many',
  'R-SCEP-24': 'the first and the last format, and those beside them',
  'R-SCEP-26': '0 and 1',
  'R-SCEP-28': 'a long text, and none',
  'R-SCEP-31': 'no key, an empty list',
  'R-SCEP-33': 'the moment at which the certificate expires',
};
