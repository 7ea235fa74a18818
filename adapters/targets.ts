import { simulatorTarget } from './simulator.ts';
import type { Target } from './target.ts';

/** One kind of target as the command line knows it. To add one: a file in this folder and an entry here. */
export interface TargetKind {
  readonly name: string;
  readonly description: string;
  create(): Target;
}

export const targetKinds: readonly TargetKind[] = [
  {
    name: 'simulator',
    description: 'the virtual Windows device that comes with the suite; needs nothing else',
    create: () => simulatorTarget(),
  },
];

/**
 * A target of the kind with this name.
 * @throws RangeError where there is none: the command line has checked the name before
 */
export function createTarget(name: string): Target {
  const kind = targetKinds.find((candidate) => candidate.name === name);
  if (kind === undefined) throw new RangeError(`there is no target ${name}`);
  return kind.create();
}
