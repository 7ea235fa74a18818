import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../cases/case.ts';
import type { Family } from '../../generators/family.ts';
import { scepSessionFamilies } from '../../generators/families/scep-sessions.ts';
import { enrollmentFaults } from '../../generators/scep/faults.ts';
import { sessionPlans, type ScepFlavour } from '../../generators/scep/sessions/arbitrary.ts';
import { commandFaults, plannedFault } from '../../generators/scep/sessions/faults.ts';
import { scepSessionDraft } from '../../generators/scep/sessions/session.ts';
import { firstExchange, settlingTime } from '../../generators/scep/settling.ts';
import { casesOf, documentsOf, laboratory } from './laboratory.ts';

const everyFault = [...enrollmentFaults, ...commandFaults];
const flavour: ScepFlavour = {
  weights: { get: 1, set: 2, unset: 1, delete: 1, exec: 2, prepare: 1, enroll: 4 },
  faults: everyFault.map(({ id }) => id),
  pending: true,
};

function textsOf(testCase: Case): readonly string[] {
  return documentsOf(testCase).map((document) => Buffer.from(document).toString());
}

/** UniqueIDs with their root, such as `Device SCEP/Alpha`, of the requests that a text matches below. */
function requestsIn(text: string, below: string): readonly string[] {
  return [
    ...text.matchAll(
      new RegExp(`\\./(Device|User)/Vendor/MSFT/ClientCertificateInstall/(SCEP/\\w+)${below}`, 'g'),
    ),
  ].map(([, root = '', request = '']) => `${root} ${request}`);
}

describe('a session of enrollments', () => {
  it('shows each of its faults: the twin without sends something else, or to another server', () => {
    fc.assert(
      fc.property(sessionPlans(flavour, laboratory), (plan) => {
        const { pool } = laboratory;
        const faulty = scepSessionDraft(plan, pool);
        const twin = scepSessionDraft({ ...plan, faults: [] }, pool);
        assert.deepEqual(
          faulty.faults,
          plan.faults.map(({ fault }) => plannedFault(fault).words),
        );
        assert.deepEqual(twin.faults, []);
        const content = ({ parts, device }: typeof faulty): string => JSON.stringify({ parts, device });
        assert.equal(content(faulty) !== content(twin), plan.faults.length > 0);
      }),
    );
  });

  const cases = scepSessionFamilies.flatMap((family) => casesOf(family, 100));

  it('looks in the end at every request that was ever enrolled, at the logs, and at the stores', () => {
    for (const testCase of cases) {
      const texts = textsOf(testCase);
      const enrolled = requestsIn(texts.join(''), '/Install/Enroll').filter(
        (request) => !request.endsWith('/Missing'),
      );
      for (const node of ['Status', 'ErrorCode', 'CertThumbprint', 'RespondentServerUrl']) {
        const seen = requestsIn(texts.at(-1) ?? '', `/${node}<`);
        expect(
          enrolled.filter((request) => !seen.includes(request)),
          testCase.title,
        ).toEqual([]);
      }
      if (enrolled.length === 0) continue;
      expect(testCase.steps.slice(-2).map(({ kind }) => kind)).toEqual(['read-scep-log', 'read-stores']);
    }
  });

  it('looks at last when every enrollment has come to an end', () => {
    for (const testCase of cases) {
      const scripts = new Map(
        (testCase.preparation.scepServers ?? []).map(({ url, script }) => [url, script]),
      );
      let now = 0;
      let settled = 0;
      for (const step of testCase.steps) {
        if (step.kind === 'wait') now += step.seconds;
        if (step.kind !== 'send' || !('text' in step.payload)) continue;
        for (const [atomic] of step.payload.text.matchAll(/<Atomic>.*?<\/Atomic>/gs)) {
          const textOf = (name: string): string | undefined =>
            new RegExp(`/${name}</LocURI>(?:(?!</Item>).)*<Data>([^<]*)<`, 's').exec(atomic)?.[1];
          const server = scripts.get(textOf('ServerURL') ?? '');
          if (server === undefined || !atomic.includes('/Enroll<')) continue;
          const [retryCount, retryDelay] = [textOf('RetryCount'), textOf('RetryDelay')];
          settled = Math.max(settled, now + settlingTime({ retryCount, retryDelay, server }));
        }
      }
      expect(now, testCase.title).toBeGreaterThanOrEqual(settled);
      if (settled > 0) expect(now).toBeGreaterThanOrEqual(firstExchange);
    }
  });

  it('enrolls for the device or for the user in one message, never for both', () => {
    for (const testCase of cases) {
      for (const text of textsOf(testCase).slice(0, -1)) {
        const roots = new Set(requestsIn(text, '/Install/Enroll').map((request) => request.split(' ')[0]));
        expect(roots.size, testCase.title).toBeLessThanOrEqual(1);
      }
    }
  });

  it('names only servers that are there, and each request has its own', () => {
    for (const testCase of cases) {
      const urls = (testCase.preparation.scepServers ?? []).map(({ url }) => url);
      expect(new Set(urls).size).toBe(urls.length);
      const named = textsOf(testCase).flatMap((text) => [...text.matchAll(/<Data>(http:[^<;]*)</g)]);
      for (const [, url = ''] of named) expect(urls).toContain(url);
    }
  });

  it('is hasty only where a family asks for it', () => {
    const hasty = scepSessionFamilies.filter(({ requirements }) =>
      ['R-SCEP-02', 'R-SCEP-38'].includes(requirements[0]),
    );
    for (const family of scepSessionFamilies) {
      const waits = casesOf(family, 200).some((testCase) => deletesUnderWay(testCase));
      expect(waits, family.requirements[0]).toBe(hasty.includes(family));
    }
  });

  it('makes the same cases for the same seed, and asks only for what the laboratory has', () => {
    for (const family of scepSessionFamilies) {
      expect(casesOf(family, 20)).toEqual(casesOf(family, 20));
      if (family.cases.kind !== 'property') throw new Error('a list is no session');
      const poor = { ...laboratory, scopes: ['user'] as const, tpm: [false] };
      for (const testCase of fc.sample(family.cases.arbitrary(poor), { numRuns: 20, seed: 1 })) {
        expect(testCase.preparation.tpm).toBe(false);
        expect(textsOf(testCase).join('')).not.toContain('./Device/');
      }
    }
  });

  it('has a twin that differs only where there are faults', () => {
    for (const { cases: ofFamily } of scepSessionFamilies) {
      if (ofFamily.kind !== 'property') throw new Error('a list is no session');
      const twins = ofFamily.twins?.(laboratory);
      assert.ok(twins !== undefined);
      const pairs = fc.sample(twins, { numRuns: 30, seed: 3 });
      expect(pairs.map((pair) => pair.case)).toEqual(
        fc.sample(ofFamily.arbitrary(laboratory), { numRuns: 30, seed: 3 }),
      );
      for (const { case: testCase, twin } of pairs) {
        const content = ({ steps, preparation }: Case): string => JSON.stringify({ steps, preparation });
        expect(twin.faults).toEqual([]);
        expect(content(twin) === content(testCase)).toBe(testCase.faults.length === 0);
      }
    }
  });
});

