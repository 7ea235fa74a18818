import { add } from '../../command.ts';
import { bravo, type Story } from '../story.ts';

const threeDays = { ...bravo, validPeriod: 'Days', validPeriodUnits: '3' } as const;

/** R-SCEP-26: the wish for a period of validity. */
export const wishes: readonly Story[] = [
  ...(
    [
      ['Days', '30'],
      ['Months', '6'],
      ['Years', '2'],
      [undefined, '30'],
      ['Years', undefined],
      ['Years', '0'],
    ] as const
  ).map(([validPeriod, validPeriodUnits]): Story => ({
    id: `wish/${validPeriod ?? 'absent'}/${validPeriodUnits ?? 'absent'}`,
    title: `ValidPeriod ${validPeriod ?? 'absent'} and ValidPeriodUnits ${validPeriodUnits ?? 'absent'}`,
    alsoAims: ['R-SCEP-25'],
    enrollment: { validPeriod, validPeriodUnits },
  })),
  {
    // The server decides: a certificate for an hour is as good as the one that was wished.
    id: 'wish/not-honoured',
    title: 'The server gives an hour where two years were wished',
    scopes: 'both',
    enrollment: {
      validPeriod: 'Years',
      validPeriodUnits: '2',
      server: { validitySeconds: 3600, honoursValidityWish: false },
    },
    parts: ({ enroll, look, end }) => [enroll(), ...look(120), ...end(7200)],
  },
  {
    id: 'wish/honoured',
    title: 'The server gives two days as was wished, and they are over',
    alsoAims: ['R-SCEP-33'],
    enrollment: { validPeriod: 'Days', validPeriodUnits: '2', server: { validitySeconds: 86_400 } },
    parts: ({ enroll, look, end }) => [enroll(), ...look(120), ...end(4 * 86_400)],
  },
  // A device that has taken a number as int can not refuse another one for its Format.
  ...['0', '1', '365'].map((validPeriodUnits): Story => ({
    id: `units-after-three/${validPeriodUnits}`,
    title: `ValidPeriodUnits ${validPeriodUnits}, where another request has 3`,
    enrollment: { validPeriod: 'Days', validPeriodUnits },
    others: [threeDays],
    parts: ({ enroll, end }) => [enroll(threeDays), enroll(), ...end()],
  })),
  {
    // csp-source.txt, ValidPeriodUnits: string; its example has int.
    id: 'units-with-format-chr',
    title: 'ValidPeriodUnits is sent with Format chr',
    alsoAims: ['R-DM-17'],
    enrollment: { validPeriod: 'Days' },
    parts: ({ enroll, at, end }) => [
      [add(at(), 'node'), add(at('Install', 'ValidPeriodUnits'), 'chr', '30')],
      enroll({ uniqueIdFirst: false }),
      ...end(),
    ],
  },
];
