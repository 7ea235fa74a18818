import type { Answers } from '../cases/case.ts';
import { faultNamed } from '../faults/catalogue.ts';
import { simulatorTarget } from './simulator.ts';
import type { Target } from './target.ts';

/** What the command line says of the virtual device. */
export interface SimulatorSettings {
  /** Id of a seeded fault: to see what the suite says of a device that is wrong. */
  readonly fault?: string;
  /** What the device answers to questions that the specification leaves open. */
  readonly answers?: Answers;
}

/**
 * The virtual device, right or with a seeded fault.
 * @throws RangeError where there is no such fault
 */
export function simulatorWith({ fault, answers }: SimulatorSettings): Target {
  const ofAnswers = answers === undefined ? {} : { answers };
  if (fault === undefined) return simulatorTarget(ofAnswers);
  return {
    ...simulatorTarget({ ...ofAnswers, adjustRules: faultNamed(fault).adjust }),
    identity: () =>
      Promise.resolve({
        target: 'simulator',
        description: `virtual device with the seeded fault ${fault}`,
      }),
  };
}
