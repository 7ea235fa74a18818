import { UsageError } from './usage-error.ts';

/**
 * A secret from the environment variable that an option names, so that it stands on no command line.
 * @throws UsageError where the variable is not set, or empty
 */
export function secretFrom(option: string, variable: string): string {
  const secret = process.env[variable];
  if (secret === undefined || secret === '') {
    throw new UsageError(`${option}: the environment variable ${variable} is not set, or empty.`);
  }
  return secret;
}
