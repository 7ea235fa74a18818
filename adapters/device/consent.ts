/** The environment variable that says yes where there is no command line. */
export const consentVariable = 'CONFORM_YES_CHANGE_THIS_DEVICE';

/**
 * Nothing is done to a machine before somebody has said that it may be changed.
 * @param said whether the option --yes-change-this-device was given
 * @throws RangeError with one line for the user
 */
export function demandConsent(
  said: boolean | undefined,
  environment: Readonly<Record<string, string | undefined>>,
): void {
  if (said === true || environment[consentVariable] === '1') return;
  throw new RangeError(
    `the target device changes the machine: it is registered for local management, and certificates are installed and removed again (docs/device.md). Say --yes-change-this-device, or set ${consentVariable}=1, for a machine that may be changed.`,
  );
}
