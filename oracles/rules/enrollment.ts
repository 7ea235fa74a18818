import { decidedByStatus, type Admitted } from '../admitted.ts';
import { thisTime, type Asking } from '../asking.ts';
import type { Rule } from '../rule.ts';

/** An Exec of Enroll below a UniqueID. */
export interface EnrollSubject {
  /** Whether it is the last command of an Atomic. */
  readonly last: boolean;
  /** Whether it stands in an Atomic at all. */
  readonly atomic: boolean;
  /** Whether an enrollment of the request is under way. */
  readonly underWay: UnderWay;
}

export interface UnderWay {
  readonly answer: 'yes' | 'no' | 'perhaps';
  /** Which enrollment of the case; each may have ended or not. */
  readonly number: number;
  /** Seconds since the case began. */
  readonly now: number;
  /** No time has passed since it began: it goes on once the message is over, and may then end at once. */
  readonly justBegun: boolean;
  /** Whether an Exec waits for the end of the Atomic, which may count as one that has begun, or not. */
  readonly waits: boolean;
}

/** `later`: at the end of the Atomic. `nothing`: it is accepted, and nothing comes of it. */
export type EnrollRule = Rule<EnrollSubject, 'refused' | 'now' | 'later' | 'nothing'>;

const underWay: EnrollRule = {
  id: 'enroll-while-under-way',
  requirements: ['R-SCEP-04', 'R-SCEP-29'],
  ambiguities: ['A-20', 'A-67'],
  because: 'an enrollment is under way',
  decide: (subject, asking) => {
    if (!isUnderWay(subject.underWay, asking)) return undefined;
    switch (asking.answer('A-67')) {
      case 'begins-again':
        return undefined;
      case 'goes-on':
        return failsForItsPlace(subject, asking) ? 'refused' : 'nothing';
      case 'refused':
        return 'refused';
    }
  },
};

/** A device in which an Exec that is not last fails may look at that first. */
function failsForItsPlace({ last }: EnrollSubject, asking: Asking): boolean {
  if (last || asking.answer('A-20') !== 'fails') return false;
  const doubt = 'an Exec that is not last while an enrollment is under way';
  return asking.assume(doubt, ['fails', 'is accepted']) === 'fails';
}

/** Near its end, an enrollment may be at one side of it or the other. */
export function isUnderWay({ answer, number, now, justBegun, waits }: UnderWay, asking: Asking): boolean {
  if (answer === 'yes') return true;
  const when = justBegun ? thisTime : '';
  const doubt = `${when}whether enrollment ${number + 1} of the case has ended after ${now} s`;
  if (answer === 'perhaps' && asking.assume(doubt, ['under way', 'ended']) === 'under way') return true;
  return waits && waitingCounts(asking);
}

function waitingCounts(asking: Asking): boolean {
  return asking.assume('an Exec that waits for the end of its Atomic', ['counts', 'does not']) === 'counts';
}

/** Whether an Exec that waits for the end of its Atomic is given up for a later one of its request that is accepted. */
export function isGivenUpForLater(asking: Asking): boolean {
  return waitingCounts(asking) && asking.answer('A-67') === 'begins-again';
}

const notLast: EnrollRule = {
  id: 'enroll-refused',
  requirements: ['R-GEN-03'],
  ambiguities: ['A-20'],
  because: 'Enroll is not last in an Atomic',
  decide: ({ last, atomic }, asking) => {
    if (last) return undefined;
    switch (asking.answer('A-20')) {
      case 'works-then':
        return 'now';
      case 'waits-for-commit':
        return atomic ? 'later' : 'now';
      case 'fails':
        return 'refused';
    }
  },
};

const last: EnrollRule = {
  id: 'enroll-starts',
  requirements: ['R-SCEP-29', 'R-SCEP-30', 'R-GEN-03'],
  ambiguities: [],
  because: 'Exec of Enroll starts the enrollment',
  decide: () => 'now',
};

/** In order: the first that applies decides. */
export const enrollRules: readonly EnrollRule[] = [underWay, notLast, last];

/** What an Exec that is accepted is answered with. */
export const acceptedRules: readonly Rule<unknown, Admitted>[] = [
  {
    id: 'enroll-accepted',
    requirements: ['R-SCEP-29', 'R-SCEP-30', 'R-GEN-03'],
    ambiguities: ['A-06'],
    because: 'Exec of Enroll starts the enrollment',
    decide: (_, asking) => decidedByStatus('A-06', { '200': '200', '202': '202' }, asking),
  },
];

/** Settings without which an enrollment does not succeed (csp-source.txt, the sections of these nodes). */
export const requiredSettings = [
  'ServerURL',
  'Challenge',
  'EKUMapping',
  'KeyUsage',
  'SubjectName',
  'KeyLength',
  'HashAlgorithm',
  'CAThumbprint',
];
