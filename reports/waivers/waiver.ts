import type { AnswerKey } from '../../csp/ambiguities.ts';
import type { RequirementId } from '../../csp/requirements.ts';

/** Version of the file of waivers; raised when a reader of the old form would misread the new one. */
export const waiverFormat = 1;

/**
 * A difference that somebody has looked at and accepts for a time. It is bound to everything that makes the difference
 * what it is, so that it never hides another one.
 */
export type Waiver = ViolationWaiver | AnswerWaiver;

/** Of a violation: bound to the requirement that is blamed. */
export interface ViolationWaiver extends WaiverTerms {
  readonly kind: 'violation';
  readonly requirement: RequirementId;
}

/** Of two answers to a question that the specification leaves open, within a run or since the baseline. */
export interface AnswerWaiver extends WaiverTerms {
  readonly kind: 'inconsistent' | 'drift';
  readonly question: AnswerKey;
}

export interface WaiverTerms {
  /** Id of a case, in which * stands for any characters. */
  readonly case: string;
  readonly observation: WaivedObservation;
  /** Why the difference is accepted. */
  readonly reason: string;
  /** Who answers for that. */
  readonly owner: string;
  /** The last day on which it counts, YYYY-MM-DD in UTC. */
  readonly expires: string;
}

/** What was seen: by the digest that reports show, or in words. */
export type WaivedObservation = { readonly digest: string } | { readonly points: readonly WaivedPoint[] };

/** One point of difference in words; * stands for any characters. Every point of a case has to agree with one of these. */
export interface WaivedPoint {
  readonly expected: string;
  readonly observed: string;
  /** Absent: the requirement of the waiver. */
  readonly requirement?: RequirementId;
}

/** What a waiver is about: a requirement, or a question that the specification leaves open. */
export function subjectOf(waiver: Waiver): string {
  switch (waiver.kind) {
    case 'violation':
      return waiver.requirement;
    case 'inconsistent':
    case 'drift':
      return waiver.question;
  }
}
