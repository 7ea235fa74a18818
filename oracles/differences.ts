import type { Answers } from '../cases/case.ts';
import type { Difference } from '../cases/verdict.ts';
import { ambiguityOf } from '../csp/ambiguities.ts';
import type { RequirementId } from '../csp/requirements.ts';
import type { CommandReference, Reason, Settlement } from './expectation.ts';
import { shown } from './match.ts';

/** A difference, with the place in the request that it belongs to: what agrees before it speaks for its world. */
export interface PlacedDifference extends Omit<Difference, 'step'> {
  /** Index of the command; -1 for the reply as a whole. */
  readonly place: number;
  /** See Reason. */
  readonly alone?: RequirementId;
}

/** Where something was seen. */
export interface Spot {
  readonly layer: Difference['layer'];
  readonly place: number;
  /** For people. */
  readonly where: string;
}

/** The differences of one world from what was seen, and the answers that it takes from there. */
export class Differences {
  readonly found: PlacedDifference[] = [];
  answers: Answers;

  constructor(answers: Answers) {
    this.answers = answers;
  }

  add(spot: Spot, expected: string, observed: string, { requirement, ambiguities, alone }: Reason): void {
    const difference = { ...spot, expected, observed, requirement, ambiguities };
    this.found.push(alone === undefined ? difference : { ...difference, alone });
  }

  /** Notes the answer to an ambiguity; one that contradicts what the world knows is a difference. */
  settle(
    { key }: Settlement,
    answer: string | undefined,
    spot: Spot,
    observed: string,
    reason: Reason,
  ): void {
    if (answer === undefined) return;
    const known = this.answers[key];
    if (known === undefined) {
      this.answers = { ...this.answers, [key]: answer };
    } else if (known !== answer) {
      const ambiguities = [...new Set([...reason.ambiguities, ambiguityOf(key)])];
      const expected = `the answer "${known}" to ${key}, as the device has given it before`;
      this.add(spot, expected, `${observed}, which is "${answer}"`, { ...reason, ambiguities });
    }
  }
}

/** A command of the request as a spot: name, CmdID, LocURI and line. */
export function spotOf(
  layer: Difference['layer'],
  { index, name, cmdId, locUri, line }: CommandReference,
): Spot {
  const words = [
    name,
    cmdId === undefined || cmdId === '' ? 'without CmdID' : `CmdID ${shown(cmdId)}`,
    ...(locUri === undefined ? [] : [locUri]),
    ...(line === undefined ? [] : [`(line ${line})`]),
  ];
  return { layer, place: index, where: words.join(' ') };
}
