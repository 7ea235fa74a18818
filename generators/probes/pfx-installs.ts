import type { AnswerKey } from '../../csp/ambiguities.ts';
import type { RequirementId } from '../../csp/requirements.ts';
import { openPfx, pfxOf, usualPfx, wrongPassword, type PfxFixture } from '../fixtures.ts';
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

/** One install, of which it is open whether it succeeds or what it leaves. */
interface Open {
  readonly asks: readonly [AnswerKey, ...AnswerKey[]];
  readonly requirement: RequirementId;
  readonly title: string;
  readonly settings: Settings;
  /** One that may be refused when it is set. */
  readonly doubtful?: Settings;
  readonly pfx?: PfxFixture;
  /** Windows Hello containers that exist. */
  readonly containers?: readonly string[];
}

const right = usualPfx.password ?? '';

const open: readonly Open[] = [
  {
    // Without a TPM all three answers differ in what comes of it.
    asks: ['A-09'],
    requirement: 'R-GEN-04',
    title: 'Install of an exportable key with KeyLocation 2 on a device without TPM',
    settings: { KeyLocation: '2' },
    doubtful: { PFXKeyExportable: 'true' },
  },
  {
    asks: ['A-12', 'A-14/chr', 'A-14/b64', 'A-14/bin', 'A-23'],
    requirement: 'R-PFX-20',
    title: 'Install without PFXKeyExportable',
    settings: { KeyLocation: '3' },
  },
  {
    asks: ['A-28/settings', 'A-05/trigger'],
    requirement: 'R-PFX-04',
    title: 'Install without KeyLocation',
    settings: { PFXKeyExportable: 'false' },
  },
  {
    asks: ['A-28/import', 'A-05/trigger'],
    requirement: 'R-PFX-16',
    title: 'Install with a wrong password',
    settings: { ...plain, PFXCertPassword: wrongPassword },
    pfx: usualPfx,
  },
  {
    asks: ['A-41'],
    requirement: 'R-GEN-04',
    title: 'Install with KeyLocation 4 and without PFXKeyExportable',
    settings: { KeyLocation: '4', ContainerName: helloContainer },
    containers: [helloContainer],
  },
  {
    asks: ['A-51/no-key'],
    requirement: 'R-PFX-12',
    title: 'Install of a PFX without a key',
    settings: plain,
    pfx: { ...openPfx, content: 'certificates-only' },
  },
  {
    asks: ['A-51/no-certificate'],
    requirement: 'R-PFX-12',
    title: 'Install of a PFX without a certificate',
    settings: plain,
    pfx: { ...openPfx, content: 'keys-only' },
  },
  {
    asks: ['A-53/empty-absent'],
    requirement: 'R-PFX-16',
    title: 'Install of a PFX with the empty password, which is not sent',
    settings: plain,
    pfx: { ...usualPfx, password: '' },
  },
  {
    asks: ['A-53/unneeded'],
    requirement: 'R-PFX-16',
    title: 'Install of a PFX without password, with one',
    settings: { ...plain, PFXCertPassword: right },
  },
];

/** What comes of an install. */
export const pfxInstallProbes: readonly Probe[] = [
  ...open.map(probeOf),
  {
    asks: ['A-25/1024', 'A-25/4096', 'A-25/ec', 'A-25/fallback'],
    requirement: 'R-PFX-06',
    positive: true,
    title: 'Installs with KeyLocation 2 of keys that not every TPM takes',
    steps: (pool) => ({
      device: { tpm: true },
      parts: [
        findWhatInstallsDependOn(pool),
        ...(['rsa-1024', 'rsa-4096', 'ec-p256'] as const).map((keyKind) =>
          installed(pool, keyKind, { ...plain, KeyLocation: '2' }, { ...openPfx, keyKind }),
        ),
      ],
      watched: watching('rsa-1024', 'rsa-4096', 'ec-p256'),
    }),
  },
  {
    // Only an import at the end has the password.
    asks: ['A-08'],
    requirement: 'R-PFX-12',
    title: 'Install whose password comes after the blob',
    steps: (pool) => ({
      parts: [
        findWhatInstallsDependOn(pool),
        [alone(...request('Alpha', plain))],
        inEveryFormat('Add', 'Alpha', pfxOf(pool, usualPfx)).map((blob) =>
          alone(blob, ...set('Add', 'Alpha', { PFXCertPassword: right })),
        ),
      ],
      watched: watching('Alpha'),
    }),
  },
  {
    // An import at the end makes the key exportable; one at the blob does not, and the Replace after it is A-65.
    asks: ['A-08'],
    variant: 'replaced',
    requirement: 'R-PFX-12',
    title: 'The blob of an install is replaced, and a setting behind it in the same Atomic',
    steps: (pool) => ({
      parts: [
        findWhatInstallsDependOn(pool),
        installed(pool, 'Alpha'),
        inEveryFormat('Replace', 'Alpha', pfxOf(pool, { ...openPfx, index: 1 })).map((blob) =>
          alone(blob, ...set('Replace', 'Alpha', { PFXKeyExportable: 'true' })),
        ),
      ],
      watched: watching('Alpha'),
    }),
  },
  {
    // Whether the empty password counts as one is open beside it.
    asks: ['A-53/unneeded'],
    variant: 'empty',
    requirement: 'R-PFX-16',
    title: 'Installs of a PFX without password, with an empty one and with another',
    steps: (pool) => ({
      parts: [
        findWhatInstallsDependOn(pool),
        installed(pool, 'Alpha', { ...plain, PFXCertPassword: '' }),
        installed(pool, 'Bravo', { ...plain, PFXCertPassword: right }, { ...openPfx, index: 1 }),
      ],
      watched: watching('Alpha', 'Bravo'),
    }),
  },
  {
    asks: ['A-65'],
    requirement: 'R-PFX-12',
    title: 'A setting is replaced after the install',
    steps: (pool) => ({
      parts: [
        findWhatInstallsDependOn(pool),
        installed(pool, 'Alpha'),
        eachAlone(set('Replace', 'Alpha', { PFXKeyExportable: 'true' })),
      ],
      watched: watching('Alpha'),
    }),
  },
];

/** The install in Atomics, and once more with the blob outside of one, where its status is its own. */
function probeOf({
  asks,
  requirement,
  title,
  settings,
  doubtful,
  pfx = openPfx,
  containers = [],
}: Open): Probe {
  return {
    asks,
    requirement,
    title,
    steps: (pool) => ({
      device: { helloContainers: containers },
      parts: [
        findWhatInstallsDependOn(pool),
        [
          alone(...request('Alpha', settings)),
          ...(doubtful === undefined ? [] : eachAlone(set('Add', 'Alpha', doubtful))),
        ],
        eachAlone(inEveryFormat('Add', 'Alpha', pfxOf(pool, pfx))),
        ...(asks.includes('A-05/trigger')
          ? [
              [alone(...request('Bravo', settings)), ...set('Add', 'Bravo', { ContainerName: 'Unused' })],
              inEveryFormat('Add', 'Bravo', pfxOf(pool, pfx)),
            ]
          : []),
      ],
      watched: watching('Alpha'),
    }),
  };
}
