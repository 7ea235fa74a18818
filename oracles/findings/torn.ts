import { requiredSettings } from '../rules/enrollment.ts';
import type { FindingRule } from './finding.ts';
import type { Install } from './install.ts';
import { isValue } from './setting.ts';

/** Installs whose parts stand under two UniqueIDs, or in two scopes, by a typing error. */
export const tornFindings: readonly FindingRule[] = [
  {
    // csp-source.txt, intro and UniqueID: one id for one install; Device or User: two trees.
    id: 'torn-install',
    severity: 'error',
    requirement: 'R-GEN-01',
    *find({ installs }) {
      for (const install of installs) {
        const other = install.triggers.length === 0 ? counterpartOf(install, installs) : undefined;
        if (other === undefined || differsInCase(install, other)) continue;
        const isSmaller = partsOf(install).length < partsOf(other).length;
        const [smaller, larger] = isSmaller ? [install, other] : [other, install];
        const spot = smaller.settings.find((setting) => partsOf(smaller).includes(setting.node?.name ?? ''));
        const sameId = install.uniqueId === other.uniqueId;
        const [here, there] = sameId
          ? [`in the ${smaller.scope}'s tree`, `in the ${larger.scope}'s`]
          : [`under ${nameOf(smaller)}`, `under ${nameOf(larger)}`];
        yield {
          position: spot?.positions.locUri,
          message: `${inWords(partsOf(smaller))} ${partsOf(smaller).length === 1 ? 'stands' : 'stand'} ${here}, and ${inWords(partsOf(larger))} ${there} (line ${larger.settings[0]?.positions.locUri?.line ?? 1}): neither is a whole install. ${sameId ? 'Write the same scope in all LocURIs.' : 'Write the same UniqueID in all LocURIs.'}`,
          requirement: sameId ? 'R-GEN-05' : undefined,
        };
      }
    },
  },
  {
    // CertificateStore CSP: case is passed over; OMA TND 8.1: it may count, of names that the server chooses too.
    id: 'uniqueid-case',
    severity: 'warning',
    requirement: 'R-GEN-01',
    ambiguity: 'A-30',
    *find({ installs }) {
      const spelt = new Map<string, Install>();
      for (const install of installs) {
        const key = `${install.half} ${install.scope} ${install.uniqueId.toLowerCase()}`;
        const first = spelt.get(key);
        if (first === undefined) spelt.set(key, install);
        if (first === undefined || first.uniqueId === install.uniqueId) continue;
        yield {
          position: install.settings[0]?.positions.locUri,
          message: `The UniqueIDs ${nameOf(install)} and ${nameOf(first)} (line ${first.settings[0]?.positions.locUri?.line ?? 1}) differ only in the case of letters: to some devices they are one, to others two. Write them alike.`,
        };
      }
    },
  },
];

const comparedInstalls = 100;

/**
 * The other half of an install that was torn: one is started and lacks what it requires, the other has that, is never
 * started, and sets nothing that the first one sets too. Two installs that are both meant so are hardly ever like that.
 */
export function counterpartOf(install: Install, installs: readonly Install[]): Install | undefined {
  // Every install is compared with every other one; nobody mistypes a UniqueID in a profile of hundreds by hand.
  if (installs.length > comparedInstalls) return undefined;
  return installs.find((other) =>
    install.triggers.length > 0 ? completes(other, install) : completes(install, other),
  );
}

/** Whether one has what the other, which is started, lacks. */
function completes(settings: Install, started: Install): boolean {
  if (settings === started || settings.half !== started.half || settings.given || started.given) return false;
  if (settings.triggers.length > 0 || started.triggers.length === 0) return false;
  const names = valuesOf(settings);
  const required = settings.half === 'scep' ? requiredSettings : ['KeyLocation'];
  return (
    required.some((name) => names.includes(name) && started.value(name) === undefined) &&
    names.every((name) => started.value(name) === undefined)
  );
}

function differsInCase(install: Install, other: Install): boolean {
  return (
    install.half === other.half &&
    install.scope === other.scope &&
    install.uniqueId !== other.uniqueId &&
    install.uniqueId.toLowerCase() === other.uniqueId.toLowerCase()
  );
}

/** Names of the settings with a value. */
function valuesOf(install: Install): readonly string[] {
  return [...new Set(install.settings.filter(isValue).map(({ node }) => node?.name ?? ''))];
}

/** The same, with what starts the install. */
function partsOf(install: Install): readonly string[] {
  return [...new Set([...valuesOf(install), ...install.triggers.map(({ node }) => node?.name ?? '')])];
}

function nameOf({ uniqueId, scope }: Install): string {
  return `${uniqueId} (${scope})`;
}

function inWords(names: readonly string[]): string {
  return names.length > 3 ? `${names.length} others` : names.join(', ');
}
