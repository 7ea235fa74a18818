import { add, atomic, exec, get } from '../../command.ts';
import type { EnrollmentChange } from '../combinations/change.ts';
import type { Enrollment } from '../enrollment.ts';
import { requiredSettings } from '../faults/settings.ts';
import type { Story } from '../story.ts';

/** Choices behind the required settings. */
const choices: Readonly<Record<string, keyof Enrollment>> = {
  ServerURL: 'serverUrl',
  Challenge: 'challenge',
  EKUMapping: 'ekuMapping',
  KeyUsage: 'keyUsage',
  SubjectName: 'subjectName',
  KeyLength: 'keyLength',
  HashAlgorithm: 'hashAlgorithm',
  CAThumbprint: 'caThumbprint',
};

const without = (name: string): EnrollmentChange => ({ [choices[name] ?? name]: undefined });

/** R-SCEP-37: an enrollment that lacks one of what every enrollment needs. */
export const missingSettings: readonly Story[] = [
  ...requiredSettings.map((name): Story => ({
    id: `missing/${name}`,
    title: `An enrollment without ${name}`,
    scopes: 'both',
    faults: [`${name} is missing`],
    enrollment: without(name),
    twinId: 'complete',
  })),
  { id: 'complete', title: 'An enrollment with the settings that are required, and no more', scopes: 'both' },
  ...requiredSettings.map((name): Story => ({
    // It was there once, which must not be enough.
    id: `deleted/${name}`,
    title: `${name} is deleted before the Exec`,
    faults: [`${name} was deleted`],
    parts: ({ enroll, set, at, end }) => [
      enroll({ enroll: 'absent' }),
      set(without(name)),
      [atomic([exec(at('Install', 'Enroll'))])],
      ...end(),
    ],
    scopes: 'device',
    twinId: 'deleted/nothing',
  })),
  {
    id: 'deleted/nothing',
    title: 'Nothing is deleted before the Exec',
    scopes: 'device',
    parts: ({ enroll, at, end }) => [
      enroll({ enroll: 'absent' }),
      requiredSettings.map((name) => get(at('Install', name))),
      [atomic([exec(at('Install', 'Enroll'))])],
      ...end(),
    ],
  },
  {
    id: 'missing/all',
    title: 'An Exec below a request that has no settings at all',
    faults: ['every required setting is missing'],
    scopes: 'both',
    parts: ({ at, end }) => [
      [atomic([add(at(), 'node'), add(at('Install'), 'node'), exec(at('Install', 'Enroll'))])],
      ...end(),
    ],
    twinId: 'complete',
  },
  {
    // What another request has must not fill the gap.
    id: 'missing/the-neighbour-has-it',
    title: 'An enrollment without EKUMapping, beside one that has it',
    alsoAims: ['R-GEN-01'],
    faults: ['EKUMapping is missing'],
    enrollment: { ekuMapping: undefined },
    others: [{ uniqueId: 'Bravo', subjectName: 'CN=Bravo' }],
    parts: ({ enroll, end }) => [
      [
        ...enroll({ uniqueId: 'Bravo', subjectName: 'CN=Bravo', ekuMapping: '1.3.6.1.5.5.7.3.2' }),
        ...enroll(),
      ],
      ...end(),
    ],
    twin: { enrollment: {} },
  },
];
