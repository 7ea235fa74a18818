import { anyFailure } from '../admitted.ts';
import type { Attempt } from '../attempt.ts';
import type { NodePlace } from '../place.ts';
import type { RefusalRule } from './addresses.ts';

const cdata: RefusalRule = {
  id: 'data-in-cdata',
  requirements: ['R-DM-16'],
  ambiguities: ['A-33'],
  because: 'the value stands in a CDATA section, which the device does not read',
  // Whether the node exists or not: what is wrong with the value may be found first.
  decide: ({ verb, item }, asking) =>
    (verb === 'Add' || verb === 'Replace') && item.cdata && asking.answer('A-33') === 'fails'
      ? { statuses: anyFailure }
      : undefined,
};

/** A value without Data is empty, or refused: no document says which. An int or bool without text is none anyway. */
const withoutData: RefusalRule = {
  id: 'data-missing',
  requirements: ['R-DM-17'],
  ambiguities: [],
  because: 'the value comes without Data',
  decide: (attempt, asking) => {
    if (!sets(attempt) || attempt.item.text !== undefined) return undefined;
    if (!['chr', 'bin'].includes(attempt.place.node.format)) return undefined;
    const answer = asking.assume('a value without Data', ['empty', 'refused']);
    return answer === 'refused' ? { statuses: anyFailure } : undefined;
  },
};

const interiorWithData: RefusalRule = {
  id: 'data-for-interior-node',
  requirements: ['R-DM-17'],
  ambiguities: [],
  because: 'an interior node has no value',
  decide: (attempt, asking) => {
    if (!sets(attempt) || attempt.place.node.format !== 'node' || (attempt.item.text ?? '').trim() === '') {
      return undefined;
    }
    const answer = asking.assume('Data for an interior node', ['passed over', 'refused']);
    return answer === 'refused' ? { statuses: anyFailure } : undefined;
  },
};

/** Whether the command gives a node of this CSP a value. */
function sets(attempt: Attempt): attempt is Attempt & { readonly place: NodePlace } {
  const { place, verb } = attempt;
  return place.kind === 'node' && (verb === 'Add' || verb === 'Replace') && place.node.verbs.includes('Add');
}

export const dataRules: readonly RefusalRule[] = [cdata, withoutData, interiorWithData];