/** Whether a request is deleted in less than the time of a first exchange after its Exec. */
function deletesUnderWay(testCase: Case): boolean {
  let now = 0;
  const execAt = new Map<string, number>();
  return testCase.steps.some((step) => {
    if (step.kind === 'wait') now += step.seconds;
    if (step.kind !== 'send' || !('text' in step.payload)) return false;
    const { text } = step.payload;
    const deleted = [...text.matchAll(/<Delete>.*?<\/Delete>/gs)].flatMap(([command]) =>
      requestsIn(command, '<'),
    );
    const disturbs = deleted.some((request) => now - (execAt.get(request) ?? -Infinity) < firstExchange);
    for (const request of requestsIn(text, '/Install/Enroll')) execAt.set(request, now);
    return disturbs;
  });
}

describe('the families of sessions', () => {
  const cases = scepSessionFamilies.flatMap((family) => casesOf(family, 300));

  it.each(everyFault.map(({ words }) => words))('reach the fault "%s"', (words) => {
    expect(cases.some(({ faults }) => faults.includes(words))).toBe(true);
  });

  it('have valid cases too, cases with one fault, and a few with two', () => {
    const counts = [0, 1, 2].map((wanted) => cases.filter(({ faults }) => faults.length === wanted).length);
    for (const count of counts) expect(count).toBeGreaterThan(cases.length / 50);
    expect(cases.every(({ faults }) => faults.length <= 2)).toBe(true);
  });

  it('reach several requests, both scopes, more than one Exec of a request, and servers that are pending', () => {
    const having = (text: (testCase: Case) => boolean): number => cases.filter(text).length;
    const execs = (testCase: Case): readonly string[] =>
      requestsIn(textsOf(testCase).join(''), '/Install/Enroll');
    const some = cases.length / 50;
    expect(having((one) => new Set(execs(one)).size >= 2)).toBeGreaterThan(some);
    expect(having((one) => new Set(execs(one)).size < execs(one).length)).toBeGreaterThan(some);
    expect(having((one) => new Set(execs(one).map((name) => name.split(' ')[0])).size === 2)).toBeGreaterThan(
      some,
    );
    expect(
      having(
        ({ preparation }) => preparation.scepServers?.some(({ script }) => script.pending === 2) === true,
      ),
    ).toBeGreaterThan(some);
  });
});

describe('shrinking a session of enrollments', () => {
  /** Commands that act: those of the first message, which is to be the only one before the last look. */
  function commandsIn(testCase: Case): number {
    const acting = textsOf(testCase).slice(0, -1);
    return acting.join('').match(/<(?:Add|Replace|Get|Delete|Exec)\b/g)?.length ?? 0;
  }

  function smallestWith(family: Family, words: string): Case {
    if (family.cases.kind !== 'property') throw new Error('a list does not shrink');
    const property = fc.property(family.cases.arbitrary(laboratory), ({ faults }) => !faults.includes(words));
    const [smallest] = fc.check(property, { seed: 7, numRuns: 5000 }).counterexample ?? [];
    if (smallest === undefined) throw new Error(`no case has the fault: ${words}`);
    return smallest;
  }

  const samples = scepSessionFamilies.map((family) => ({ family, cases: casesOf(family, 300) }));

  it.each(everyFault.map((fault) => [fault.id, fault] as const))(
    'comes to one small enrollment with %s',
    (_, { id, words }) => {
      const sample = samples.find(({ cases }) => cases.some(({ faults }) => faults.includes(words)));
      assert.ok(sample !== undefined);
      const smallest = smallestWith(sample.family, words);
      expect(smallest.faults).toEqual([words]);
      // Eight settings and the Exec, and what the fault takes besides.
      expect(commandsIn(smallest), `${id}: ${smallest.title}`).toBeLessThanOrEqual(11);
      expect(textsOf(smallest).length).toBeLessThanOrEqual(2);
      expect((smallest.preparation.scepServers ?? []).length).toBeLessThanOrEqual(1);
    },
  );
});
