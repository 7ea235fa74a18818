import type { Asking } from './asking.ts';
import type { Reason } from './expectation.ts';
import { contentOf, type InstallAttempt } from './install.ts';
import type { OpenedPfx } from './pfx-content.ts';
import { reasonOf, type AnyRule, type Rule } from './rule.ts';
import { importRules } from './rules/import.ts';
import { installSettingsRules } from './rules/install-settings.ts';
import { exportableRules, providerRules } from './rules/key-providers.ts';
import type { Flaw, InstalledCertificate, Showing } from './state.ts';

/** What comes of a trigger. */
export type Triggered =
  | {
      readonly kind: 'installed';
      readonly certificates: readonly InstalledCertificate[];
      readonly thumbprints: readonly string[];
    }
  /** `thumbprints`: those that the PFX would have brought, as far as it could be opened. */
  | {
      readonly kind: 'failed';
      readonly shows: Showing;
      readonly reason: Reason;
      readonly thumbprints: readonly string[];
    }
  /** The PFX is beyond what we read: nobody can say whether it was imported. */
  | { readonly kind: 'unclear' };

/**
 * Carries out the install that PFXCertBlob triggers (csp-source.txt, PFXCertBlob).
 *
 * Where several things are wrong, which of them a device finds first is not specified: then each way in which one of
 * them shows is admitted.
 *
 * @param presenceReason why the certificates are in the store, where they get there
 */
export function trigger(attempt: InstallAttempt, presenceReason: Reason, asking: Asking): Triggered {
  const flaws = [...attempt.request.settings.values()].flatMap((setting) => setting.flaws);
  const failures = [...flaws, ...failuresOf(installSettingsRules, attempt, asking)];
  // A password type that has no meaning leaves open what the password is.
  if (!flaws.some(({ reason }) => reason.requirement === 'R-PFX-17')) {
    failures.push(...failuresOf(importRules, attempt, asking));
  }
  const content = contentOf(attempt);
  const thumbprints = content.kind === 'opened' ? allThumbprints(content) : [];
  const [first] = failures;
  if (first !== undefined) {
    const shows = showingOf(failures, asking);
    const reason = (failures.find((failure) => failure.shows === shows) ?? first).reason;
    return { kind: 'failed', shows, reason, thumbprints };
  }
  if (content.kind !== 'opened') return { kind: 'unclear' };
  return placeKeys(attempt, content, presenceReason, asking);
}

function failuresOf(rules: typeof importRules, attempt: InstallAttempt, asking: Asking): readonly Flaw[] {
  return rules.flatMap((rule) => {
    const failure = rule.decide(attempt, asking);
    return failure === undefined ? [] : [{ shows: failure.shows, reason: reasonOf(rule, failure) }];
  });
}

function showingOf(failures: readonly Flaw[], asking: Asking): Showing {
  const [first, ...others] = [...new Set(failures.map(({ shows }) => shows))];
  if (first === undefined || others.length === 0) return first ?? 'command';
  return asking.assume('of two failures of an install, one shows', ['command', 'status']);
}

function allThumbprints(pfx: OpenedPfx): readonly string[] {
  return [...pfx.keyed.map(({ thumbprint }) => thumbprint), ...pfx.thumbprints];
}

/** Every key goes where KeyLocation says; one that can not go there makes the install fail. */
function placeKeys(
  attempt: InstallAttempt,
  pfx: OpenedPfx,
  presenceReason: Reason,
  asking: Asking,
): Triggered {
  const certificates: InstalledCertificate[] = [];
  for (const key of pfx.keyed) {
    const placed = firstOf(providerRules, { attempt, key }, asking);
    if (placed.decision.kind === 'fails') {
      const reason = reasonOf(placed.rule, placed.decision);
      return { kind: 'failed', shows: showingOfRefusedKey(asking), reason, thumbprints: allThumbprints(pfx) };
    }
    const { provider, container } = placed.decision;
    const exportable = firstOf(exportableRules, { attempt, key, provider }, asking);
    certificates.push({
      scope: attempt.request.scope,
      thumbprint: key.thumbprint,
      providers: [provider],
      exportable: exportable.decision.exportable,
      ...(container === undefined ? {} : { container }),
      optional: false,
      keyed: key,
      presenceReason,
      exportableReason: reasonOf(exportable.rule),
      reason: reasonOf(placed.rule),
    });
  }
  // The thumbprint is that of a certificate with its key where there is one (R-PFX-22).
  const shown = pfx.keyed.length > 0 ? pfx.keyed.map(({ thumbprint }) => thumbprint) : pfx.thumbprints;
  return { kind: 'installed', certificates, thumbprints: shown };
}

/** A key that the TPM refuses is a setting that can not be met, or a PFX that can not be imported: both readings hold. */
function showingOfRefusedKey(asking: Asking): Showing {
  const bySettings = asking.answer('A-28/settings');
  const byImport = asking.answer('A-28/import');
  const answer =
    bySettings === byImport
      ? bySettings
      : asking.assume('a key that the TPM refuses shows', ['in-status', 'failure']);
  return answer === 'in-status' ? 'status' : 'command';
}

interface Decided<Decision> {
  readonly rule: AnyRule;
  readonly decision: Decision;
}

/** The first rule of a list that applies. */
export function firstOf<Subject, Decision>(
  rules: readonly Rule<Subject, Decision>[],
  subject: Subject,
  asking: Asking,
): Decided<Decision> {
  for (const rule of rules) {
    const decision = rule.decide(subject, asking);
    if (decision !== undefined) return { rule, decision };
  }
  throw new RangeError('no rule of the list applies');
}
