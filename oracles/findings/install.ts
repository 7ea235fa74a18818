import type { Scope } from '../../cases/case.ts';
import type { GivenState } from '../explain/given.ts';
import { readAddress } from './address.ts';
import type { PfxInspection } from './inspect-pfx.ts';
import { inspectPfx } from './inspect-pfx.ts';
import type { Setting } from './setting.ts';
import { sets } from './setting.ts';

/** Everything that a payload says about one UniqueID of one store. */
export interface Install {
  readonly half: 'pfx' | 'scep';
  readonly scope: Scope;
  readonly uniqueId: string;
  /** All Items below the UniqueID, and on it, in document order. */
  readonly settings: readonly Setting[];
  /** Those that start an install: Add or Replace of PFXCertBlob, Exec of Enroll. */
  readonly triggers: readonly Setting[];
  /** Whether the device has the UniqueID before the payload. */
  readonly given: boolean;
  /** What the setting of this name has in the end, by the payload or, where it is silent, by the given state. */
  value(name: string): InstallValue | undefined;
  /** The PFX file that the install is about, opened once. */
  readonly pfx: () => PfxInspection;
}

export interface InstallValue {
  /** Absent where the value can not be known: a placeholder that was left unfilled. */
  readonly text?: string;
  /** Where the payload sets it; absent where it is given. */
  readonly setting?: Setting;
}

/** Groups settings by scope, half and UniqueID. */
export function installsOf(settings: readonly Setting[], given: GivenState): readonly Install[] {
  const groups = new Map<string, Setting[]>();
  for (const setting of settings) {
    const { node, address, uniqueId } = setting;
    if (node === undefined || address === undefined || uniqueId === undefined) continue;
    const key = `${node.half} ${address.scope} ${uniqueId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [setting]);
    else group.push(setting);
  }
  return [...groups.values()].map((group) => installOf(group, given));
}

function installOf(settings: readonly Setting[], given: GivenState): Install {
  const first = settings[0];
  const half = first?.node?.half === 'scep' ? 'scep' : 'pfx';
  const scope = first?.address?.scope ?? 'device';
  const uniqueId = first?.uniqueId ?? '';
  const givenValues = valuesGiven(given, half, scope, uniqueId);
  const lastTrigger = settings.findLastIndex(isTrigger);
  // What is deleted after the install has been started was there when it was started.
  const counted = settings.filter(
    ({ verb }, index) => verb !== 'Delete' || index < lastTrigger || lastTrigger < 0,
  );
  const value = (name: string) => valueIn(counted, givenValues, name);
  let inspection: PfxInspection | undefined;
  return {
    half,
    scope,
    uniqueId,
    settings,
    triggers: settings.filter(isTrigger),
    given: givenValues !== undefined,
    value,
    pfx: () => (inspection ??= inspectPfx(value, given)),
  };
}

/** csp-source.txt, PFXCertBlob and Enroll. */
function isTrigger(setting: Setting): boolean {
  return (
    (setting.node?.name === 'PFXCertBlob' && sets(setting)) ||
    (setting.node?.name === 'Enroll' && setting.verb === 'Exec')
  );
}

/**
 * The last word on a setting: what comes later in the payload overrides what came before, and all of it what is given.
 * Whether a parameter behind the blob still counts is A-08; the rules about missing parameters assume that it does.
 */
function valueIn(
  settings: readonly Setting[],
  givenValues: ReadonlyMap<string, string> | undefined,
  name: string,
): InstallValue | undefined {
  const given = givenValues?.get(name);
  let value: InstallValue | undefined = given === undefined ? undefined : { text: given };
  for (const setting of settings) {
    if (setting.verb === 'Delete' && (setting.node?.format === 'node' || setting.node?.name === name)) {
      value = undefined;
    } else if (setting.node?.name === name && sets(setting)) {
      const { text, placeholder } = setting;
      value = placeholder === undefined ? { text: text ?? '', setting } : { setting };
    }
  }
  return value;
}

/** Values below one UniqueID in the given state, by name of the leaf; undefined where the id is not there. */
function valuesGiven(
  given: GivenState,
  half: Install['half'],
  scope: Scope,
  uniqueId: string,
): ReadonlyMap<string, string> | undefined {
  const values = new Map<string, string>();
  let found = false;
  for (const [locUri, { value }] of Object.entries(given.nodes)) {
    const address = readAddress(locUri);
    if (address.place.kind !== 'node' || address.scope !== scope) continue;
    if (address.place.node.half !== half || address.place.uniqueId !== uniqueId) continue;
    found = true;
    values.set(address.place.node.name, value);
  }
  return found ? values : undefined;
}
