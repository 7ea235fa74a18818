import { requestAddress } from '../address.ts';
import { get, remove, replace } from '../command.ts';
import { openPfx, pfxOf, usualPfx } from '../fixtures.ts';
import { helloContainer } from '../install.ts';
import {
  alone,
  eachAlone,
  findWhatInstallsDependOn,
  inEveryFormat,
  installed,
  plain,
  request,
  set,
  watching,
  type Probe,
  type Settings,
} from './probe.ts';

const other = { ...openPfx, index: 1 };

/**
 * Failures of a second install that a device may tell in Status alone: what becomes of the first
 * certificate shows only where it does so in one of them.
 */
const failing: Readonly<Record<string, { readonly first?: Settings; readonly second: Settings }>> = {
  'KeyLocation-1': { second: { KeyLocation: '1' } },
  'KeyLocation-9': { second: { KeyLocation: '9' } },
  'no-bool': { second: { PFXKeyExportable: 'perhaps' } },
  'no-int': {
    first: { ...plain, PFXCertPasswordEncryptionType: '0' },
    second: { PFXCertPasswordEncryptionType: 'three' },
  },
  'encryption-type-7': {
    first: { ...plain, PFXCertPasswordEncryptionType: '0' },
    second: { PFXCertPasswordEncryptionType: '7' },
  },
  'exportable-elsewhere': {
    first: { KeyLocation: '4', ContainerName: helloContainer, PFXKeyExportable: 'false' },
    second: { PFXKeyExportable: 'true' },
  },
};

/** What becomes of certificates that are there already. */
export const pfxCertificateProbes: readonly Probe[] = [
  {
    // A device that refuses the Delete may take the Replace for one.
    asks: ['A-27'],
    requirement: 'R-PFX-03',
    title: 'Two requests with one certificate, one of them deleted',
    steps: (pool) => ({
      parts: [
        findWhatInstallsDependOn(pool),
        installed(pool, 'Alpha'),
        installed(pool, 'Bravo'),
        [get(requestAddress('device', 'Bravo')), remove(requestAddress('device', 'Bravo'))],
        [
          alone(replace(requestAddress('device', 'Bravo'), 'node')),
          get(requestAddress('device', 'Bravo', 'KeyLocation')),
        ],
      ],
      watched: watching('Alpha'),
    }),
  },
  {
    asks: ['A-71'],
    requirement: 'R-PFX-14',
    title: 'Two requests with one certificate, the blob of one of them replaced',
    steps: (pool) => ({
      parts: [
        findWhatInstallsDependOn(pool),
        installed(pool, 'Alpha'),
        installed(pool, 'Bravo'),
        eachAlone(inEveryFormat('Replace', 'Bravo', pfxOf(pool, other))),
      ],
      watched: watching('Bravo'),
    }),
  },
  {
    asks: ['A-48'],
    requirement: 'R-PFX-14',
    title: 'The blob of an install is replaced by one whose password is missing',
    steps: (pool) => ({
      parts: [
        findWhatInstallsDependOn(pool),
        installed(pool, 'Alpha'),
        eachAlone(inEveryFormat('Replace', 'Alpha', pfxOf(pool, { ...usualPfx, index: 1 }))),
      ],
      watched: watching('Alpha'),
    }),
  },
  ...Object.entries(failing).map(([variant, { first, second }]): Probe => ({
    asks: ['A-48'],
    variant,
    requirement: 'R-PFX-14',
    title: `The blob of an install is replaced together with ${Object.entries(second).flat().join(' ')}`,
    steps: (pool) => ({
      device: { helloContainers: [helloContainer] },
      parts: [
        findWhatInstallsDependOn(pool),
        installed(pool, 'Alpha', first),
        inEveryFormat('Replace', 'Alpha', pfxOf(pool, other)).map((blob) =>
          alone(...set('Replace', 'Alpha', second), blob),
        ),
      ],
      watched: watching('Alpha'),
    }),
  })),
  {
    asks: ['A-62'],
    requirement: 'R-GEN-05',
    title: 'Installs for device and user in one message',
    steps: (pool) => ({
      parts: [
        findWhatInstallsDependOn(pool),
        [alone(...request('Alpha', plain)), alone(...request('Alpha', plain, 'user'))],
        eachAlone([
          ...inEveryFormat('Add', 'Alpha', pfxOf(pool, openPfx)),
          ...inEveryFormat('Add', 'Alpha', pfxOf(pool, other), 'user'),
        ]),
      ],
      watched: watching('Alpha'),
    }),
  },
];
