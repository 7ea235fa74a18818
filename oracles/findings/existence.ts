import { readAddress } from './address.ts';
import type { FindingRule } from './finding.ts';
import type { Install } from './install.ts';
import { sets, type Setting } from './setting.ts';

/** Add of what is there already, and Replace of what is not. */
export const existenceFindings: readonly FindingRule[] = [
  {
    // OMA RepPro, Add: 418. Interior nodes come into being with what is added below them (Learn, implicit Add).
    id: 'add-of-existing',
    severity: 'error',
    requirement: 'R-DM-05',
    *find({ settings, given }) {
      const there = new Map<string, Setting | undefined>();
      for (const locUri of Object.keys(given.nodes)) noteAdded(there, locUri, undefined);
      for (const setting of settings) {
        const { verb, node, address, command, positions } = setting;
        if (node === undefined || address === undefined) continue;
        const key = keyOf(address.text);
        if (verb === 'Delete') forget(there, key);
        if (verb === 'Add' && there.has(key)) {
          const line = there.get(key)?.positions.locUri?.line;
          const since = line === undefined ? 'exists on the given device' : `was made by line ${line}`;
          const outcome = command.atomic === undefined ? '' : ', and the Atomic fails';
          yield {
            position: positions.locUri,
            message: `${node.format === 'node' ? `The node ${address.text.split('/').at(-1) ?? ''}` : node.name} ${since}, so that this Add is answered with 418${outcome}. ${line === undefined ? 'Use Replace.' : node.format === 'node' ? 'Add it before what stands below it, or not at all.' : 'Keep one of the two.'}`,
          };
        }
        if (sets(setting)) noteAdded(there, address.text, setting);
      }
    },
  },
  {
    // OMA RepPro, Replace: 404 for what is not there; Learn: Add is implicit, which may hold for Replace too.
    id: 'replace-of-new',
    severity: 'warning',
    requirement: 'R-DM-03',
    ambiguity: 'A-01',
    *find({ installs }) {
      for (const install of installs) {
        const replaced = replacedTooEarly(install).filter(({ node }) => node?.name !== 'PFXCertBlob');
        const [first] = replaced;
        if (first === undefined) continue;
        const names = replaced.map(({ node }) => node?.name ?? '').map(nameOrUniqueId);
        yield {
          position: first.positions.locUri,
          message: `Replace is used for ${names.length > 3 ? `${names.length} nodes` : names.join(', ')} of ${install.uniqueId}, which the device does not have yet: it may answer 404. Use Add for a new request.`,
        };
      }
    },
  },
  {
    // csp-source.txt, PFXCertBlob: Replace fails where there is no blob.
    id: 'replace-of-missing-blob',
    severity: 'error',
    requirement: 'R-PFX-15',
    *find({ installs }) {
      for (const install of installs) {
        const blob = replacedTooEarly(install).find(({ node }) => node?.name === 'PFXCertBlob');
        if (blob === undefined) continue;
        yield {
          position: blob.positions.locUri,
          message: `Replace of PFXCertBlob fails where there is none yet, as for ${install.uniqueId} here. Use Add for a new certificate.`,
        };
      }
    },
  },
];

/** What a payload replaces of a request that is new to the device, and that it has not added before. */
function replacedTooEarly({ given, settings }: Install): readonly Setting[] {
  if (given) return [];
  const added = new Map<string, Setting | undefined>();
  return settings.filter((setting) => {
    const { verb, node, address } = setting;
    if (address === undefined) return false;
    if (verb === 'Delete') forget(added, keyOf(address.text));
    if (verb === 'Add') noteAdded(added, address.text, setting);
    return verb === 'Replace' && node?.verbs.includes('Add') === true && !added.has(keyOf(address.text));
  });
}

/** Notes a node and the dynamic nodes above it, which come into being with it. */
function noteAdded(there: Map<string, Setting | undefined>, locUri: string, by: Setting | undefined): void {
  const segments = locUri.split('/');
  for (let length = segments.length; length > 0; length--) {
    const above = segments.slice(0, length).join('/');
    const { place } = readAddress(above);
    if (place.kind !== 'node' || place.node.permanent) break;
    if (!there.has(keyOf(above))) there.set(keyOf(above), by);
  }
}

function forget(there: Map<string, unknown>, key: string): void {
  for (const known of there.keys()) if (known === key || known.startsWith(`${key}/`)) there.delete(known);
}

/** ./Vendor and ./Device/Vendor are one tree. The case of letters is left as it is: whether it counts is A-30. */
function keyOf(locUri: string): string {
  return locUri.replace(/^(?:\.\/)?(?:Device\/)?Vendor\//, './Device/Vendor/');
}

function nameOrUniqueId(name: string): string {
  return name === '{UniqueID}' ? 'the UniqueID' : name;
}
