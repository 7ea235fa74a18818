import type { Answers } from '../cases/case.ts';
import type { EditionId } from '../csp/editions.ts';
import { completeAnswers } from './answers.ts';
import { definitionsFor } from './csp/definitions.ts';
import { cspRules } from './csp/rules.ts';
import { engineRules } from './engine-rules.ts';
import type { NodeDefinition } from './engine/provider.ts';
import type { Rules } from './rules.ts';

/** What makes a kind of device, before it has any state. */
export interface DeviceModel {
  readonly definition: NodeDefinition;
  /** The rules of a device without fault. */
  readonly rules: Rules;
}

/** A run makes a device for every case, most of them alike: the same answers give the same model. */
const models = new WeakMap<Answers, Map<EditionId, DeviceModel>>();

/**
 * The model of devices of one edition that give these answers.
 * Throws RangeError for an answer that the catalogue of ambiguities does not have.
 */
export function modelFor(answers: Answers, edition: EditionId): DeviceModel {
  const ofAnswers = models.get(answers) ?? new Map<EditionId, DeviceModel>();
  models.set(answers, ofAnswers);
  const known = ofAnswers.get(edition);
  if (known !== undefined) return known;
  const complete = completeAnswers(answers);
  const model = {
    definition: definitionsFor(edition, complete),
    rules: { engine: engineRules(complete), csp: cspRules(complete, edition) },
  };
  ofAnswers.set(edition, model);
  return model;
}
