import { nodeById, nodes } from '../../csp/tree.ts';
import type { Address } from './address.ts';
import type { FindingRule } from './finding.ts';
import { didYouMean, nearestOf } from './nearest.ts';
import type { Setting } from './setting.ts';

/** LocURIs that lead to no node. */
export const unknownNodeFindings: readonly FindingRule[] = [
  {
    // csp-source.txt, PFXCertBlob, speaks of CertPassword and KeyExportable, which are not the names of nodes.
    id: 'unknown-node',
    severity: 'error',
    requirement: 'R-DM-03',
    *find({ settings }) {
      for (const { address, positions } of settings) {
        if (address?.place.kind !== 'unknown' || isOutsideInstall(address)) continue;
        const { segment, under } = address.place;
        const elsewhere = nodes.filter(({ name, half }) => name === segment && half === under.half);
        const hint =
          elsewhere.length > 0
            ? ` It stands at ${elsewhere.map(({ id }) => id).join(' and ')}.`
            : didYouMean(
                segment,
                under.children.filter((name) => !name.startsWith('{')),
              );
        yield {
          position: positions.locUri,
          message: `There is no node ${segment} below ${under.id}.${hint}`,
        };
      }
    },
  },
  {
    // csp-source.txt, Device or User: the two paths.
    id: 'mistyped-path',
    severity: 'warning',
    requirement: 'R-DM-03',
    *find({ settings }) {
      for (const { address, positions } of settings) {
        if (address?.place.kind !== 'elsewhere') continue;
        const near = address.text
          .split('/')
          .some((segment) => nearestOf(segment, ['ClientCertificateInstall']) !== undefined);
        if (!near) continue;
        yield {
          position: positions.locUri,
          message:
            'This is not the path of ClientCertificateInstall, though it looks meant to be. It begins with ./Device/Vendor/MSFT/ClientCertificateInstall or ./User/Vendor/MSFT/ClientCertificateInstall.',
        };
      }
    },
  },
  {
    // csp-source.txt, Install: the parent of all settings of a SCEP request.
    id: 'settings-outside-install',
    severity: 'error',
    requirement: 'R-SCEP-03',
    *find({ settings }) {
      const groups = new Map<string, Setting[]>();
      for (const setting of settings) {
        const { address, uniqueId } = setting;
        if (address === undefined || uniqueId === undefined || !isOutsideInstall(address)) continue;
        const key = `${address.scope} ${uniqueId}`;
        groups.set(key, [...(groups.get(key) ?? []), setting]);
      }
      for (const group of groups.values()) {
        const [first] = group;
        const names = group.map(({ address }) =>
          address?.place.kind === 'unknown' ? address.place.segment : '',
        );
        const example = `SCEP/${first?.uniqueId ?? ''}/Install/${names[0] ?? ''}`;
        yield {
          position: first?.positions.locUri,
          message: `${names.join(', ')} ${names.length === 1 ? 'stands' : 'stand'} directly below the UniqueID, where there is no such node: a device answers 404. Put Install between: ${example}.`,
        };
      }
    },
  },
];

/** Whether a LocURI names a child of Install directly below SCEP/{UniqueID}. */
function isOutsideInstall({ place }: Address): boolean {
  return (
    place.kind === 'unknown' &&
    place.under.id === 'SCEP/{UniqueID}' &&
    nodeById('SCEP/{UniqueID}/Install').children.includes(place.segment)
  );
}
