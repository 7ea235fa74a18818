import type { RequirementEntry } from './entry.ts';

/** What holds for PFX and SCEP installs alike. */
export const generalRequirements = [
  {
    id: 'R-GEN-01',
    level: 'must',
    area: 'general',
    text: 'Each install request has a UniqueID of its own, and requests with different ids leave each other alone.',
    source: 'csp-source.txt, intro',
    ambiguities: ['A-30'],
  },
  {
    id: 'R-GEN-02',
    level: 'must',
    area: 'general',
    text: 'The settings of one install travel in one Atomic, and nothing is triggered before all of them are in place: when any command of the Atomic fails, no certificate is installed and no enrollment is started.',
    source: 'csp-source.txt, intro',
    ambiguities: ['A-03', 'A-38'],
  },
  {
    id: 'R-GEN-03',
    level: 'must',
    area: 'general',
    text: 'Enroll stands last in its Atomic.',
    source: 'csp-source.txt, intro',
    ambiguities: ['A-20'],
  },
  {
    id: 'R-GEN-04',
    level: 'must',
    area: 'general',
    text: 'PFXKeyExportable true is allowed with KeyLocation 3 only; with any other location the install fails.',
    source: 'csp-source.txt, intro',
    ambiguities: ['A-09', 'A-41'],
  },
  {
    id: 'R-GEN-05',
    level: 'must',
    area: 'general',
    text: "./Device/Vendor/MSFT installs into the device's store and ./User/Vendor/MSFT into the user's; neither install shows in the other store.",
    source: 'csp-source.txt, Device or User',
    ambiguities: ['A-62'],
  },
  {
    id: 'R-GEN-06',
    level: 'info',
    area: 'general',
    text: "Erratum of version 1511: with device and user installs in one payload, the device's certificate is also put in the user's store. There it is no violation.",
    source: 'csp-source.txt, intro (Note)',
    ambiguities: ['A-62'],
    edition: '10.0.10586',
  },
] as const satisfies readonly RequirementEntry[];
