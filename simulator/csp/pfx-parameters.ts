import type { Change } from '../engine/provider.ts';
import type { Refusal } from '../engine/refusals.ts';
import { invalidAspect } from './invalid-values.ts';
import type { ImportEnvironment } from './pfx-placement.ts';
import type { SettingTexts } from './pfx-settings.ts';

/** Why a parameter of a PFX install is refused when it is set; `texts` are those of the request with the new one. */
export function parameterFault(
  { place, text }: Change,
  texts: SettingTexts,
  { rules, hasTpm }: ImportEnvironment,
): Refusal | undefined {
  const aspect = invalidAspect(place.definition.id, text, rules);
  if (aspect !== undefined) return rules.whenFound(aspect) === 'when-set' ? 'invalid-value' : undefined;
  const isPartOfPair = pair.has(place.definition.name);
  if (!isPartOfPair || rules.whenFound('A-04/exportable-location') !== 'when-set') return undefined;
  const location = rules.readInt(texts.get('KeyLocation') ?? '');
  const exportable = rules.readBool(texts.get('PFXKeyExportable') ?? '');
  // Which key comes is not known yet, so a TPM that is there counts as one that takes it.
  const conflict = exportable === true && location !== undefined && rules.forbidsExportable(location, hasTpm);
  return conflict ? 'invalid-value' : undefined;
}

/** The two nodes of the rule that PFXKeyExportable true needs KeyLocation 3 (csp-source.txt, intro). */
const pair: ReadonlySet<string> = new Set(['KeyLocation', 'PFXKeyExportable']);
