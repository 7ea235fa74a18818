import type { Family } from '../family.ts';
import { enrollmentFaults } from '../scep/faults.ts';
import type { ScepFlavour } from '../scep/sessions/arbitrary.ts';
import { scepSessionFamily } from '../scep/sessions/session-family.ts';

type Weights = ScepFlavour['weights'];

/** Enrollments, one after the other, with little between: for what an enrollment itself does. */
const mostlyEnrollments: Weights = { get: 1, set: 0, unset: 0, delete: 0, exec: 1, prepare: 0, enroll: 6 };
/** A bit of everything. */
const everything: Weights = { get: 1, set: 2, unset: 1, delete: 1, exec: 2, prepare: 1, enroll: 5 };

const allFaults = enrollmentFaults.map(({ id }) => id);
const faultsAbout = (...requirements: readonly string[]): readonly string[] =>
  enrollmentFaults.filter(({ requirement }) => requirements.includes(requirement)).map(({ id }) => id);

/** Random sessions of enrollments; each family leans towards what its requirement is about. */
export const scepSessionFamilies: readonly Family[] = [
  // Several requests side by side, one of them with an outcome that must not show at the others.
  scepSessionFamily('R-SCEP-02', {
    weights: { ...everything, enroll: 8 },
    faults: ['server-refuses', 'another-ca', 'exec-of-missing-request'],
    hasty: true,
  }),
  // Settings changed and deleted while polls go on.
  scepSessionFamily('R-SCEP-04', {
    weights: { ...mostlyEnrollments, set: 6, unset: 2 },
    faults: ['server-refuses', 'pending-too-long'],
    pending: true,
  }),
  scepSessionFamily('R-SCEP-07', {
    weights: { ...mostlyEnrollments, get: 4, exec: 4, prepare: 2 },
    faults: ['challenge-missing', 'wrong-challenge', 'key-usage-without-bits'],
    pending: true,
  }),
  // The family with every fault of the settings: the one to ask when a device does something odd.
  scepSessionFamily('R-SCEP-12', { weights: mostlyEnrollments, faults: allFaults }),
  scepSessionFamily('R-SCEP-16', {
    weights: { ...mostlyEnrollments, set: 1 },
    faults: ['pending-too-long'],
    pending: true,
  }),
  scepSessionFamily('R-SCEP-17', {
    weights: { ...mostlyEnrollments, exec: 3 },
    faults: ['pending-too-long', 'server-refuses'],
    pending: true,
  }),
  scepSessionFamily('R-SCEP-23', { weights: mostlyEnrollments, faults: faultsAbout('R-SCEP-23') }),
  // Exec at every place where nothing may be enrolled because of it (R-GEN-02, R-GEN-03).
  scepSessionFamily('R-SCEP-29', {
    weights: { ...everything, prepare: 4, exec: 5 },
    faults: ['failing-member-of-enrollment', 'exec-of-missing-request', ...faultsAbout('R-GEN-03')],
  }),
  scepSessionFamily('R-SCEP-34', {
    weights: { ...mostlyEnrollments, get: 3 },
    faults: allFaults,
    pending: true,
  }),
  // Settings that are deleted, and brought again with the Exec that needs them.
  scepSessionFamily('R-SCEP-37', {
    weights: { ...everything, unset: 4, exec: 4 },
    faults: faultsAbout('R-SCEP-37'),
  }),
  scepSessionFamily('R-SCEP-38', {
    weights: { ...everything, delete: 6 },
    faults: ['server-refuses', 'another-ca'],
    pending: true,
    hasty: true,
  }),
  scepSessionFamily('R-SCEP-39', {
    weights: mostlyEnrollments,
    faults: faultsAbout('R-SCEP-39'),
    pending: true,
  }),
];
