import type { ExpectedEntry, GoneCertificate, Reason } from './expectation.ts';
import { reasonOf } from './rule.ts';
import { phaseRules } from './rules/scep-phases.ts';
import { phasesAt, type Enrollment } from './scep/enrollment.ts';
import { issuedOnlyTo, issuedTo } from './scep/attribution.ts';
import { validityAt } from './scep/validity.ts';
import type { World } from './world.ts';

/** What enrollments have put into the stores, or must not have. */
export interface EnrolledCertificates {
  readonly entries: readonly ExpectedEntry[];
  readonly gone: readonly GoneCertificate[];
  /** There may be certificates of which nobody knows the thumbprint. */
  readonly others: boolean;
}

export function enrolledCertificates(world: World): EnrolledCertificates {
  const all = world.state.enrollments.map((enrollment) => certificatesOf(enrollment, world));
  return {
    entries: all.flatMap(({ entries }) => entries),
    gone: all.flatMap(({ gone }) => gone),
    others: all.some(({ others }) => others),
  };
}

function certificatesOf(enrollment: Enrollment, world: World): EnrolledCertificates {
  const { state, device } = world;
  const { presence, reason } = presenceOf(enrollment, world);
  const issued = issuedTo(enrollment, state.enrollments, device.transactions);
  if (issued === undefined) return { entries: [], gone: [], others: presence !== 'absent' };
  if (presence === 'absent') {
    const own = issuedOnlyTo(enrollment, state.enrollments, device.transactions) ?? [];
    const gone = own.map((thumbprint) => ({ scope: enrollment.scope, thumbprint, reason, withKey: false }));
    return { entries: [], gone, others: false };
  }
  const optional = presence === 'perhaps' || issued.length > 1;
  const entries = issued.flatMap((thumbprint) => entriesOf(enrollment, thumbprint, optional, world));
  return { entries, gone: [], others: false };
}

interface Presence {
  readonly presence: 'present' | 'absent' | 'perhaps';
  readonly reason: Reason;
}

function presenceOf(enrollment: Enrollment, { state }: World): Presence {
  const { fate } = enrollment;
  switch (fate.kind) {
    case 'current': {
      const phases = phasesAt(enrollment, state.now);
      const [first] = phases;
      const reason = first?.reason ?? reasonOf(phaseRules.installed);
      if (phases.every(({ certificate }) => certificate === 'absent')) return { presence: 'absent', reason };
      const surely = phases.every(({ certificate }) => certificate === 'present');
      // A certificate that has ended may be cleaned away.
      const valid = surely && validityAt(enrollment, state) === 'valid';
      return { presence: valid ? 'present' : 'perhaps', reason: reasonOf(phaseRules.installed) };
    }
    case 'deleted':
      return { presence: 'absent', reason: fate.reason };
    case 'given-up': {
      const phases = phasesAt(enrollment, fate.at);
      const absent = phases.every(({ certificate }) => certificate === 'absent');
      return { presence: absent ? 'absent' : 'perhaps', reason: reasonOf(phaseRules.notStarted) };
    }
    case 'superseded':
    case 'orphaned':
    case 'unclear':
      return { presence: 'perhaps', reason: reasonOf(phaseRules.installed) };
  }
}

function entriesOf(
  { scope, forecast }: Enrollment,
  thumbprint: string,
  optional: boolean,
  { state, device }: World,
): readonly ExpectedEntry[] {
  const { providers, container, reason } = forecast.key;
  const keyGone = state.keysRemoved[scope] !== undefined;
  const installed = reasonOf(phaseRules.installed);
  const plain: ExpectedEntry = {
    scope,
    thumbprint,
    providers: keyGone ? [...providers, 'none'] : providers,
    exportable: 'any',
    optional,
    presenceReason: installed,
    exportableReason: installed,
    reason,
  };
  const entry = container === undefined || keyGone ? plain : { ...plain, container };
  // Version 1511, and devices that answer A-62 so, put a copy into the user's store (R-GEN-06).
  const copied =
    scope === 'device' &&
    state.enrollments.some((other) => other.scope === 'user') &&
    (device.edition === '10.0.10586' || state.bothScopesAtOnce);
  if (!copied) return [entry];
  return [
    entry,
    { ...plain, scope: 'user', providers: ['software', 'tpm', 'hello', 'none'], optional: true },
  ];
}
