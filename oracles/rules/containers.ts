import type { AnyRule } from '../rule.ts';
import type { RequestCommand } from '../request.ts';
import type { Rule } from '../rule.ts';

/** A command inside an Atomic: the fault that it is by standing there, whatever it says. */
export type MemberRule = Rule<RequestCommand, 'fault'>;

const nestedAtomic: MemberRule = {
  id: 'atomic-in-atomic',
  requirements: ['R-DM-09'],
  ambiguities: [],
  because: 'an Atomic stands inside an Atomic',
  decide: ({ kind }) => (kind === 'Atomic' ? 'fault' : undefined),
};

const getInAtomic: MemberRule = {
  id: 'get-in-atomic',
  requirements: ['R-DM-10'],
  ambiguities: [],
  because: 'Get stands inside an Atomic',
  decide: ({ kind }) => (kind === 'Get' ? 'fault' : undefined),
};

/** Every one that applies makes the Atomic fail; the member is answered with 500. */
export const memberRules: readonly MemberRule[] = [nestedAtomic, getInAtomic];

/** What the documents say of a container as a whole. */
export const containerRules = {
  allOrNothing: {
    id: 'atomic-all-or-nothing',
    requirements: ['R-DM-08', 'R-GEN-02'],
    ambiguities: ['A-03', 'A-34'],
    because: 'one command of the Atomic fails, so that none has an effect',
    decide: () => 'undone',
  },
  carriedOut: {
    id: 'atomic-carried-out',
    requirements: ['R-DM-08'],
    ambiguities: [],
    because: 'every command of the Atomic can be carried out',
    decide: () => 'done',
  },
  inOrder: {
    id: 'sequence-in-order',
    requirements: ['R-DM-13'],
    ambiguities: ['A-58'],
    because: 'the commands of a Sequence are carried out in order',
    decide: () => 'done',
  },
} as const satisfies Readonly<Record<string, AnyRule>>;
