import { codes, refusalStatus } from './admitted.ts';
import type { Deed, PendingTrigger } from './deed.ts';
import type { Reason } from './expectation.ts';
import type { Device } from './device.ts';
import { contentOf } from './install.ts';
import { doubtCertificates, removeCertificates } from './removal.ts';
import type { Run } from './run.ts';
import {
  certificateKey,
  certificatesOf,
  installName,
  nodeKey,
  requestKey,
  withGone,
  withNodeReason,
  withoutRequest,
  withRequest,
  withSetting,
  withoutSetting,
  type Install,
  type InstalledCertificate,
  type InstallRequest,
  type State,
} from './state.ts';
import { trigger, type Triggered } from './trigger.ts';

/**
 * Carries out the install of a blob that was set, and says what the command that set it is answered with.
 *
 * @param reason why the command is expected to succeed
 * @param atomic whether a failure is undone by the Atomic around it; the state is left as it is then
 */
export function applyTrigger(run: Run, pending: PendingTrigger, reason: Reason, atomic: boolean): Deed {
  const done: Deed = { kind: 'done', admitted: { statuses: codes('200') }, reason };
  const request = run.state.requests.get(pending.request);
  // The Atomic may have deleted the request again before its end.
  if (request === undefined || !request.settings.has('PFXCertBlob')) return done;

  const { state, device } = run;
  const triggered = trigger({ request, state, device }, pending.presenceReason, run.asking);
  const previous = pending.before === undefined ? [] : certificatesOf(pending.before);
  run.state = { ...run.state, touched: pending.request, keyless: withKeyless(state, request, device) };
  switch (triggered.kind) {
    case 'installed':
      installed(run, request, triggered, previous);
      return done;
    case 'unclear':
      run.state = { ...run.state, unknownCertificates: true };
      doubtCertificates(run, { ...request, install: { kind: 'unclear', certificates: previous } });
      setInstall(run, request, { kind: 'unclear', certificates: previous.map(inDoubt) });
      return { kind: 'open', reason };
    case 'failed':
      if (triggered.shows === 'status') {
        failedInStatus(run, request, triggered, previous);
        return done;
      }
      if (!atomic) undo(run, request, pending, triggered);
      return {
        kind: 'refused',
        admitted: refusalStatus('A-05/trigger', run.asking),
        reason: triggered.reason,
        late: true,
        imported: triggered.imported,
        notInstalled: inScope(request, triggered.thumbprints),
      };
  }
}

/** The certificates that a PFX holds beside those with keys, whatever comes of its import. */
function withKeyless(state: State, request: InstallRequest, device: Device): State['keyless'] {
  const content = contentOf({ request, state, device });
  if (content.kind !== 'opened') return state.keyless;
  const keyed = content.keyed.map(({ thumbprint }) => thumbprint);
  const others = content.thumbprints.filter((thumbprint) => !keyed.includes(thumbprint));
  if (others.length === 0) return state.keyless;
  return new Set([...state.keyless, ...inScope(request, others).map(certificateKey)]);
}

type Failed = Extract<Triggered, { kind: 'failed' }>;

function installed(
  run: Run,
  request: InstallRequest,
  { certificates, thumbprints, passwordBy }: Extract<Triggered, { kind: 'installed' }>,
  previous: readonly InstalledCertificate[],
): void {
  const keyed = certificates.filter(({ hold }) => hold === 'sure');
  removeCertificatesBefore(run, request, previous, { again: keyed.map(({ thumbprint }) => thumbprint) });
  for (const requirement of passwordBy) run.exercised.add(requirement);
  for (const certificate of keyed) {
    run.exercised.add(certificate.reason.requirement);
    run.exercised.add(certificate.exportableReason.requirement);
  }
  const brought = certificates.map((certificate) => ({ request: requestKey(request), certificate }));
  run.state = { ...run.state, brought: [...run.state.brought, ...brought] };
  setInstall(run, request, { kind: 'installed', certificates, thumbprints });
}

/** Takes the certificates of the install before out of the stores, if there was one. */
function removeCertificatesBefore(
  run: Run,
  request: InstallRequest,
  previous: readonly InstalledCertificate[],
  exception: Parameters<typeof removeCertificates>[3],
): void {
  if (previous.length === 0) return;
  const before = { ...request, install: { kind: 'unclear', certificates: previous } } as const;
  removeCertificates(run, before, 'Replace', exception);
}

function failedInStatus(
  run: Run,
  request: InstallRequest,
  failed: Failed,
  previous: readonly InstalledCertificate[],
): void {
  const { reason, thumbprints } = failed;
  const stays = previous.length > 0 && run.asking.answer('A-48') === 'stays';
  if (!stays) removeCertificatesBefore(run, request, previous, { because: reason });
  const certificates = stays ? previous : [];
  forbid(run, request, failed);
  setInstall(run, request, { kind: 'failed', showing: 'status', certificates, thumbprints, reason });
}

/** Outside an Atomic, a trigger that failed leaves no blob; of the rest, the documents say nothing. */
function undo(run: Run, request: InstallRequest, { before }: PendingTrigger, failed: Failed): void {
  const { reason, thumbprints } = failed;
  const blob = before?.settings.get('PFXCertBlob');
  forbid(run, request, failed);
  run.state = withNodeReason(run.state, [nodeKey(request, 'PFXCertBlob')], reason);
  if (
    before === undefined &&
    run.asking.assume('parents that a failed trigger created', ['go', 'stay']) === 'go'
  ) {
    run.state = withoutRequest(run.state, request);
    return;
  }
  if (blob === undefined) {
    setInstall(run, withoutSetting(request, 'PFXCertBlob'), {
      kind: 'failed',
      showing: 'command',
      certificates: [],
      thumbprints,
      reason,
    });
    return;
  }
  const certificates = before === undefined ? [] : certificatesOf(before).map(inDoubt);
  if (before !== undefined) doubtCertificates(run, before);
  const restored = withSetting(request, 'PFXCertBlob', { ...blob, unclear: true });
  setInstall(run, restored, { kind: 'unclear', certificates });
}

/** What a failed install would have brought must not be in the store; narrowing lets pass what others have put there. */
function forbid(run: Run, request: InstallRequest, { thumbprints, reason }: Failed): void {
  run.state = withGone(run.state, inScope(request, thumbprints), reason);
}

function inScope({ scope }: InstallRequest, thumbprints: readonly string[]) {
  return thumbprints.map((thumbprint) => ({ scope, thumbprint }));
}

function setInstall(run: Run, request: InstallRequest, install: Install): void {
  run.state = withRequest(run.state, { ...request, install });
  run.state = withNodeReason(run.state, [nodeKey(request, installName)], undefined);
}

function inDoubt(certificate: InstalledCertificate): InstalledCertificate {
  return certificate.hold === 'sure' ? { ...certificate, hold: 'perhaps' } : certificate;
}
