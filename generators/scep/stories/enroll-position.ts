import { atomic, exec, get, remove } from '../../command.ts';
import { settingsThenExec, type Story } from '../story.ts';

const fault = 'Enroll is not the last item of the Atomic';

/** R-GEN-03: where Exec of Enroll stands. What comes of the wrong places is open. */
export const enrollPositions: readonly Story[] = [
  {
    id: 'enroll-last',
    title: 'Enroll is the last item of the Atomic',
    scopes: 'both',
    marks: ['boundary'],
  },
  ...(
    [
      ['before-last', 'One setting stands behind Enroll, CAThumbprint'],
      ['first', 'Enroll stands before all settings'],
      ['outside', 'Enroll stands behind the Atomic'],
    ] as const
  ).map(([enroll, title]): Story => ({
    id: `enroll-${enroll}`,
    title,
    scopes: 'both',
    faults: [fault],
    marks: enroll === 'before-last' ? ['boundary'] : [],
    enrollment: { enroll },
    twinId: 'enroll-last',
  })),
  {
    // All that an enrollment needs is there; what stands behind the Exec could only be heeded or not.
    id: 'optional-setting-behind',
    title: 'An optional setting stands behind Enroll, SubjectAlternativeNames',
    scopes: 'both',
    faults: [fault],
    parts: ({ enroll, set, end }) => [
      [atomic([...enroll({ wrapping: 'bare' }), ...set({ subjectAlternativeNames: '3+contoso.com' })])],
      ...end(),
    ],
    twinId: 'enroll-last',
  },
  {
    id: 'replaced-behind',
    title: 'A setting that is there is replaced behind Enroll, SubjectName',
    alsoAims: ['R-SCEP-04'],
    faults: [fault],
    parts: ({ enroll, at, set, end }) => [
      enroll({ enroll: 'absent' }),
      [atomic([exec(at('Install', 'Enroll')), ...set({ subjectName: 'CN=Behind' })])],
      ...end(),
    ],
    twin: {
      parts: ({ enroll, at, set, end }) => [
        enroll({ enroll: 'absent' }),
        [atomic([...set({ subjectName: 'CN=Behind' }), exec(at('Install', 'Enroll'))])],
        ...end(),
      ],
    },
  },
  {
    // On a device that waits for the commit the refusal comes when all commands have been carried out.
    id: 'before-last/without-container',
    title: 'One setting stands behind Enroll, and Windows Hello has no container named',
    alsoAims: ['R-SCEP-15', 'R-GEN-02'],
    faults: [fault, 'KeyProtection 4 without ContainerName'],
    enrollment: { enroll: 'before-last', keyProtection: '4' },
    twin: { enrollment: { enroll: 'last' } },
  },
  {
    id: 'before-last/key-usage-without-bits',
    title: 'One setting stands behind Enroll, and KeyUsage makes the configuration fail',
    alsoAims: ['R-SCEP-10', 'R-GEN-02'],
    faults: [fault, 'KeyUsage has neither 0x20 nor 0x80'],
    enrollment: { enroll: 'before-last', keyUsage: '64' },
    twin: { enrollment: { enroll: 'last' } },
  },
  {
    // On a device that waits for the commit there are no settings left then.
    id: 'settings-deleted-behind',
    title: 'Install with all settings is deleted behind Enroll',
    alsoAims: ['R-SCEP-03', 'R-SCEP-04'],
    faults: [fault],
    parts: ({ enroll, at, end }) => [
      enroll({ enroll: 'absent' }),
      [atomic([exec(at('Install', 'Enroll')), remove(at('Install'))])],
      ...end(),
    ],
    twin: { parts: settingsThenExec },
  },
  {
    // The Atomic ends with the Exec, so that its place is right, and other commands may follow.
    id: 'commands-behind-the-atomic',
    title: 'Other commands stand behind the Atomic that ends with Enroll',
    parts: ({ enroll, at, end }) => [
      [...enroll(), get(at('Install', 'SubjectName')), get(at('Install', 'KeyLength'))],
      ...end(),
    ],
  },
];
