import type { AnswerKey } from '../../csp/ambiguities.ts';
import type { RequirementId } from '../../csp/requirements.ts';
import { add } from '../command.ts';
import type { EnrollmentChange } from '../scep/combinations/change.ts';
import { scepAddress, scepSettings, type Enrollment } from '../scep/enrollment.ts';
import { enrollmentOf, enrolling, prepared } from './enrolling.ts';
import { alone, eachAlone, findBlame, type Probe } from './probe.ts';

/** A value that a device may refuse when it is set, later, or not at all. */
interface Doubtful {
  readonly asks: readonly [AnswerKey, ...AnswerKey[]];
  readonly requirement: RequirementId;
  readonly name: string;
  readonly choice: keyof Enrollment;
  readonly text: string;
  /** What the enrollment has beside it, so that the answer shows. */
  readonly beside?: EnrollmentChange;
  /** Seconds until all is done, where it is not as soon as can be. */
  readonly settles?: number;
}

const doubtful: readonly Doubtful[] = [
  { asks: ['A-04/KeyUsage'], requirement: 'R-SCEP-10', name: 'KeyUsage', choice: 'keyUsage', text: '1' },
  {
    asks: ['A-04/not-an-int'],
    requirement: 'R-SCEP-10',
    name: 'KeyUsage',
    choice: 'keyUsage',
    text: 'three',
  },
  ...(
    [
      ['A-37/leading-zero', '0160'],
      ['A-37/plus-sign', '+160'],
      ['A-37/blanks', ' 160 '],
    ] as const
  ).map(([key, text]): Doubtful => ({
    asks: [key],
    requirement: 'R-SCEP-09',
    name: 'KeyUsage',
    choice: 'keyUsage',
    text,
  })),
  {
    asks: ['A-04/KeyProtection'],
    requirement: 'R-SCEP-12',
    name: 'KeyProtection',
    choice: 'keyProtection',
    text: '9',
  },
  {
    asks: ['A-04/KeyLength'],
    requirement: 'R-SCEP-19',
    name: 'KeyLength',
    choice: 'keyLength',
    text: '1000',
  },
  {
    asks: ['A-04/HashAlgorithm'],
    requirement: 'R-SCEP-21',
    name: 'HashAlgorithm',
    choice: 'hashAlgorithm',
    text: 'MD5',
  },
  {
    asks: ['A-04/ValidPeriod'],
    requirement: 'R-SCEP-25',
    name: 'ValidPeriod',
    choice: 'validPeriod',
    text: 'Weeks',
  },
  ...(
    [
      ['A-16/without-hyphen', 'SHA2'],
      ['A-16/by-length', 'SHA-256'],
      ['A-16/SHA-3', 'SHA-2+SHA-3'],
      ['A-16/semicolon', 'SHA-2;SHA-1'],
    ] as const
  ).map(([key, text]): Doubtful => ({
    asks: [key],
    requirement: 'R-SCEP-21',
    name: 'HashAlgorithm',
    choice: 'hashAlgorithm',
    text,
  })),
  { asks: ['A-17'], requirement: 'R-SCEP-23', name: 'CAThumbprint', choice: 'caThumbprint', text: 'short' },
  {
    // Polls tell the minimum, a minute, from the default, five.
    asks: ['A-24'],
    requirement: 'R-SCEP-16',
    name: 'RetryDelay',
    choice: 'retryDelay',
    text: '0',
    beside: { server: { pending: 1 } },
    settles: 900,
  },
  { asks: ['A-31'], requirement: 'R-SCEP-17', name: 'RetryCount', choice: 'retryCount', text: '31' },
];

/** When a device finds an invalid setting of an enrollment, and which values it counts as invalid. */
export const scepValueProbes: readonly Probe[] = [
  ...doubtful.map(probeOf),
  {
    asks: ['A-13/int', 'A-13/chr'],
    requirement: 'R-SCEP-26',
    title: 'ValidPeriodUnits as int and as chr',
    steps: () => ({
      parts: [
        findBlame,
        [
          ...eachAlone(['Alpha', 'Bravo'].map((id) => add(scepAddress('device', id), 'node'))),
          alone(add(scepAddress('device', 'Alpha', 'Install', 'ValidPeriodUnits'), 'int', '1')),
          alone(add(scepAddress('device', 'Bravo', 'Install', 'ValidPeriodUnits'), 'chr', '1')),
        ],
      ],
    }),
  },
];

/** The value outside an Atomic, where its status is its own; in one of its own; and then the enrollment. */
function probeOf({ asks, requirement, name, choice, text, beside = {}, settles }: Doubtful): Probe {
  return {
    asks: [...asks, 'A-05/value'],
    requirement,
    title: `${name} ${JSON.stringify(text)} is set, and then the enrollment started`,
    steps: (pool) => {
      const enrollment = enrollmentOf({ ...beside, [choice]: text });
      const [, format, sent] = scepSettings(enrollment, pool).find(([one]) => one === name) ?? [];
      const bare = (...below: readonly string[]): string => scepAddress('device', 'Bare', ...below);
      return {
        device: prepared([enrollment], pool),
        parts: [
          [
            ...findBlame,
            alone(add(bare(), 'node')),
            add(bare('Install', 'TemplateName'), 'chr', '1.3.6.1'),
            add(bare('Install', name), format, sent),
          ],
          ...enrolling(enrollment, pool, { apart: [name], settles }),
        ],
      };
    },
  };
}
