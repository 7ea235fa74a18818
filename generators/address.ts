import { scopeRoots } from '../csp/tree.ts';
import type { Scope } from '../cases/case.ts';

/** How a LocURI begins: with one of the two scopes, or with neither, which means the device (R-DM-15). */
export type Prefix = Scope | 'none';

export const prefixes: readonly Prefix[] = ['device', 'user', 'none'];

const roots: Readonly<Record<Prefix, string>> = {
  ...scopeRoots,
  none: './Vendor/MSFT/ClientCertificateInstall',
};

/** LocURI of a node below ClientCertificateInstall, or of that node itself where no segment is given. */
export function addressOf(prefix: Prefix, ...segments: readonly string[]): string {
  return [roots[prefix], ...segments].join('/');
}

/** LocURI of a node of csp/tree.ts, such as `PFXCertInstall/{UniqueID}/Status`; `.` is ClientCertificateInstall. */
export function nodeAddress(prefix: Prefix, nodeId: string, uniqueId: string): string {
  return nodeId === '.' ? addressOf(prefix) : addressOf(prefix, nodeId.replace('{UniqueID}', uniqueId));
}

/** LocURI of one request to install a PFX, or of a node below it. */
export function requestAddress(prefix: Prefix, uniqueId: string, ...below: readonly string[]): string {
  return addressOf(prefix, 'PFXCertInstall', uniqueId, ...below);
}

/** One request, as the steps at the end of a case look at it. */
export interface Request {
  readonly prefix: Prefix;
  readonly uniqueId: string;
}

/**
 * Names for requests. Letters and digits only: all else has to be percent-encoded (Learn, OMA DM protocol
 * support), which is a question of its own (R-DM-14).
 */
export const uniqueIds = ['Alpha', 'Bravo', 'Charlie'] as const;

/** A request that no case makes. */
export const missingRequest = 'Missing';
