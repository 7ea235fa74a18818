import type { EditionId } from '../../csp/editions.ts';
import type { Rule } from '../rule.ts';
import type { InstalledCertificate } from '../state.ts';

/** A message that has installed certificates into the device's store and into the user's. */
export interface ScopesSubject {
  readonly edition: EditionId;
  readonly certificate: InstalledCertificate;
}

/** Whether the device's certificate is put in the user's store too: never, surely, or perhaps. */
export type Copy = 'none' | 'certain' | 'possible';

export type ScopesRule = Rule<ScopesSubject, Copy>;

const erratum: ScopesRule = {
  id: 'erratum-of-1511',
  requirements: ['R-GEN-06', 'R-GEN-05'],
  ambiguities: ['A-62'],
  because: "version 1511 may put the device's certificate in the user's store too",
  decide: ({ edition }) => (edition === '10.0.10586' ? 'possible' : undefined),
};

const bothScopes: ScopesRule = {
  id: 'device-and-user-in-one-message',
  requirements: ['R-GEN-05'],
  ambiguities: ['A-62'],
  because: 'the message installs for the device and for the user',
  decide: (_, asking) => (asking.answer('A-62') === 'both' ? 'certain' : 'none'),
};

/** In order: the first that applies decides. */
export const scopesRules: readonly ScopesRule[] = [erratum, bothScopes];

/** What is expected of a store entry, or of its absence; what each says is in its reason. */
export const storeRules = {
  /** An entry whose request the last install or removal did not concern. */
  apart: {
    id: 'other-uniqueids-untouched',
    requirements: ['R-GEN-01'],
    ambiguities: ['A-27', 'A-30'],
    because: 'what was done concerns another UniqueID',
    decide: () => 'stays',
  },
  /** Nothing else has been installed. */
  nothingElse: {
    id: 'scopes-do-not-leak',
    requirements: ['R-GEN-05'],
    ambiguities: ['A-62'],
    because: 'no install has put it into this store',
    decide: () => 'absent',
  },
  prepared: {
    id: 'prepared-certificate',
    requirements: ['R-GEN-01'],
    ambiguities: [],
    because: 'it was there before the first message',
    decide: () => 'stays',
  },
} as const satisfies Readonly<Record<string, Rule<unknown, string>>>;
