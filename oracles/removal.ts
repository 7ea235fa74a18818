import type { Reason } from './expectation.ts';
import {
  holdersOf,
  isCopied,
  withCopy,
  withCopiesInDoubt,
  withEitherKey,
  withHold,
  type Holder,
  type StorePlace,
} from './holders.ts';
import { reasonOf } from './rule.ts';
import { removalRules, type RemovalSubject } from './rules/removal.ts';
import type { Run } from './run.ts';
import {
  certificatesOf,
  requestKey,
  withGone,
  type InstalledCertificate,
  type InstallRequest,
} from './state.ts';
import { firstOf } from './trigger.ts';

/*
 * When a certificate leaves a store
 * ---------------------------------
 * A certificate is in the store of a scope once, but several may hold it there: each UniqueID of the scope whose PFX has
 * brought it, and in the user's store each copy of the device's (R-GEN-06, A-62). A UniqueID lets go of it by Delete
 * (R-PFX-03) and by Replace of its blob (R-PFX-14). Whether it is there afterwards:
 *
 *   held beside it by                 Delete    Replace by another  Replace by the same  Replace that is refused
 *   nobody                            gone      gone                there                in doubt
 *   another UniqueID, answer stays    there     there               there                there
 *   another UniqueID, answer goes     gone      gone                there                in doubt
 *   one that brought it without key   in doubt  in doubt            there                in doubt
 *   a copy                            in doubt  in doubt            there                in doubt
 *
 * The answer is that to A-27 for Delete, to A-71 for Replace. A Replace whose command is accepted though the import fails
 * is, by A-48, either a Replace by another or nothing at all. What one leaves whose command is refused, outside an Atomic,
 * nobody says. A failed Atomic leaves everything as it was (R-GEN-02, R-DM-08).
 *
 * After the answer goes, the other UniqueIDs hold the certificate no more, or, where it was brought again or refused, in
 * doubt. They have brought it all the same, as has one that brought it without key: once a third one holds it, their Delete
 * makes that doubtful, where the answer is goes. What is held in doubt only, is there in doubt.
 *
 * Whether the copy goes with the device's certificate, no document says. So whenever a UniqueID of either scope lets go of
 * a certificate that was copied, the copy is in doubt. Where the user's UniqueIDs hold it too, it may have taken it along
 * from them, if the answer is goes.
 */

/** What becomes of a certificate that a UniqueID has held so far, as far as that UniqueID goes. */
type Loss =
  | { readonly kind: 'gone'; readonly because?: Reason }
  /** The same command brings it again. */
  | { readonly kind: 'brought-again' }
  | { readonly kind: 'in-doubt' };

/**
 * Takes the certificates of a request out of the stores. The request itself, as it stands in the state, is left to
 * the caller.
 *
 * @param again thumbprints of certificates that the same command brings again with their keys
 * @param because why they go, where the command itself is not the reason
 */
export function removeCertificates(
  run: Run,
  request: InstallRequest,
  by: RemovalSubject['by'],
  { again = [], because }: { readonly again?: readonly string[]; readonly because?: Reason } = {},
): void {
  const gone: Loss = { kind: 'gone', ...(because === undefined ? {} : { because }) };
  for (const certificate of certificatesOf(request)) {
    const loss: Loss = again.includes(certificate.thumbprint) ? { kind: 'brought-again' } : gone;
    letGo(run, request, certificate, by, loss);
  }
  run.state = { ...run.state, touched: requestKey(request) };
}

/** A Replace of the blob has failed in a way that leaves open whether the certificates before it are still there. */
export function doubtCertificates(run: Run, request: InstallRequest): void {
  for (const certificate of certificatesOf(request)) {
    letGo(run, request, certificate, 'Replace', { kind: 'in-doubt' });
  }
}

function letGo(
  run: Run,
  request: InstallRequest,
  certificate: InstalledCertificate,
  by: RemovalSubject['by'],
  loss: Loss,
): void {
  const { thumbprint, scope, hold } = certificate;
  const wasCopied = isCopied(run.state, thumbprint);
  run.state = withCopiesInDoubt(run.state, thumbprint);
  if (wasCopied && scope === 'device') doubtBesideCopy(run, request, certificate, by);

  const brought = holdersOf(run.state, certificate, request);
  const holders = brought.filter((other) => other.hold !== 'none');
  const goes = loss.kind === 'gone' && hold !== 'none';
  if (holders.length === 0) {
    const heldElse = brought.length > 0 || (wasCopied && scope === 'user');
    if (goes) leaveToNobody(run, certificate, by, loss.because, heldElse);
    return;
  }
  if (!goes && holders.every((other) => other.hold === 'perhaps')) return;
  const { rule, decision } = removalOf(run, certificate, by, holders);
  if (goes) run.exercised.add(rule.requirements[0]);
  const surely = goes && hold === 'sure';
  for (const other of holders) {
    if (decision === 'goes')
      run.state = withHold(run.state, other.request, certificate, surely ? 'none' : 'perhaps');
    else if (goes) run.state = withEitherKey(run.state, other.request, certificate);
  }
  if (surely && decision === 'goes') noteGone(run, certificate, loss.because ?? reasonOf(rule));
}

/** No UniqueID is left that holds the certificate; `heldElse`: a copy may, or one that brought it once, or without its key. */
function leaveToNobody(
  run: Run,
  certificate: InstalledCertificate,
  by: RemovalSubject['by'],
  because: Reason | undefined,
  heldElse: boolean,
): void {
  if (heldElse) {
    run.state = withCopy(run.state, { ...certificate, hold: 'perhaps' });
    return;
  }
  const { rule } = removalOf(run, certificate, by, []);
  run.exercised.add(rule.requirements[0]);
  noteGone(run, certificate, because ?? reasonOf(rule));
}

/** A device's certificate goes that was copied: it may take the copy along, and so what the user's UniqueIDs hold. */
function doubtBesideCopy(
  run: Run,
  request: InstallRequest,
  { thumbprint }: InstalledCertificate,
  by: RemovalSubject['by'],
): void {
  const place: StorePlace = { scope: 'user', thumbprint };
  const holders = holdersOf(run.state, place, request).filter(({ hold }) => hold === 'sure');
  if (holders.length === 0 || removalOf(run, place, by, holders).decision === 'stays') return;
  for (const other of holders) run.state = withHold(run.state, other.request, place, 'perhaps');
}

function removalOf(run: Run, certificate: StorePlace, by: RemovalSubject['by'], holders: readonly Holder[]) {
  return firstOf(removalRules, { certificate, by, sharedWith: holders[0]?.request }, run.asking);
}

function noteGone(run: Run, certificate: InstalledCertificate, reason: Reason): void {
  run.state = withGone(run.state, [certificate], reason, true);
}
