import type { Family } from '../family.ts';
import { installFaults } from '../faults/install-faults.ts';
import type { Flavour } from '../sessions/arbitrary.ts';
import { sessionFamily } from '../sessions/session-family.ts';

/** A bit of everything. */
const everything: Flavour['weights'] = { get: 1, set: 2, delete: 1, install: 4, 'replace-blob': 2, group: 2 };
/** Installs, one after the other, with little between: for what an install itself does. */
const mostlyInstalls: Flavour['weights'] = {
  get: 1,
  set: 1,
  delete: 0,
  install: 6,
  'replace-blob': 1,
  group: 0,
};
/** Settings and hardly an install, so that cases are cheap: for what holds for every node. */
const mostlySettings: Flavour['weights'] = {
  get: 2,
  set: 5,
  delete: 1,
  install: 1,
  'replace-blob': 0,
  group: 1,
};
/** Atomic and Sequence around everything. */
const mostlyGroups: Flavour['weights'] = {
  get: 1,
  set: 2,
  delete: 1,
  install: 2,
  'replace-blob': 1,
  group: 6,
};

const faultsOfInstalls = installFaults.map(({ id }) => id);

/** Random sessions; each family leans towards what its requirement is about. */
export const sessionFamilies: readonly Family[] = [
  sessionFamily('R-GEN-01', { weights: everything, faults: ['wrong-password', 'delete-missing'] }),
  // Every way to make a member fail, and an install that must not happen because of it.
  sessionFamily('R-GEN-02', {
    weights: { ...mostlyGroups, install: 5 },
    faults: ['failing-member', ...faultsOfInstalls],
  }),
  sessionFamily('R-GEN-04', { weights: mostlyInstalls, faults: ['exportable-elsewhere'] }),
  // The only one that mixes scopes in a message; valid commands are enough to see a leak.
  sessionFamily('R-GEN-05', { weights: everything, faults: [], mixedScopes: true }),
  sessionFamily('R-PFX-03', {
    weights: { ...everything, delete: 4 },
    faults: ['delete-missing', 'failing-member', 'pfx-damaged'],
  }),
  // The family with every fault of an install: the one to ask when a device does something odd.
  sessionFamily('R-PFX-12', { weights: mostlyInstalls, faults: faultsOfInstalls }),
  sessionFamily('R-PFX-13', { weights: mostlyInstalls, faults: ['add-existing-blob'] }),
  // Replace after Replace, so that a certificate that was not overwritten has time to show.
  sessionFamily('R-PFX-14', {
    weights: { ...everything, 'replace-blob': 6 },
    faults: ['replace-missing-blob', 'failing-member'],
  }),
  sessionFamily('R-PFX-15', { weights: everything, faults: ['replace-missing-blob'] }),
  sessionFamily('R-PFX-16', {
    weights: mostlyInstalls,
    faults: ['wrong-password', 'password-missing', 'password-sent-plain', 'password-sealed-for-stranger'],
  }),
  // Settings changed after the install, when they must not change the key any more.
  sessionFamily('R-PFX-20', {
    weights: { ...everything, set: 4 },
    faults: ['exportable-elsewhere', 'exportable-unknown'],
  }),
  sessionFamily('R-PFX-22', {
    weights: { ...everything, get: 4 },
    faults: ['pfx-damaged', 'pfx-incomplete'],
  }),
  sessionFamily('R-PFX-23', { weights: { ...mostlyInstalls, get: 3 }, faults: faultsOfInstalls }),
  sessionFamily('R-DM-02', { weights: { ...everything, get: 6 }, faults: ['get-missing'] }),
  sessionFamily('R-DM-03', {
    weights: { ...mostlySettings, get: 5 },
    faults: ['get-missing', 'get-unknown-node', 'delete-missing'],
  }),
  sessionFamily('R-DM-04', { weights: mostlySettings, faults: ['verb-not-allowed'] }),
  sessionFamily('R-DM-05', {
    weights: mostlySettings,
    faults: ['add-existing-setting', 'add-existing-blob'],
  }),
  sessionFamily('R-DM-07', { weights: { ...everything, delete: 6 }, faults: ['delete-missing'] }),
  // Failing members of two kinds: those that fail by themselves, and installs that fail.
  sessionFamily('R-DM-08', {
    weights: mostlyGroups,
    faults: ['failing-member', 'add-then-replace', 'wrong-password', 'pfx-damaged'],
  }),
  sessionFamily('R-DM-13', {
    weights: mostlyGroups,
    faults: ['failing-member-of-sequence', 'failing-member'],
  }),
  sessionFamily('R-DM-17', { weights: mostlySettings, faults: ['wrong-format'] }),
];
