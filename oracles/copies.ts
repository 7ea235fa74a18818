import { reasonOf } from './rule.ts';
import { scopesRules } from './rules/stores.ts';
import type { Request } from './request.ts';
import type { Run } from './run.ts';
import { certificateKey, certificatesOf, type InstalledCertificate, type State } from './state.ts';
import { firstOf } from './trigger.ts';

/**
 * Device certificates in the user's store, after a message that installed for both (R-GEN-06, A-62). Once the install that
 * was copied is gone, the copy may be there or not, even if another one has brought the same certificate again: neither
 * the Note of csp-source.txt nor R-PFX-14 says whether Replace of the device's blob overwrites the copy too.
 */
export function copyAcrossScopes(run: Run, before: State): void {
  if (run.state.requests === before.requests) return;
  const present = new Set(certificatesIn(run.state));
  const disturbed = new Set(
    certificatesIn(before)
      .filter((certificate) => !present.has(certificate))
      .map(certificateKey),
  );
  const kept = run.state.copies.map((copy) =>
    disturbed.has(certificateKey({ scope: 'device', thumbprint: copy.thumbprint }))
      ? { ...copy, optional: true }
      : copy,
  );
  run.state = { ...run.state, copies: kept };

  const known = new Set(certificatesIn(before));
  const installed = certificatesIn(run.state).filter((certificate) => !known.has(certificate));
  const staysForUser = installed.some(({ scope }) => scope === 'user');
  if (!staysForUser && !setsBlobOfUser(run.request)) return;
  for (const certificate of installed.filter(({ scope }) => scope === 'device')) {
    const { edition } = run.device;
    const { rule, decision } = firstOf(scopesRules, { edition, certificate }, run.asking);
    run.exercised.add(rule.requirements[0]);
    if (decision === 'none') continue;
    const reason = reasonOf(rule);
    const copy: InstalledCertificate = {
      scope: 'user',
      thumbprint: certificate.thumbprint,
      providers: ['software', 'tpm', 'hello', 'none'],
      exportable: 'any',
      optional: decision === 'possible' || !staysForUser,
      presenceReason: reason,
      exportableReason: reason,
      reason,
    };
    run.state = { ...run.state, copies: [...run.state.copies, copy] };
  }
}

/**
 * Whether the message installs for a user as well, though nothing of that is left at its end. Whether the copy is made at
 * once or at the end of the message, no document says.
 */
function setsBlobOfUser({ all }: Request): boolean {
  return all.some(({ items }) => items.some(({ locUri }) => blobOfUser.test(locUri ?? '')));
}

const blobOfUser = /^\s*\.?\/?user\/.*\/PFXCertBlob\s*$/i;

function certificatesIn(state: State): readonly InstalledCertificate[] {
  return [...state.requests.values()].flatMap(certificatesOf);
}
