import type { RequirementId } from '../csp/requirements.ts';
import { assumeThisTime, Peeking, unanswered, type Asking } from './asking.ts';
import type { Reason } from './expectation.ts';
import { contentOf, passwordOf, type InstallAttempt } from './install.ts';
import type { OpenedPfx } from './pfx-content.ts';
import { reasonOf, type AnyRule, type Rule } from './rule.ts';
import { importRules, requirementByType } from './rules/import.ts';
import { exportablePairRules, installSettingsRules, type InstallRule } from './rules/install-settings.ts';
import { exportableRules, providerRules } from './rules/key-providers.ts';
import type { Flaw, InstalledCertificate, Showing } from './state.ts';

/** What comes of a trigger. */
export type Triggered =
  | {
      readonly kind: 'installed';
      readonly certificates: readonly InstalledCertificate[];
      readonly thumbprints: readonly string[];
      /** What the password was read by, where one was given. */
      readonly passwordBy: readonly RequirementId[];
    }
  /** `thumbprints`: those that the PFX would have brought, as far as it could be opened. */
  | {
      readonly kind: 'failed';
      readonly shows: Showing;
      readonly reason: Reason;
      /** No check of what the commands say could have found it. */
      readonly imported: boolean;
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
  const failure = failureOf(attempt, asking);
  const content = contentOf(attempt);
  if (failure !== undefined) {
    const thumbprints = content.kind === 'opened' ? allThumbprints(content) : [];
    return { kind: 'failed', ...failure, thumbprints };
  }
  if (content.kind !== 'opened') return { kind: 'unclear' };
  return placeKeys(attempt, content, presenceReason, asking);
}

interface Failure extends Flaw {
  readonly imported: boolean;
}

/** Rules whose failures show in the same way, so that of each list one is enough. */
const ruleLists = [installSettingsRules, exportablePairRules, importRules];

/**
 * The first thing that is wrong, and how the failure shows: one thing wrong forks, what may be wrong beside it does not.
 * Which of two a device finds first says nothing of any other two, so it is not remembered.
 */
function failureOf(attempt: InstallAttempt, asking: Asking): Failure | undefined {
  const flaws = [...attempt.request.settings.values()].flatMap((setting) => setting.flaws);
  // A password type that has no meaning leaves open what the password is.
  const typeUnknown = flaws.some(({ reason }) => reason.requirement === 'R-PFX-17');
  const [flaw] = flaws;
  let first: Failure | undefined = flaw === undefined ? undefined : { ...flaw, imported: false };
  const showings = new Set(flaws.map(({ shows }) => shows));
  for (const list of ruleLists) {
    if (typeUnknown && list === importRules) continue;
    if (first === undefined) {
      first = firstFailure(list, attempt, asking);
      if (first !== undefined) showings.add(first.shows);
    } else {
      for (const shows of possibleShowings(list, attempt, asking)) showings.add(shows);
    }
  }
  if (first === undefined || showings.size < 2) return first;
  return {
    ...first,
    shows: assumeThisTime(asking, 'of two failures of an install, one shows', ['command', 'status']),
  };
}

function firstFailure(
  rules: readonly InstallRule[],
  attempt: InstallAttempt,
  asking: Asking,
): Failure | undefined {
  for (const rule of rules) {
    const failure = rule.decide(attempt, asking);
    if (failure === undefined) continue;
    const { shows, imported = false } = failure;
    return { shows, imported, reason: reasonOf(rule, failure) };
  }
  return undefined;
}

/** How the failures of a list may show, without a fork: in either way where the world does not know. */
function possibleShowings(
  rules: readonly InstallRule[],
  attempt: InstallAttempt,
  asking: Asking,
): readonly Showing[] {
  try {
    const failure = firstFailure(rules, attempt, new Peeking(asking));
    return failure === undefined ? [] : [failure.shows];
  } catch (error) {
    if (error === unanswered) return ['command', 'status'];
    throw error;
  }
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
      const shows = showingOfRefusedKey(asking);
      return { kind: 'failed', shows, reason, imported: false, thumbprints: allThumbprints(pfx) };
    }
    const { provider, container } = placed.decision;
    const exportable = firstOf(exportableRules, { attempt, key, provider }, asking);
    certificates.push({
      scope: attempt.request.scope,
      thumbprint: key.thumbprint,
      providers: [provider],
      exportable: exportable.decision.exportable,
      ...(container === undefined ? {} : { container }),
      hold: 'sure',
      keyed: key,
      presenceReason,
      exportableReason: reasonOf(exportable.rule),
      reason: reasonOf(placed.rule),
    });
  }
  certificates.push(...withoutKeys(attempt, pfx, presenceReason));
  // The thumbprint is that of a certificate with its key where there is one (R-PFX-22).
  const shown = pfx.keyed.length > 0 ? pfx.keyed.map(({ thumbprint }) => thumbprint) : pfx.thumbprints;
  const passwordBy = passwordOf(attempt).kind === 'absent' ? [] : [requirementByType(attempt)];
  return { kind: 'installed', certificates, thumbprints: shown, passwordBy };
}

/** The certificates that come without a key, such as those of issuers. Where they are put, no document says. */
function withoutKeys(
  { request: { scope } }: InstallAttempt,
  pfx: OpenedPfx,
  presenceReason: Reason,
): readonly InstalledCertificate[] {
  const keyed = pfx.keyed.map(({ thumbprint }) => thumbprint);
  return pfx.thumbprints
    .filter((thumbprint) => !keyed.includes(thumbprint))
    .map((thumbprint) => ({
      scope,
      thumbprint,
      providers: [],
      exportable: 'any',
      hold: 'none',
      presenceReason,
      exportableReason: presenceReason,
      reason: presenceReason,
    }));
}

/** A key that the TPM refuses is a setting that can not be met, or a PFX that can not be imported: both readings hold. */
function showingOfRefusedKey(asking: Asking): Showing {
  const bySettings = asking.known('A-28/settings');
  const answer =
    bySettings !== undefined && bySettings === asking.known('A-28/import')
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
