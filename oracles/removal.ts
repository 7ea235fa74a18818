import type { Reason } from './expectation.ts';
import { reasonOf } from './rule.ts';
import { removalRules, type Removal, type RemovalSubject } from './rules/removal.ts';
import type { Run } from './run.ts';
import {
  certificateKey,
  certificatesOf,
  requestKey,
  withGone,
  withRequest,
  type InstalledCertificate,
  type InstallRequest,
  type State,
} from './state.ts';
import { firstOf } from './trigger.ts';

/**
 * Takes the certificates of a request out of the stores. The request itself, as it stands in the state, is left to
 * the caller.
 *
 * @param but thumbprints of certificates that the same command brings again
 * @param because why they go, where the command itself is not the reason
 */
export function removeCertificates(
  run: Run,
  request: InstallRequest,
  by: RemovalSubject['by'],
  { but = [], because }: { readonly but?: readonly string[]; readonly because?: Reason } = {},
): void {
  for (const certificate of certificatesOf(request)) {
    if (but.includes(certificate.thumbprint)) continue;
    const others = requestsWith(run.state, certificate, request);
    if (others.length === 0 && isCopied(run.state, certificate)) {
      run.state = { ...run.state, copies: withoutCertainty(run.state.copies, certificate) };
      continue;
    }
    if (others.length === 0 && heldWithoutKey(run.state, certificate, request)) {
      const left = { ...certificate, optional: true };
      run.state = { ...run.state, copies: [...run.state.copies, left] };
      continue;
    }
    const { rule, decision } = firstOf(removalRules, { certificate, by, sharedWith: others[0] }, run.asking);
    run.exercised.add(rule.requirements[0]);
    for (const other of others) run.state = withRequest(run.state, shareOf(other, certificate, decision));
    if (decision === 'stays') continue;
    run.state = withGone(run.state, [certificate], because ?? reasonOf(rule), true);
  }
  run.state = { ...run.state, touched: requestKey(request) };
}

function requestsWith(
  state: State,
  certificate: InstalledCertificate,
  but: InstallRequest,
): readonly InstallRequest[] {
  const key = certificateKey(certificate);
  return [...state.requests.values()].filter(
    (other) =>
      requestKey(other) !== requestKey(but) &&
      certificatesOf(other).some((held) => certificateKey(held) === key),
  );
}

/**
 * Whether the certificate is in the user's store as a copy of the device's too. Whether the copy goes with it, no
 * document says.
 */
function isCopied({ copies }: State, certificate: InstalledCertificate): boolean {
  return copies.some((copy) => certificateKey(copy) === certificateKey(certificate));
}

function withoutCertainty(copies: State['copies'], certificate: InstalledCertificate): State['copies'] {
  return copies.map((copy) =>
    certificateKey(copy) === certificateKey(certificate) ? { ...copy, optional: true } : copy,
  );
}

/**
 * Whether another request has brought the same certificate without its key. A-27 does not say whether that counts as
 * installing it, so both are admitted: that the certificate goes with its key, and that it stays.
 */
function heldWithoutKey(
  state: State,
  { scope, thumbprint }: InstalledCertificate,
  but: InstallRequest,
): boolean {
  return [...state.requests.values()].some(
    (other) =>
      requestKey(other) !== requestKey(but) &&
      other.scope === scope &&
      other.install.kind === 'installed' &&
      other.install.thumbprints.includes(thumbprint),
  );
}

/**
 * The other request that has installed the same certificate. Where it stays, its key may be where the install put it
 * that goes; where it goes, no document says what Thumbprint and Status of the other request show then.
 */
function shareOf(other: InstallRequest, gone: InstalledCertificate, removal: Removal): InstallRequest {
  const { install } = other;
  if (install.kind === 'none') return other;
  if (removal === 'goes') {
    const left = install.certificates.filter(({ thumbprint }) => thumbprint !== gone.thumbprint);
    return { ...other, install: { kind: 'unclear', certificates: left } };
  }
  const certificates = install.certificates.map((held) =>
    held.thumbprint === gone.thumbprint ? eitherKey(held, gone) : held,
  );
  return { ...other, install: { ...install, certificates } };
}

function eitherKey(held: InstalledCertificate, gone: InstalledCertificate): InstalledCertificate {
  const { container, ...rest } = held;
  return {
    ...rest,
    providers: [...new Set([...held.providers, ...gone.providers])],
    exportable: held.exportable === gone.exportable ? held.exportable : 'any',
    ...(container !== undefined && container === gone.container ? { container } : {}),
  };
}
