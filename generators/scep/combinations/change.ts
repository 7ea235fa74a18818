import type { ScepScript } from '../../../pki/scep/script.ts';
import type { Enrollment } from '../enrollment.ts';

/** Choices of a server; undefined takes one out again. */
export type ServerChange = { readonly [Name in keyof ScepScript]?: ScepScript[Name] | undefined };

/** Choices of an enrollment and of its server. */
export type EnrollmentChange = Partial<Omit<Enrollment, 'server'>> & { readonly server?: ServerChange };

/** The enrollment with some choices changed, and those of its server that are named. */
export function changed(enrollment: Enrollment, { server, ...change }: EnrollmentChange): Enrollment {
  const next = { ...enrollment, ...change };
  return server === undefined ? next : withServer(next, server);
}

/** The enrollment with some choices of its server changed. */
export function withServer(enrollment: Enrollment, change: ServerChange): Enrollment {
  const entries = Object.entries({ ...enrollment.server, ...change });
  // Only what has a value is left, so no choice is there with the value undefined.
  const server = Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as ScepScript;
  return { ...enrollment, server };
}
