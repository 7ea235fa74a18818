import { add, atomic, exec, get, remove, replace, sequence } from '../command.ts';
import { sending } from '../draft.ts';
import { openPfx, pfxOf } from '../fixtures.ts';
import { uniqueIds } from '../address.ts';
import { broken } from '../intent.ts';
import type { Scenario } from './scenario.ts';

const both = [uniqueIds[0], uniqueIds[1]];

/** R-DM-08: Atomics whose members set, replace and delete, and one of which fails at each place. */
export const atomicScenarios: readonly Scenario[] = [
  ...(['first', 'middle', 'last'] as const).map((place): Scenario => ({
    id: `settings-fail-${place}`,
    title: `An Atomic of settings with a member that fails, ${place}`,
    faults: ['a member of the Atomic fails'],
    parts: ({ at, atBravo }) => {
      const members = [
        add(at(), 'node'),
        add(at('KeyLocation'), 'int', '3'),
        add(at('ContainerName'), 'chr', 'C'),
      ];
      const position = { first: 0, middle: 2, last: 3 }[place];
      return [
        [atomic([...members.slice(0, position), remove(atBravo()), ...members.slice(position)])],
        [get(at('KeyLocation')), get(at())],
      ];
    },
    twin: ({ at }) => [
      [atomic([add(at(), 'node'), add(at('KeyLocation'), 'int', '3'), add(at('ContainerName'), 'chr', 'C')])],
      [get(at('KeyLocation')), get(at())],
    ],
  })),
  {
    // Rolling back is more than removing what was added.
    id: 'replaced-value-comes-back',
    title: 'A Replace is rolled back to the value before it',
    faults: ['a member of the Atomic fails'],
    parts: ({ install, at, atBravo }) => [
      install({ exportable: 'false' }),
      [atomic([replace(at('PFXKeyExportable'), 'bool', 'true'), remove(atBravo())])],
      [get(at('PFXKeyExportable'))],
    ],
    twin: ({ install, at }) => [
      install({ exportable: 'false' }),
      [atomic([replace(at('PFXKeyExportable'), 'bool', 'true')])],
      [get(at('PFXKeyExportable'))],
    ],
  },
  {
    // A tree that is as before is not enough: the store has to be, too.
    id: 'replaced-blob-comes-back',
    title: 'A Replace of the blob is rolled back to the certificate before it',
    alsoAims: ['R-PFX-14'],
    faults: ['a member of the Atomic fails'],
    parts: ({ install, at, atBravo, pool }) => [
      install(),
      [atomic([replace(at('PFXCertBlob'), 'chr', pfxOf(pool, { ...openPfx, index: 1 })), remove(atBravo())])],
    ],
    twin: ({ install, at, pool }) => [
      install(),
      [atomic([replace(at('PFXCertBlob'), 'chr', pfxOf(pool, { ...openPfx, index: 1 }))])],
    ],
  },
  {
    id: 'exec-fails',
    title: 'An Exec that no node allows makes the Atomic fail',
    alsoAims: ['R-DM-04'],
    faults: ['a member of the Atomic is not allowed'],
    parts: ({ settings, at }) => [[atomic([...settings(), exec(at('PFXCertBlob'))])]],
    twin: ({ install }) => [install()],
  },
  {
    // Which of the two is blamed tells in what order the device checks.
    id: 'two-members-fail',
    title: 'Two members fail: the first of them ends the Atomic',
    faults: ['a member of the Atomic fails', 'another member of the Atomic fails'],
    parts: ({ settings, at, atBravo }) => [
      [atomic([...settings(), add(at('Status'), 'int', '0'), remove(atBravo())])],
    ],
    twinId: 'one-member-fails',
  },
  {
    id: 'one-member-fails',
    title: 'One of those two members fails',
    faults: ['a member of the Atomic fails'],
    parts: ({ settings, atBravo }) => [[atomic([...settings(), remove(atBravo())])]],
    twin: ({ install }) => [install()],
  },
  {
    // All or nothing ends at the borders of the Atomic.
    id: 'commands-around',
    title: 'Commands before and behind a failed Atomic are executed',
    alsoAims: ['R-GEN-02', 'R-DM-01'],
    faults: ['a member of the Atomic fails'],
    parts: ({ at, atBravo, settings }) => [
      [
        add(atBravo(), 'node'),
        atomic([...settings(), add(at('Status'), 'int', '0')]),
        get(atBravo()),
        add(atBravo('ContainerName'), 'chr', 'C'),
      ],
      [get(atBravo('ContainerName'))],
    ],
    twin: ({ atBravo, settings }) => [
      [add(atBravo(), 'node'), atomic(settings()), get(atBravo()), add(atBravo('ContainerName'), 'chr', 'C')],
      [get(atBravo('ContainerName'))],
    ],
    watched: both,
  },
  {
    id: 'two-atomics',
    title: 'Of two Atomics in one message the first fails and the second does not',
    alsoAims: ['R-GEN-01'],
    faults: ['a member of the Atomic fails'],
    parts: ({ settings, at, install, bravo }) => [
      [
        atomic([...settings(), add(at('Status'), 'int', '0')]),
        ...install({ uniqueId: bravo, pfx: { ...openPfx, index: 1 } }),
      ],
    ],
    twin: ({ install, bravo }) => [
      [...install(), ...install({ uniqueId: bravo, pfx: { ...openPfx, index: 1 } })],
    ],
    watched: both,
  },
  {
    // Learn, OMA DM protocol support: not supported, and not said how it shows.
    id: 'add-then-replace',
    title: 'Add and then Replace of one node in the same Atomic',
    faults: ['Add and then Replace of one node in the same Atomic'],
    parts: ({ at }) => [
      [
        atomic([
          add(at(), 'node'),
          add(at('ContainerName'), 'chr', 'First'),
          replace(at('ContainerName'), 'chr', 'Second'),
        ]),
      ],
      [get(at('ContainerName'))],
    ],
    twin: ({ at }) => [
      [atomic([add(at(), 'node'), add(at('ContainerName'), 'chr', 'First')])],
      [get(at('ContainerName'))],
    ],
  },
];

