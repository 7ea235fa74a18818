import type { CompleteAnswers } from '../answers.ts';
import type { InvalidAspect, InvalidValueRules } from './invalid-values.ts';
import type { WindowsErrorName } from './windows-errors.ts';

/** Why a triggered install does not come about. */
export interface InstallFailure {
  readonly kind: 'failure';
  /** `settings`: missing or not to be met; `import`: the PFX; else the aspect of A-04 that a stored value breaks. */
  readonly cause: 'settings' | 'import' | InvalidAspect;
  readonly error: WindowsErrorName;
}

/** A failure with its cause and the code that Status shows. */
export function failure(cause: InstallFailure['cause'], error: WindowsErrorName): InstallFailure {
  return { kind: 'failure', cause, error };
}

export interface FailureRules {
  /** Whether the command that triggers an install which then fails is itself refused. */
  readonly refusesTrigger: Readonly<Record<'settings' | 'import', boolean>>;
}

/** Shows failures where a device does that gives these answers. */
export function failureRules(answers: CompleteAnswers): FailureRules {
  return {
    refusesTrigger: {
      settings: answers['A-28/settings'] === 'failure',
      import: answers['A-28/import'] === 'failure',
    },
  };
}

/**
 * Whether the failure shows in the status of the trigger command, else in a Status node. A value that should have
 * been found when it was set, but broke no rule then, is found at the trigger.
 */
export function showsAtTrigger({ cause }: InstallFailure, rules: FailureRules & InvalidValueRules): boolean {
  return cause === 'settings' || cause === 'import'
    ? rules.refusesTrigger[cause]
    : rules.whenFound(cause) !== 'in-status';
}
