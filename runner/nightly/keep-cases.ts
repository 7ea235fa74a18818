import { isDrawn } from '../../cases/drawn.ts';
import type { CaseFile } from '../../cases/result.ts';
import type { Kept } from '../../reports/regression/night.ts';
import { keptId } from '../../reports/regression/kept-id.ts';
import { findingOf } from '../../reports/waivers/finding.ts';
import { replayOf } from '../shell-word.ts';
import { nameOfKept, pathOfKept, readKept, removeKept, writeKeptCase, type DeviceState } from './state.ts';

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
  const present = new Map(readKept(state).map(({ path, content }) => [nameOfKept(path), content.case.id]));
  for (const [digest, file] of files) {
    const { id } = file.case;
    // A case that was made smaller may show it under another digest; a kept one shows it as before, or something else.
    const name = findingOf({ id, verdict: file.verdict })?.digest ?? digest;
    const path = pathOfKept(state, name);
    const keptAs = present.get(name) ?? keptId(name, isDrawn(id));
    if (!present.has(name)) {
      if (present.size >= keptAtMost && !makeRoom(state, present, conform)) continue;
      writeKeptCase(path, keptFile(file, keptAs, path));
      present.set(name, keptAs);
    }
    kept.set(digest, { digest: name, id: keptAs, repeat: replayOf(path) });
  }
  return kept;
}

function keptFile(file: CaseFile, id: string, path: string): CaseFile {
  const { id: found, title } = file.case;
  return {
    ...file,
    case: { ...file.case, id, title: `${title} (${found})` },
    found: { ...file.found, command: replayOf(path) },
  };
}

/** Removes one that the device does right by now. */
function makeRoom(state: DeviceState, present: Map<string, string>, conform: ReadonlySet<string>): boolean {
  for (const [name, id] of present) {
    if (!conform.has(id)) continue;
    removeKept(pathOfKept(state, name));
    present.delete(name);
    return true;
  }
  return false;
}