/** R-DM-13: results that only the right order gives. */
export const sequenceScenarios: readonly Scenario[] = [
  {
    id: 'add-replace-get',
    title: 'Add, Get, Replace and Get of one node in a Sequence',
    parts: ({ at }) => [
      [
        sequence([
          add(at(), 'node'),
          add(at('ContainerName'), 'chr', 'First'),
          get(at('ContainerName')),
          replace(at('ContainerName'), 'chr', 'Second'),
          get(at('ContainerName')),
        ]),
      ],
    ],
  },
  {
    id: 'install',
    title: 'The settings of an install in a Sequence',
    alsoAims: ['R-PFX-12'],
    parts: ({ settings }) => [[sequence(settings())]],
  },
  {
    id: 'delete-then-install',
    title: 'Delete and then install in a Sequence',
    parts: ({ install, settings, at }) => [
      install(),
      [sequence([remove(at()), ...settings({ pfx: { ...openPfx, index: 1 } })])],
    ],
  },
  {
    // What a failure means for the rest is open.
    id: 'failing-member',
    title: 'A member in the middle of a Sequence fails',
    faults: ['a member of the Sequence fails'],
    parts: ({ at, atBravo }) => [
      [sequence([add(at(), 'node'), get(atBravo()), add(at('ContainerName'), 'chr', 'C')])],
      [get(at('ContainerName'))],
    ],
    twin: ({ at }) => [
      [sequence([add(at(), 'node'), get(at()), add(at('ContainerName'), 'chr', 'C')])],
      [get(at('ContainerName'))],
    ],
  },
  {
    // MS-MDM 2.2.4.3 does not list Sequence, Learn does; OMA RepPro lets it hold an Atomic.
    id: 'atomic-in-sequence',
    title: 'A Sequence that holds an Atomic and a Get behind it',
    parts: ({ install, at }) => [[sequence([...install(), get(at('KeyLocation'))])]],
  },
  {
    id: 'sequence-in-sequence',
    title: 'A Sequence in a Sequence',
    parts: ({ at }) => [
      sending(
        [
          sequence([
            add(at(), 'node'),
            sequence([add(at('ContainerName'), 'chr', 'C'), get(at('ContainerName'))]),
          ]),
        ],
        1,
        // OMA SyncML RepPro 1.2: a Sequence may stand in an Atomic, and not in a Sequence.
        broken('element-unknown'),
      ),
    ],
  },
];
