import type { AmbiguityId } from '../../csp/ambiguities.ts';
import type { RequirementId } from '../../csp/requirements.ts';
import type { Position } from '../../syncml/message.ts';
import type { Payload } from './payload.ts';

/**
 * `error`: the documents forbid it, or no device that follows them can do what the payload asks for.
 * `warning`: the documents leave it open, so that devices may differ, or it is probably not what was meant.
 * `information`: worth knowing; a correct payload can have it.
 */
export type Severity = 'error' | 'warning' | 'information';

/** One thing to say about one place of a payload. Line and column count from 1. */
export interface Finding {
  /** Id of the rule that found it, for programs: `blob-before-parameter`. */
  readonly id: string;
  readonly severity: Severity;
  readonly requirement: RequirementId;
  /** The open question that decides what a device does here. */
  readonly ambiguity?: AmbiguityId;
  readonly line: number;
  readonly column?: number;
  /** For people: what is wrong, what comes of it, what to do. */
  readonly message: string;
}

/** A place that a rule has something to say about. */
export interface Spot {
  /** The element concerned; undefined where nothing in the payload stands for it: the finding then goes to line 1. */
  readonly position: Position | undefined;
  readonly message: string;
  /** Takes the place of the rule's own requirement, in rules that speak of many nodes. */
  readonly requirement?: RequirementId | undefined;
  /** Likewise. */
  readonly ambiguity?: AmbiguityId | undefined;
}

/**
 * One rule of `explain`. All have this shape, one file for each subject; the list of files is rules.ts.
 *
 * To add one: an entry in the file of its subject, and tests of a payload that has it and of one that has not.
 */
export interface FindingRule {
  readonly id: string;
  readonly severity: Severity;
  readonly requirement: RequirementId;
  readonly ambiguity?: AmbiguityId;
  find(payload: Payload): Iterable<Spot>;
}
