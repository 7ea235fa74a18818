import type { AmbiguityId } from '../../csp/ambiguities.ts';
import type { FindingRule } from './finding.ts';
import type { Install } from './install.ts';
import type { Payload } from './payload.ts';
import { isValue, type Setting } from './setting.ts';
import { counterpartOf } from './torn.ts';

/** What keeps an install together: one Atomic around it, and the command that starts it. */
export const atomicFindings: readonly FindingRule[] = [
  withoutAtomic('pfx', 'pfx-without-atomic', 'A-38', 'PFXCertBlob'),
  withoutAtomic('scep', 'scep-without-atomic', 'A-20', 'Enroll'),
  neverStarted(
    'pfx',
    'pfx-never-started',
    'R-PFX-12',
    'no PFXCertBlob, so that nothing is installed. Add PFXCertBlob after them',
  ),
  neverStarted(
    'scep',
    'scep-never-started',
    'R-SCEP-29',
    'no Exec of Enroll, so that nothing is enrolled. End the Atomic with it',
  ),
  {
    // csp-source.txt, PFXCertBlob: only the blob triggers an install.
    id: 'settings-after-install',
    severity: 'information',
    requirement: 'R-PFX-12',
    ambiguity: 'A-65',
    *find({ installs }) {
      for (const install of installs) {
        const first = install.half === 'pfx' ? changeWithoutStart(install) : undefined;
        if (first === undefined) continue;
        yield {
          position: first.positions.locUri,
          message: `The settings of ${install.uniqueId} change, but nothing starts an install with them; what is installed stays as it is.`,
        };
      }
    },
  },
  {
    // csp-source.txt, Install, Note: the values count that were set when the Exec was accepted.
    id: 'settings-after-enrollment',
    severity: 'information',
    requirement: 'R-SCEP-04',
    *find({ installs }) {
      for (const install of installs) {
        const first = install.half === 'scep' ? changeWithoutStart(install) : undefined;
        if (first === undefined) continue;
        yield {
          position: first.positions.locUri,
          message: `The settings of ${install.uniqueId} change, but nothing enrolls with them; its certificate stays as it is until an Exec of Enroll.`,
        };
      }
    },
  },
];

/** The first setting of an install that the device has, where nothing starts it anew. */
function changeWithoutStart(install: Install): Setting | undefined {
  if (install.triggers.length > 0 || !install.given) return undefined;
  return install.settings.find(isValue);
}

/** R-GEN-02 for one half: settings and trigger of an install stand in the same Atomic. */
function withoutAtomic(
  half: Install['half'],
  id: string,
  ambiguity: AmbiguityId,
  trigger: string,
): FindingRule {
  return {
    id,
    severity: 'error',
    requirement: 'R-GEN-02',
    ambiguity,
    *find({ installs }) {
      for (const install of installs) {
        const start = install.triggers[0];
        if (install.half !== half || start === undefined) continue;
        const values = install.settings.filter(isValue);
        // One command alone is all or nothing by itself.
        if (values.every((value) => value === start)) continue;
        const { atomic } = start.command;
        // Then it is the trigger that stands in the wrong place (enroll-outside-atomic).
        if (half === 'scep' && sharedAtomic(install) !== undefined && sharedAtomic(install) !== atomic)
          continue;
        const outside = values.find(({ command }) => atomic === undefined || command.atomic !== atomic);
        const spot = atomic === undefined ? (outside ?? start) : outside;
        if (spot === undefined) continue;
        yield {
          position: spot.positions.locUri,
          message:
            atomic === undefined
              ? `No Atomic stands around the install of ${install.uniqueId}: all its settings and ${trigger} have to travel in one (the CSP page, intro), or a half-configured install may start. Devices in the field often accept it; wrap it all the same.`
              : `${spot.node?.name ?? 'This'} stands outside the Atomic of ${trigger} (line ${start.positions.locUri?.line ?? 1}); all settings of an install have to travel in one. Move it there.`,
        };
      }
    },
  };
}

/** Settings for a new UniqueID without the command that would use them. */
function neverStarted(
  half: Install['half'],
  id: string,
  requirement: FindingRule['requirement'],
  outcome: string,
): FindingRule {
  return {
    id,
    severity: 'warning',
    requirement,
    *find(payload) {
      for (const install of payload.installs) {
        if (install.half !== half || install.triggers.length > 0 || install.given) continue;
        const first = install.settings.find(isValue);
        // What was meant to start it, and does not, has a finding of its own.
        if (first === undefined || isTried(install, payload)) continue;
        yield {
          position: first.positions.locUri,
          message: `The payload sets up ${install.uniqueId} but has ${outcome}, unless a later message does.`,
        };
      }
    },
  };
}

/** The Atomic that holds all values of an install; undefined where there are several, or none. */
export function sharedAtomic({ settings }: Install): number | undefined {
  const [first, ...others] = new Set(settings.filter(isValue).map(({ command }) => command.atomic));
  return others.length === 0 ? first : undefined;
}

/** Whether something in the payload was meant to start the install: a mistyped Enroll, or one of another UniqueID. */
function isTried(install: Install, { settings, installs }: Payload): boolean {
  if (counterpartOf(install, installs) !== undefined) return true;
  return (
    install.half === 'scep' &&
    settings.some(
      ({ verb, node, uniqueId, address }) =>
        uniqueId === install.uniqueId &&
        address?.scope === install.scope &&
        (verb === 'Exec' || node?.name === 'Enroll'),
    )
  );
}
