import type { AnswerKey } from '../../csp/ambiguities.ts';
import type { RequirementId } from '../../csp/requirements.ts';
import { requestAddress } from '../address.ts';
import { add } from '../command.ts';
import { openPfx, pfxOf } from '../fixtures.ts';
import { helloContainer } from '../install.ts';
import {
  alone,
  eachAlone,
  findBlame,
  findFormats,
  inEveryFormat,
  plain,
  request,
  set,
  watching,
  type Probe,
  type Settings,
} from './probe.ts';

/** A value that a device may refuse when it is set, later, or not at all. */
interface Doubtful {
  readonly asks: AnswerKey;
  readonly requirement: RequirementId;
  /** The setting with its value, which goes in an Atomic of its own. */
  readonly value: Settings;
  /** What the install has beside it; else it is what every device takes. */
  readonly beside?: Settings;
  /** What is surely invalid for the same setting: when that is found tells what an accepted value means. */
  readonly invalid?: Settings;
}

const noBool: Settings = { PFXKeyExportable: 'perhaps' };
const withContainer: Settings = { KeyLocation: '4', ContainerName: helloContainer };

const doubtful: readonly Doubtful[] = [
  { asks: 'A-04/KeyLocation', requirement: 'R-PFX-09', value: { KeyLocation: '9' } },
  {
    asks: 'A-04/PFXCertPasswordEncryptionType',
    requirement: 'R-PFX-17',
    value: { PFXCertPasswordEncryptionType: '7' },
  },
  { asks: 'A-04/PFXKeyExportable', requirement: 'R-PFX-20', value: noBool },
  {
    asks: 'A-04/exportable-location',
    requirement: 'R-GEN-04',
    value: { PFXKeyExportable: 'true' },
    beside: withContainer,
  },
  { asks: 'A-36/capitalised', requirement: 'R-PFX-20', value: { PFXKeyExportable: 'True' }, invalid: noBool },
  { asks: 'A-36/number', requirement: 'R-PFX-20', value: { PFXKeyExportable: '1' }, invalid: noBool },
];

/** When a device finds an invalid value, and which values it counts as invalid. */
export const pfxValueProbes: readonly Probe[] = doubtful.map(probeOf);

/**
 * The value is set outside an Atomic, where the status is its own if settings are taken there at all, then in
 * one of its own, and then the install is triggered for which it was set.
 */
function probeOf({ asks, requirement, value, beside = plain, invalid = {} }: Doubtful): Probe {
  const [name = ''] = Object.keys(value);
  const others = Object.fromEntries(Object.entries(beside).filter(([other]) => other !== name));
  return {
    asks: [asks, 'A-05/value'],
    requirement,
    title: `${Object.entries(value).flat().join(' ')} is set, and then the install triggered`,
    steps: (pool) => {
      const blob = pfxOf(pool, openPfx);
      return {
        device: { helloContainers: [helloContainer] },
        parts: [
          [...findBlame, alone(add(requestAddress('device', 'Bare'), 'node')), ...set('Add', 'Bare', plain)],
          findFormats(pool),
          [
            ...['Alpha', 'Bravo', 'Charlie'].map((uniqueId) => alone(...request(uniqueId, others))),
            ...eachAlone(set('Add', 'Charlie', invalid)),
          ],
          [...set('Add', 'Bravo', value), ...eachAlone(set('Add', 'Alpha', value))],
          eachAlone(inEveryFormat('Add', 'Alpha', blob)),
          inEveryFormat('Add', 'Bravo', blob),
        ],
        watched: watching('Alpha'),
      };
    },
  };
}
