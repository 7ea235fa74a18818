import type { AmbiguityId } from '../../csp/ambiguities.ts';
import type { FindingRule } from './finding.ts';
import type { Install } from './install.ts';
import type { Setting } from './setting.ts';
import { sets } from './setting.ts';

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
        const first = install.settings.find(isValue);
        if (first === undefined || install.triggers.length > 0 || !install.given) continue;
        yield {
          position: first.positions.locUri,
          message: `The settings of ${install.uniqueId} change, but nothing starts an install with them; what is installed stays as it is.`,
        };
      }
    },
  },
];

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
        if (values.length === 1 && values[0] === start) continue;
        const { atomic } = start.command;
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
    *find({ installs }) {
      for (const install of installs) {
        if (install.half !== half || install.triggers.length > 0 || install.given) continue;
        const first = install.settings.find(isValue);
        if (first === undefined) continue;
        yield {
          position: first.positions.locUri,
          message: `The payload sets up ${install.uniqueId} but has ${outcome}, unless a later message does.`,
        };
      }
    },
  };
}

/** A setting that gives a leaf its value. What the server may never set is no part of an install. */
function isValue(setting: Setting): boolean {
  const { node } = setting;
  return sets(setting) && node !== undefined && node.format !== 'node' && node.verbs.includes('Add');
}
