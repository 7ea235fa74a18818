import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../cases/case.ts';
import type { Family } from '../../generators/family.ts';
import { installFaults } from '../../generators/faults/install-faults.ts';
import { sessionFaults } from '../../generators/faults/session-faults.ts';
import { wireFaults } from '../../generators/faults/wire-faults.ts';
import { families } from '../../generators/families.ts';
import { fixtureOf, openPfx, type PfxFixture } from '../../generators/fixtures.ts';
import { casesOf, documentsOf, laboratory } from './laboratory.ts';

// A run makes its findings smaller with runner/reduce/. What is tested here is fast-check's own shrinking, which the
// properties of this project's tests end with: a generator is easy to mend only where that ends small as well.

/** Commands of the documents, without the Gets at the end that only look at what came of it. */
function commandsIn(testCase: Case): number {
  const watching = /<Get>(?:(?!<\/Get>).)*\/(?:Status|Thumbprint)<\/LocURI>(?:(?!<\/Get>).)*<\/Get>/g;
  const documents = documentsOf(testCase).map((document) => Buffer.from(document).toString('latin1'));
  const last = documents.at(-1)?.replace(watching, '') ?? '';
  const acting = /<(?:Add|Replace|Get|Delete|Exec)\b/.test(last) ? documents : documents.slice(0, -1);
  return acting.join('').match(/<(?:Add|Replace|Get|Delete|Exec|Atomic|Sequence)\b/g)?.length ?? 0;
}

/** The smallest case with a fault that shrinking comes to. */
function smallestWith(family: Family, words: string, seed: number): Case {
  if (family.cases.kind !== 'property') throw new Error('a list does not shrink');
  const property = fc.property(family.cases.arbitrary(laboratory), ({ faults }) => !faults.includes(words));
  const { counterexample } = fc.check(property, { seed, numRuns: 5000 });
  const [smallest] = counterexample ?? [];
  if (smallest === undefined) throw new Error(`no case has the fault: ${words}`);
  return smallest;
}

const everyInstallFault = families.find(
  ({ requirements, level }) => requirements[0] === 'R-PFX-12' && level === 'sessions',
);

/** Faults that take more: the settings that make them one, or the commands around the one at fault. */
const commandsFor: Readonly<Record<string, number>> = {
  'encryption-store-missing': 4,
  'encryption-store-elsewhere': 5,
  'password-sealed-for-stranger': 4,
  'password-sent-plain': 4,
};

describe('shrinking a session with a PFX', () => {
  it('comes to the cheapest key in the simplest file, and the fewest settings', () => {
    if (everyInstallFault?.cases.kind !== 'property') throw new Error('no family has all faults of installs');
    const holdsPfx = fc.property(everyInstallFault.cases.arbitrary(laboratory), (testCase) => {
      return testCase.faults.length > 0 || filesIn(testCase).length === 0;
    });
    for (const seed of [1, 2, 3, 4, 5]) {
      const [smallest] = fc.check(holdsPfx, { seed, numRuns: 500 }).counterexample ?? [];
      if (smallest === undefined) throw new Error('no case has a PFX');
      expect(filesIn(smallest)).toEqual([openPfx].map((pfx) => ({ ...pfx, keyKind: 'ec-p256' })));
      // KeyLocation and the blob, without an Atomic and without the Add of UniqueID.
      expect(commandsIn(smallest), smallest.title).toBe(2);
      expect(smallest.preparation.tpm).toBe(false);
    }
  });
});

/** The PFX files that a case sends. */
function filesIn(testCase: Case): readonly PfxFixture[] {
  return documentsOf(testCase)
    .flatMap((document) => [
      ...Buffer.from(document)
        .toString('latin1')
        .matchAll(/<Data>([^<]*)</g),
    ])
    .flatMap(([, text = '']) => fixtureOf(laboratory.pool, text) ?? []);
}

const sessions = families.filter(({ level }) => level === 'sessions');

describe('shrinking comes to at most three commands, or to the few that the fault takes', () => {
  it.each(installFaults.map((fault) => [fault.id, fault] as const))('%s', (id, fault) => {
    if (everyInstallFault === undefined) throw new Error('no family has all faults of installs');
    for (const seed of [1, 2, 3]) {
      const smallest = smallestWith(everyInstallFault, fault.words, seed);
      expect(commandsIn(smallest), smallest.title).toBeLessThanOrEqual(commandsFor[id] ?? 3);
      expect(smallest.faults).toEqual([fault.words]);
    }
  });

  it.each(sessionFaults.map((fault) => [fault.id, fault] as const))('%s', (_, fault) => {
    const having = sessions.filter((family) =>
      casesOf(family).some(({ faults }) => faults.includes(fault.words)),
    );
    expect(having.length).toBeGreaterThan(0);
    for (const family of having) {
      const smallest = smallestWith(family, fault.words, 4);
      expect(commandsIn(smallest), smallest.title).toBeLessThanOrEqual(3);
      expect(smallest.faults).toEqual([fault.words]);
    }
  });

  it.each(wireFaults.filter(({ nature }) => nature !== 'legal').map((fault) => [fault.id, fault] as const))(
    '%s',
    (_, fault) => {
      const family = families.find(
        ({ level, requirements }) => level === 'wire' && requirements[0] === fault.requirement,
      );
      if (family === undefined) throw new Error(`no wire family is about ${fault.requirement}`);
      const smallest = smallestWith(family, fault.words, 5);
      expect(commandsIn(smallest), smallest.title).toBeLessThanOrEqual(4);
    },
  );
});
