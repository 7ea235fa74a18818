import type { RequirementId } from '../../csp/requirements.ts';
import type { Enrollment } from './enrollment.ts';

interface Suspect {
  readonly setting: string;
  readonly requirement: RequirementId;
  /** What every device gets along with; a setting that is not there always is. */
  readonly usual: RegExp;
}

const never = /^(?!)/;

/** Settings, and the values that make nothing of them special. */
const suspects: readonly Suspect[] = [
  { setting: 'ServerURL', requirement: 'R-SCEP-05', usual: /^[^;]*$/ },
  { setting: 'Challenge', requirement: 'R-SCEP-06', usual: /^[A-Za-z0-9+/]+={0,2}$/ },
  { setting: 'EKUMapping', requirement: 'R-SCEP-08', usual: /^[^+]*$/ },
  { setting: 'KeyUsage', requirement: 'R-SCEP-09', usual: /^160$/ },
  { setting: 'SubjectName', requirement: 'R-SCEP-11', usual: /^CN=\w+$/ },
  { setting: 'RetryDelay', requirement: 'R-SCEP-16', usual: /^[1-9]\d?$/ },
  { setting: 'RetryCount', requirement: 'R-SCEP-17', usual: /^[1-9]$/ },
  { setting: 'TemplateName', requirement: 'R-SCEP-18', usual: never },
  { setting: 'KeyLength', requirement: 'R-SCEP-19', usual: /^2048$/ },
  { setting: 'HashAlgorithm', requirement: 'R-SCEP-21', usual: /^SHA-2$/ },
  { setting: 'CAThumbprint', requirement: 'R-SCEP-23', usual: /^[0-9A-F]*$/ },
  { setting: 'SubjectAlternativeNames', requirement: 'R-SCEP-24', usual: never },
  { setting: 'ValidPeriod', requirement: 'R-SCEP-25', usual: never },
  { setting: 'ValidPeriodUnits', requirement: 'R-SCEP-26', usual: never },
  { setting: 'CustomTextToShowInPrompt', requirement: 'R-SCEP-28', usual: never },
  { setting: 'AADKeyIdentifierList', requirement: 'R-SCEP-31', usual: never },
];

/**
 * The requirement of the one setting that an enrollment may have failed for before it asked any server; undefined where
 * there is none, or more than one: a report that points at one of several would only guess.
 */
export function onlySuspect({ settings, forecast: { key } }: Enrollment): RequirementId | undefined {
  const found = suspects
    .filter(({ setting, usual }) => {
      const text = settings.get(setting)?.text;
      return text !== undefined && !usual.test(text);
    })
    .map(({ requirement }) => requirement);
  // The container belongs to the provider: the two are one choice.
  const place = settings.has('KeyProtection')
    ? [key.reason.requirement]
    : settings.has('ContainerName')
      ? ['R-SCEP-27' as const]
      : [];
  const all = [...place, ...found];
  return all.length === 1 ? all[0] : undefined;
}
