import type { Finding, FindingRule, Spot } from './finding.ts';
import type { Payload } from './payload.ts';
import { findingRules } from './rules.ts';

/** Everything that the rules find in a payload, in the order of its lines. */
export function findIn(payload: Payload): readonly Finding[] {
  return findingRules
    .flatMap((rule) => [...rule.find(payload)].map((spot) => findingAt(rule, spot)))
    .sort((left, right) => left.line - right.line || (left.column ?? 0) - (right.column ?? 0));
}

/** What the rule says of every place, and what it says of this one. */
function findingAt(rule: FindingRule, { position, message, requirement, ambiguity }: Spot): Finding {
  const open = ambiguity ?? rule.ambiguity;
  return {
    id: rule.id,
    severity: rule.severity,
    requirement: requirement ?? rule.requirement,
    ...(open === undefined ? {} : { ambiguity: open }),
    line: position?.line ?? 1,
    ...(position === undefined ? {} : { column: position.column }),
    message,
  };
}
