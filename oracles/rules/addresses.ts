import { anyFailure, codes, type Admitted } from '../admitted.ts';
import type { Attempt, Refusal } from '../attempt.ts';
import type { Rule } from '../rule.ts';

export type RefusalRule = Rule<Attempt, Refusal>;

const withoutTarget: RefusalRule = {
  id: 'target-missing',
  requirements: ['R-DM-14'],
  ambiguities: [],
  because: 'the Item has no Target',
  decide: ({ place }) => (place.kind === 'missing' ? { statuses: anyFailure } : undefined),
};

const malformed: RefusalRule = {
  id: 'locuri-malformed',
  requirements: ['R-DM-14'],
  ambiguities: [],
  because: 'the LocURI is malformed',
  decide: ({ place }) =>
    place.kind === 'malformed' ? { statuses: anyFailure, because: place.because } : undefined,
};

const misspelt: RefusalRule = {
  id: 'locuri-in-another-case',
  requirements: ['R-DM-14', 'R-DM-15'],
  ambiguities: ['A-30'],
  because: 'the device tells the case of names in a LocURI apart, or wants it to begin with ./',
  decide: ({ place }) => (place.kind === 'unknown' && place.misspelt ? { statuses: anyFailure } : undefined),
};

const unknownName: RefusalRule = {
  id: 'name-unknown',
  requirements: ['R-DM-03'],
  ambiguities: [],
  because: 'the tree has no such node',
  decide: ({ place, verb }) => {
    if (place.kind !== 'unknown' || place.misspelt || place.since !== undefined) return undefined;
    return unknownNode(verb);
  },
};

const laterEdition: RefusalRule = {
  id: 'node-of-a-later-edition',
  requirements: ['R-PFX-24', 'R-DM-03'],
  ambiguities: [],
  because: 'this edition does not have the node yet',
  decide: ({ place, verb, device }) => {
    if (place.kind !== 'unknown' || place.since?.since === undefined) return undefined;
    const { since, requirements, name } = place.since;
    const [requirement = 'R-DM-03'] = requirements.filter((id) => id === 'R-PFX-24' || id === 'R-SCEP-31');
    const because = `edition ${device.edition} does not have ${name} yet, which came with ${since}`;
    return { ...unknownNode(verb), because, requirement };
  },
};

/** The names that are written as they are in a LocURI; Learn wants every other character escaped. */
const plainName = /^(?:[A-Za-z0-9._{}-]|%[0-9A-Fa-f]{2}){1,128}$/;

const oddUniqueId: RefusalRule = {
  id: 'uniqueid-of-odd-characters',
  requirements: ['R-DM-14'],
  ambiguities: [],
  because: 'the UniqueID is long, or has characters that are to be escaped, for which it may be refused',
  decide: ({ place, verb }, asking) => {
    if (place.kind !== 'node' || place.below === undefined || place.below.request !== undefined)
      return undefined;
    const { id } = place.below;
    if (plainName.test(id)) return undefined;
    if (verb !== 'Add' && verb !== 'Replace') return { statuses: anyFailure };
    const isTaken = oddities(id).every((oddity) => asking.assume(oddity, ['taken', 'refused']) === 'taken');
    return isTaken ? undefined : { statuses: anyFailure };
  },
};

/** Each for itself: that one of them is refused says nothing of another. */
function oddities(id: string): readonly string[] {
  const characters = new Set(id.replace(/[A-Za-z0-9._{}-]|%[0-9A-Fa-f]{2}/g, ''));
  return [
    ...(id.length > 128 ? [`a UniqueID of ${id.length} characters`] : []),
    ...[...characters].sort().map((character) => `a UniqueID with the character ${character}`),
  ];
}

/** Add of a node that the tree does not know: RepPro has no code of its own for it. */
function unknownNode(verb: Attempt['verb']): Admitted {
  return { statuses: verb === 'Add' ? codes('404', '405', '500') : codes('404') };
}

export const addressRules: readonly RefusalRule[] = [
  withoutTarget,
  malformed,
  misspelt,
  unknownName,
  laterEdition,
  oddUniqueId,
];
