import type { AmbiguityId } from '../csp/ambiguities.ts';
import type { RequirementId } from '../csp/requirements.ts';
import type { Asking } from './asking.ts';
import type { Breaks, Reason } from './expectation.ts';

/**
 * One sentence of the specification as the oracle reads it. All rules have this shape; what a rule looks at
 * (`Subject`) and what it says (`Decision`) depends on the stage of a message that it belongs to.
 *
 * To add one: an entry in the file of its subject in oracles/rules/, and a scenario in tests/oracles/scenarios/
 * that shows a device which keeps it and one which breaks it.
 */
export interface Rule<Subject, Decision> {
  /** Unique among all rules, the words joined by hyphens. */
  readonly id: string;
  /** A difference is reported against the first; the others are exercised with it. */
  readonly requirements: readonly [RequirementId, ...RequirementId[]];
  /** The open questions that the decision may ask. */
  readonly ambiguities: readonly AmbiguityId[];
  /** Half a sentence for people, to be read after "because". */
  readonly because: string;
  /** What the rule says of the subject; undefined where it does not apply. Never changes the subject. */
  readonly decide: (subject: Subject, asking: Asking) => Decision | undefined;
}

/** A rule of whatever stage, for lists. */
export type AnyRule = Rule<never, unknown>;

/** What a decision may say better than the rule, which speaks of every case. */
export interface Wording {
  readonly because?: string;
  readonly requirement?: RequirementId;
  readonly breaks?: Breaks;
  readonly alone?: RequirementId;
}

/** The reason that stands beside an expectation which rests on this rule. */
export function reasonOf(rule: AnyRule, wording: Wording = {}): Reason {
  return {
    requirement: wording.requirement ?? rule.requirements[0],
    ambiguities: rule.ambiguities,
    because: wording.because ?? rule.because,
    ...(wording.breaks === undefined ? {} : { breaks: wording.breaks }),
    ...(wording.alone === undefined ? {} : { alone: wording.alone }),
  };
}
