import type { CspRules } from '../simulator/csp/rules.ts';
import type { EngineRules } from '../simulator/engine/rules.ts';
import type { Fault } from './fault.ts';

type Adjust = Fault['adjust'];

/** Puts other decisions in the place of some of the DM engine's; the right ones are given, to build upon. */
export function engine(change: (right: EngineRules) => Partial<EngineRules>): Adjust {
  return (rules) => ({ ...rules, engine: { ...rules.engine, ...change(rules.engine) } });
}

/** The same for the decisions of the CSP. */
export function csp(change: (right: CspRules) => Partial<CspRules>): Adjust {
  return (rules) => ({ ...rules, csp: { ...rules.csp, ...change(rules.csp) } });
}

/** One mistake that sits in several places, or beside a right decision that lets it show. */
export function together(...adjusts: readonly Adjust[]): Adjust {
  return (rules) => adjusts.reduce((changed, adjust) => adjust(changed), rules);
}
