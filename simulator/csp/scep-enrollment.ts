import type { EnrollmentRequest } from './enrollment.ts';
import { failure, type InstallFailure } from './failure.ts';
import { invalidAspect, type InvalidAspect } from './invalid-values.ts';
import type { InstallRequest } from './install-request.ts';
import type { CspRules } from './rules.ts';
import type { Settings } from './scep-rules.ts';

/** What an Exec of Enroll leads to before any server is asked. */
export type Enrollment = { readonly kind: 'request'; readonly request: EnrollmentRequest } | InstallFailure;

/**
 * Reads the settings of an enrollment. Fails where one is missing or invalid, so that an enrollment with them can not
 * succeed (R-SCEP-10, R-SCEP-15, R-SCEP-19, R-SCEP-37).
 * @param settings texts of the nodes below Install, by name
 */
export function readEnrollment(
  settings: Settings,
  { key, scope }: InstallRequest,
  rules: CspRules,
): Enrollment {
  for (const [name, text] of settings) {
    const aspect = faultOfSetting(name, text, rules);
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
      retryDelay: rules.boundedInt(int('RetryDelay'), {
        setting: 'RetryDelay',
        standard: 5,
        minimum: 1,
        maximum: Infinity,
      }),
      retryCount: rules.boundedInt(int('RetryCount'), {
        setting: 'RetryCount',
        standard: 3,
        minimum: 0,
        maximum: 30,
      }),
    },
  };
}

/** What is wrong with the value of a setting, if anything. */
export function faultOfSetting(name: string, text: string, rules: CspRules): InvalidAspect | undefined {
  return rules.settingFault(name, text, invalidAspect(`SCEP/{UniqueID}/Install/${name}`, text, rules));
}
