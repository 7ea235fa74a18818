import { add } from '../../command.ts';
import type { Story } from '../story.ts';

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
