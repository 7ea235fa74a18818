import type { EnrollmentRequest } from './enrollment.ts';
import { failure, type InstallFailure } from './failure.ts';
import { invalidAspect } from './invalid-values.ts';
import type { InstallRequest } from './install-request.ts';
import type { CspRules } from './rules.ts';

/** What an Exec of Enroll leads to before any server is asked. */
export type Enrollment = { readonly kind: 'request'; readonly request: EnrollmentRequest } | InstallFailure;

/**
 * Reads the settings of an enrollment. Fails where one is missing or invalid, so that an enrollment with them can not
 * succeed (R-SCEP-10, R-SCEP-15, R-SCEP-19, R-SCEP-37).
 * @param settings texts of the nodes below Install, by name
 */
export function readEnrollment(
  settings: ReadonlyMap<string, string>,
  { key, scope }: InstallRequest,
  rules: CspRules,
): Enrollment {
  for (const [name, text] of settings) {
    const aspect = invalidAspect(`SCEP/{UniqueID}/Install/${name}`, text, rules);
    if (aspect !== undefined) return failure(aspect, 'E_INVALIDARG');
  }
  if (rules.requiredSettings.some((name) => !settings.has(name))) return failure('settings', 'E_INVALIDARG');
  const int = (name: string): number | undefined => rules.readInt(settings.get(name) ?? '');
  if (int('KeyProtection') === 4 && (settings.get('ContainerName') ?? '') === '') {
    return failure('settings', 'E_INVALIDARG');
  }
  return {
    kind: 'request',
    request: {
      key,
      scope,
      settings,
      // csp-source.txt, RetryDelay and RetryCount.
      retryDelay: rules.boundedInt(int('RetryDelay'), { standard: 5, minimum: 1, maximum: Infinity }),
      retryCount: rules.boundedInt(int('RetryCount'), { standard: 3, minimum: 0, maximum: 30 }),
    },
  };
}
