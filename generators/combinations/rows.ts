import { installFaults, type InstallFault } from '../faults/install-faults.ts';
import { usualInstall, type Install } from '../install.ts';
import { coveringArray, type PartialRow, type Space } from './covering-array.ts';
import { parameters } from './parameters.ts';

/**
 * The space of installs that have exactly these faults. One fault hides the next, so rows that are to test a fault
 * have no other (PICT, "negative testing").
 */
export function spaceWith(faults: readonly InstallFault[]): Space {
  return {
    sizes: parameters.map(({ values }) => values.length),
    constraints: installFaults.map((fault) => ({
      // What a fault looks at and no parameter has stays as usual.
      over: fault.reads.flatMap((name) => {
        const index = parameters.findIndex((parameter) => parameter.name === name);
        return index === -1 ? [] : [index];
      }),
      allows: (row) => fault.isIn(installOf(row)) === faults.includes(fault),
    })),
  };
}

/** The install that a row stands for; what is not filled in is as usual. */
export function installOf(row: PartialRow): Install {
  return row.reduce<Install>(
    (install, value, index) => ({
      ...install,
      ...(value === undefined ? {} : parameters[index]?.values[value]),
    }),
    usualInstall,
  );
}

/** The row of an install, for measuring; a value that is not among the parameter's is not filled in. */
export function rowOf(install: Partial<Install>): PartialRow {
  return parameters.map(({ name, values }) => {
    if (!(name in install)) return undefined;
    const wanted = JSON.stringify({ [name]: install[name] });
    const index = values.findIndex((value) => JSON.stringify({ [name]: value[name] }) === wanted);
    return index === -1 ? undefined : index;
  });
}

/** Valid installs in which every possible combination of `strength` values occurs. */
export function validInstalls(strength: number): readonly Install[] {
  return coveringArray(spaceWith([]), strength).map(installOf);
}

/** Installs with one fault, in which it meets every possible combination of `strength` - 1 other values. */
export function faultyInstalls(fault: InstallFault, strength: number): readonly Install[] {
  return coveringArray(spaceWith([fault]), strength - 1).map(installOf);
}
