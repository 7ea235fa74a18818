import type { State } from '../state.ts';
import { phasesAt, type Enrollment } from './enrollment.ts';

/** A device may notice late that a certificate has ended, and clocks differ. */
const slack = 120;

/**
 * Whether the certificate of an enrollment that has succeeded is valid at this moment, by its time and by its key
 * (csp-source.txt, CertThumbprint).
 */
export function validityAt(enrollment: Enrollment, state: State): 'valid' | 'invalid' | 'unclear' {
  const { startedAt, forecast, scope } = enrollment;
  const issuedAt = startedAt + (forecast.phases.at(-1)?.from ?? 0);
  const removedAt = state.keysRemoved[scope];
  if (removedAt !== undefined) {
    const then = phasesAt(enrollment, removedAt);
    if (removedAt >= startedAt && then.every(({ certificate }) => certificate === 'present'))
      return 'invalid';
    if (removedAt >= startedAt && then.some(({ certificate }) => certificate !== 'absent')) return 'unclear';
  }
  const age = state.now - issuedAt;
  const { atLeast, atMost } = forecast.lifetime;
  if (age < atLeast - slack) return 'valid';
  return age > atMost + slack ? 'invalid' : 'unclear';
}
