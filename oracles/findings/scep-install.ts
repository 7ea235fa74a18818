import type { Install } from './install.ts';
import type { Payload } from './payload.ts';
import type { Setting } from './setting.ts';
import { intOf } from './value.ts';

/** The enrollments that the payload starts, each with the Exec that starts it last. */
export function startedScepInstalls({ installs }: Payload): readonly (readonly [Install, Setting])[] {
  return installs.flatMap((install) => {
    const trigger = install.half === 'scep' ? install.triggers.at(-1) : undefined;
    return trigger === undefined ? [] : [[install, trigger] as const];
  });
}

/** KeyProtection as a number, 3 where it is absent; undefined where it is unfilled or no number. */
export function keyProtection(install: Install): number | undefined {
  const value = install.value('KeyProtection');
  if (value === undefined) return 3;
  return value.text === undefined ? undefined : intOf(value.text);
}
