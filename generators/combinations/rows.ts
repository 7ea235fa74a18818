import { describePfx, type PfxFixture } from '../fixtures.ts';
import { installFaults, type InstallFault } from '../faults/install-faults.ts';
import { usualInstall, type Install } from '../install.ts';
import {
  faultySubjects,
  nameOfTuple,
  rowIn,
  spaceOf,
  subjectOf,
  validSubjects,
  type Combination,
} from './combination.ts';
import type { PartialRow, Space, Tuple } from './covering-array.ts';
import { parameters } from './parameters.ts';

/** What covering arrays over installs combine. */
const installs: Combination<Install, keyof Install, Partial<Install>> = {
  usual: usualInstall,
  parameters,
  faults: installFaults,
  changed: (install, change) => ({ ...install, ...change }),
};

/** The space of installs that have exactly these faults. */
export function spaceWith(faults: readonly InstallFault[]): Space {
  return spaceOf(installs, faults);
}

/** The install that a row stands for; what is not filled in is as usual. */
export function installOf(row: PartialRow): Install {
  return subjectOf(installs, row);
}

/** The row of an install, for measuring; a value that is not among the parameter's is not filled in. */
export function rowOf(install: Install): PartialRow {
  return rowIn(installs, install);
}

/** What a combination of choices is called; of objects, there are PFX files only. */
export function wordsOf(tuple: Tuple): string {
  return nameOfTuple(installs, tuple, (value) => describePfx(value as PfxFixture));
}

/** Valid installs in which every possible combination of `strength` values occurs. */
export function validInstalls(strength: number): readonly Install[] {
  return validSubjects(installs, strength);
}

/** Installs with one fault, in which it meets every possible combination of `strength` - 1 other values. */
export function faultyInstalls(fault: InstallFault, strength: number): readonly Install[] {
  return faultySubjects(installs, [fault], strength);
}
