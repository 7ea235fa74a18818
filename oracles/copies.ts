import { reasonOf } from './rule.ts';
import { scopesRules } from './rules/stores.ts';
import type { Request } from './request.ts';
import type { Run } from './run.ts';
import {
  certificateKey,
  certificatesOf,
  type Brought,
  type InstalledCertificate,
  type State,
} from './state.ts';
import { withCopy } from './holders.ts';
import { firstOf } from './trigger.ts';

/**
 * Device certificates in the user's store, after a message that installed for both (R-GEN-06, A-62). Whether the copy is
 * made at once or at the end of the message, no document says: of an install of which nothing is left at its end, the
 * copy may be there or not. How long a copy stays is said in removal.ts.
 */
export function copyAcrossScopes(run: Run): void {
  const { brought } = run.state;
  if (brought.length === 0) return;
  run.state = { ...run.state, brought: [] };
  const forUser = brought.filter(({ certificate }) => certificate.scope === 'user');
  if (forUser.length === 0 && !setsBlobOfUser(run.request)) return;
  const userStays = forUser.some((one) => isHeld(run.state, one));
  for (const one of brought) {
    if (one.certificate.scope === 'device') copy(run, one, userStays && isHeld(run.state, one));
  }
}

/** @param stays whether there is an install left at the end of the message, on both sides */
function copy(run: Run, { certificate }: Brought, stays: boolean): void {
  const { edition } = run.device;
  const { rule, decision } = firstOf(scopesRules, { edition, certificate }, run.asking);
  run.exercised.add(rule.requirements[0]);
  if (decision === 'none') return;
  const reason = reasonOf(rule);
  const copied: InstalledCertificate = {
    scope: 'user',
    thumbprint: certificate.thumbprint,
    providers: ['software', 'tpm', 'hello', 'none'],
    exportable: 'any',
    hold: decision === 'certain' && stays ? 'sure' : 'perhaps',
    presenceReason: reason,
    exportableReason: reason,
    reason,
  };
  run.state = withCopy(run.state, copied);
}

/** Whether a request surely has what it brought. */
function isHeld(state: State, { request, certificate }: Brought): boolean {
  const holder = state.requests.get(request);
  const key = certificateKey(certificate);
  return (
    holder !== undefined &&
    certificatesOf(holder).some((held) => certificateKey(held) === key && held.hold === 'sure')
  );
}

/** Whether the message tries to install for a user as well, though it may have failed. */
function setsBlobOfUser({ all }: Request): boolean {
  return all.some(({ items }) => items.some(({ locUri }) => blobOfUser.test(locUri ?? '')));
}

const blobOfUser = /^\s*\.?\/?user\/.*\/PFXCertBlob\s*$/i;
