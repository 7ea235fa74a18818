import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { families } from '../../generators/families.ts';
import { installFaults } from '../../generators/faults/install-faults.ts';
import { sessionFaults } from '../../generators/faults/session-faults.ts';
import { wireFaults } from '../../generators/faults/wire-faults.ts';
import { sessionPlans, type Flavour } from '../../generators/sessions/arbitrary.ts';
import { sessionDraft } from '../../generators/sessions/session.ts';
import { allCommands } from '../../syncml/walk.ts';
import { readSyncML } from '../../syncml/read.ts';
import { casesOf, documentsOf, laboratory } from './laboratory.ts';

const faultIds = [...installFaults, ...sessionFaults].map(({ id }) => id);
const flavour: Flavour = {
  weights: { get: 1, set: 2, delete: 1, install: 3, 'replace-blob': 2, group: 2 },
  faults: faultIds,
};

const random = families.filter(({ level }) => level === 'sessions' || level === 'wire');

describe('a session', () => {
  it('shows each of its faults: the twin without sends something else', () => {
    fc.assert(
      fc.property(sessionPlans(flavour, laboratory), (plan) => {
        const { pool } = laboratory;
        const faulty = sessionDraft(plan, pool);
        const twin = sessionDraft({ ...plan, faults: [] }, pool);
        assert.equal(faulty.faults?.length, plan.faults.length);
        assert.deepEqual(twin.faults, []);
        const content = ({ parts, device }: typeof faulty): string => JSON.stringify({ parts, device });
        assert.equal(content(faulty) !== content(twin), plan.faults.length > 0);
      }),
    );
  });

  it('installs for the device or for the user in one message, never for both, but where that is the question', () => {
    for (const family of random) {
      if (family.requirements[0] === 'R-GEN-05') continue;
      for (const testCase of casesOf(family)) {
        for (const document of documentsOf(testCase)) {
          const read = readSyncML(document);
          if (!read.ok) continue;
          const blobs = allCommands(read.message)
            .flatMap(({ command }) =>
              'items' in command ? command.items.map(({ target }) => target?.locUri ?? '') : [],
            )
            .filter((locUri) => locUri.endsWith('PFXCertBlob'));
          const scopes = new Set(blobs.map((locUri) => locUri.split('/')[1]?.toLowerCase()));
          expect(scopes.has('device') && scopes.has('user'), testCase.title).toBe(false);
        }
      }
    }
  });

  it('mixes both scopes in one message where that is the question', () => {
    const family = random.find(({ requirements }) => requirements[0] === 'R-GEN-05');
    assert.ok(family !== undefined);
    const mixed = casesOf(family).filter((testCase) =>
      documentsOf(testCase).some((document) => {
        const text = Buffer.from(document).toString();
        return /Device[^<]*PFXCertBlob/.test(text) && /User[^<]*PFXCertBlob/.test(text);
      }),
    );
    expect(mixed.length).toBeGreaterThan(0);
  });

  it('looks in the end at every request that has a blob', () => {
    for (const family of random.filter(({ level }) => level === 'sessions')) {
      for (const testCase of casesOf(family)) {
        const texts = documentsOf(testCase).map((document) => Buffer.from(document).toString());
        const blobs = texts.join('').match(/<LocURI>[^<]*(?=\/PFXCertBlob<)/g) ?? [];
        const last = texts.at(-1) ?? '';
        // A Replace may name the request that is never there.
        const unseen = blobs.filter(
          (request) => !request.endsWith('/Missing') && !last.includes(`${request}/Status<`),
        );
        expect(unseen, testCase.title).toEqual([]);
      }
    }
  });

  it('has a twin that differs only where there are faults', () => {
    for (const { cases } of random) {
      if (cases.kind !== 'property') continue;
      const twins = cases.twins?.(laboratory);
      assert.ok(twins !== undefined);
      const pairs = fc.sample(twins, { numRuns: 20, seed: 3 });
      expect(pairs.map((pair) => pair.case)).toEqual(
        fc.sample(cases.arbitrary(laboratory), { numRuns: 20, seed: 3 }),
      );
      for (const { case: testCase, twin } of pairs) {
        expect(twin.faults).toEqual([]);
        expect(twin.id).toBe(`${testCase.id}/twin`);
        // A fault may lie in a SCEP server, and leave the messages as they are.
        const content = ({ steps, preparation }: typeof twin): unknown => ({ steps, preparation });
        if (testCase.faults.length > 0) expect(content(twin)).not.toEqual(content(testCase));
      }
    }
  });

  it('asks only for what the laboratory has', () => {
    for (const family of random) {
      if (family.cases.kind !== 'property') continue;
      const poor = { ...laboratory, scopes: ['user'] as const, tpm: [false] };
      for (const testCase of fc.sample(family.cases.arbitrary(poor), { numRuns: 20, seed: 1 })) {
        expect(testCase.preparation.tpm, testCase.id).toBe(false);
      }
    }
  });
});

describe('the random families', () => {
  const cases = random.flatMap((family) => casesOf(family, family.level === 'wire' ? 400 : 150));

  it.each([...installFaults, ...sessionFaults, ...wireFaults.filter(({ nature }) => nature !== 'legal')])(
    'reach the fault "$words"',
    ({ words }) => {
      expect(cases.some(({ faults }) => faults.includes(words))).toBe(true);
    },
  );

  it('have valid cases too, cases with one fault, and a few with two', () => {
    const counts = [0, 1, 2].map((wanted) => cases.filter(({ faults }) => faults.length === wanted).length);
    for (const count of counts) expect(count).toBeGreaterThan(cases.length / 50);
    expect(cases.every(({ faults }) => faults.length <= 2)).toBe(true);
  });
});
