import type { CaseFile } from '../../cases/result.ts';
import type { Kept } from '../../reports/regression/night.ts';
import { keptId } from '../../reports/regression/renew-baseline.ts';
import { findingOf } from '../../reports/waivers/finding.ts';
import { keptNames, pathOfKept, removeKept, writeKeptCase, type DeviceState } from './state.ts';

/** So many cases are kept for a device; beyond them those go that it does right by now. */
const keptAtMost = 200;

/**
 * Keeps the smallest case of each form of difference, so that the next night begins with it.
 * @param files by the digest of the form
 * @param conform ids of kept cases that came out right this night
 */
export function keepCases(
  state: DeviceState,
  files: ReadonlyMap<string, CaseFile>,
  conform: ReadonlySet<string>,
): ReadonlyMap<string, Kept> {
  const kept = new Map<string, Kept>();
  for (const [digest, file] of files) {
    const { id } = file.case;
    // A kept case that still shows it is the file already.
    const shown = findingOf({ id, verdict: file.verdict })?.digest ?? digest;
    const name = id.startsWith(keptId('')) ? id.slice(keptId('').length) : shown;
    if (!keptNames(state).includes(name)) {
      if (keptNames(state).length >= keptAtMost && !makeRoom(state, conform)) continue;
      writeKeptCase(state, name, keptFile(file, name, pathOfKept(state, name)));
    }
    kept.set(digest, { digest: name, repeat: `npx conform replay ${pathOfKept(state, name)}` });
  }
  return kept;
}

function keptFile(file: CaseFile, name: string, path: string): CaseFile {
  const { id, title } = file.case;
  return {
    ...file,
    case: { ...file.case, id: keptId(name), title: `${title} (${id})` },
    found: { ...file.found, command: `npx conform replay ${path}` },
  };
}

function makeRoom(state: DeviceState, conform: ReadonlySet<string>): boolean {
  const name = keptNames(state).find((one) => conform.has(keptId(one)));
  if (name === undefined) return false;
  removeKept(state, name);
  return true;
}
