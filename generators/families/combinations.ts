import type { RequirementId } from '../../csp/requirements.ts';
import { faultyInstalls, validInstalls } from '../combinations/rows.ts';
import type { Draft } from '../draft.ts';
import type { Family, Laboratory } from '../family.ts';
import { faultsIn, installFaults, withOnly, type InstallFault } from '../faults/install-faults.ts';
import { usualPfx } from '../fixtures.ts';
import { installDraft } from '../install-draft.ts';
import { usualInstall, type Install } from '../install.ts';
import { listFamily } from '../list-family.ts';

/** The requirement under which the valid rows stand: that the blob triggers the install with the settings there. */
const validRowsTest: RequirementId = 'R-PFX-12';

/**
 * Covering arrays over the choices of an install: valid rows, rows with one fault and their twins, and a few with two
 * faults, which show the order in which a device checks.
 * @param strength every combination of that many values occurs (t); 2 for a usual run, 3 for a night
 */
export function combinationFamilies(strength: number): readonly Family[] {
  const requirements = [...new Set([validRowsTest, ...installFaults.map((fault) => fault.requirement)])];
  return requirements.map((requirement) =>
    listFamily(requirement, 'combinations', (laboratory) => [
      ...(requirement === validRowsTest ? validDrafts(laboratory, strength) : []),
      ...installFaults
        .filter((fault) => fault.requirement === requirement)
        .flatMap((fault) => [
          ...singleFaultDrafts(laboratory, fault, strength),
          ...doubleFaultDrafts(laboratory, fault),
        ]),
    ]),
  );
}

function validDrafts(laboratory: Laboratory, strength: number): readonly Draft[] {
  return remembered(`valid ${strength}`, () => validInstalls(strength)).map((install, number) =>
    installDraft(laboratory, `valid/${number + 1}`, install),
  );
}

function singleFaultDrafts(laboratory: Laboratory, fault: InstallFault, strength: number): readonly Draft[] {
  const installs = remembered(`${fault.id} ${strength}`, () => faultyInstalls(fault, strength));
  return installs.flatMap((install, number) => withTwins(laboratory, `${fault.id}/${number + 1}`, install));
}

/** The fault together with the two that follow it in the list, wherever both can be in one install. */
function doubleFaultDrafts(laboratory: Laboratory, fault: InstallFault): readonly Draft[] {
  const place = installFaults.indexOf(fault);
  return installFaults.slice(place + 1, place + 3).flatMap((second) => {
    const install = second.put(withOnly({ ...usualInstall, pfx: usualPfx }, fault), 0);
    const both = faultsIn(install);
    if (both.length !== 2 || !both.includes(fault)) return [];
    return withTwins(laboratory, `${fault.id}+${second.id}`, install);
  });
}

/** An install, its twin with a fault less, the twin's twin, until nothing is wrong. */
function withTwins(laboratory: Laboratory, id: string, install: Install): readonly Draft[] {
  const last = faultsIn(install).at(-1);
  if (last === undefined) return [installDraft(laboratory, id, install)];
  return [
    installDraft(laboratory, id, install, { twin: `${id}/twin` }),
    ...withTwins(laboratory, `${id}/twin`, last.leaveOut(install)),
  ];
}

const arrays = new Map<string, readonly Install[]>();

/** Arrays depend on nothing but the lists in this folder, and are asked for more than once in a run. */
function remembered(key: string, build: () => readonly Install[]): readonly Install[] {
  const known = arrays.get(key) ?? build();
  arrays.set(key, known);
  return known;
}
