import type { GeneralName } from '../../pki/scep/general-names.ts';
import { EnrollmentError } from './error.ts';

/**
 * Name formats of SubjectAlternativeNames: AlternativeNameType of certenroll.h, which csp-source.txt refers to. The
 * two that are missing, 4 (X.400) and 6 (EDI), have no form as text.
 */
const kinds: Readonly<Record<string, GeneralName['kind']>> = {
  '1': 'other',
  '2': 'rfc822',
  '3': 'dns',
  '5': 'directory',
  '7': 'url',
  '8': 'ip',
  '9': 'registered',
  '10': 'guid',
  '11': 'upn',
};

/**
 * Reads the pairs of SubjectAlternativeNames, such as `11+tom@contoso.com`; an empty one is none (csp-source.txt).
 *
 * @throws EnrollmentError for a pair that is none
 */
export function readAlternativeNames(pairs: readonly string[]): readonly GeneralName[] {
  return pairs
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [, format = '', value = ''] = /^(\d+)\+(.+)$/s.exec(pair) ?? [];
      const kind = kinds[format];
      if (kind === undefined) throw new EnrollmentError('E_INVALIDARG', `"${pair}" is no format+name`);
      return { kind, value };
    });
}
