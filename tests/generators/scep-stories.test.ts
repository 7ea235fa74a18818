import { describe, expect, it } from 'vitest';
import type { Case, Step } from '../../cases/case.ts';
import { families } from '../../generators/families.ts';
import { casesOf } from './laboratory.ts';

const scepOnes = families
  .filter(({ level, cases }) => cases.kind === 'list' && (level === 'matrix' || level === 'example'))
  .flatMap((family) => casesOf(family))
  .filter(({ preparation }) => (preparation.scepServers ?? []).length > 0);

const execs = ({ steps }: Case): readonly number[] =>
  steps.flatMap((step, index) => (textOf(step).includes('/Install/Enroll</LocURI>') ? [index] : []));

function textOf(step: Step): string {
  if (step.kind !== 'send') return '';
  return 'text' in step.payload ? step.payload.text : Buffer.from(step.payload.base64, 'base64').toString();
}

const secondsIn = (steps: readonly Step[]): number =>
  steps.reduce((sum, step) => sum + (step.kind === 'wait' ? step.seconds : 0), 0);

describe('cases with a SCEP server', () => {
  it('are there in number', () => {
    expect(scepOnes.length).toBeGreaterThan(800);
  });

  it('wait, look at the requests, and read the log before the stores', () => {
    for (const { id, steps } of scepOnes) {
      expect(
        steps.slice(-4).map(({ kind }) => kind),
        id,
      ).toEqual(['wait', 'send', 'read-scep-log', 'read-stores']);
      expect(textOf(steps.at(-3) ?? { kind: 'read-stores' }), id).toContain('/Status</LocURI>');
    }
  });

  it('give a slow device time for the first answer, and never look at what is uncertain', () => {
    for (const testCase of scepOnes) {
      for (const exec of execs(testCase)) {
        const behind = testCase.steps.slice(exec + 1);
        expect(secondsIn(behind), testCase.id).toBeGreaterThanOrEqual(120);
        // The first wait is the time at which the outcome is looked at.
        const wait = behind.find((step) => step.kind === 'wait');
        expect(wait?.seconds, testCase.id).toBeGreaterThanOrEqual(60);
      }
    }
  });

  it('have a server for every ServerURL of the suite, but where nobody is to answer', () => {
    for (const testCase of scepOnes) {
      const texts = testCase.steps.map(textOf).join('');
      const named = [...texts.matchAll(/http:\/\/scep\.conformance\.test\/([\w-]+)/g)].map(([url]) => url);
      const servers = testCase.preparation.scepServers?.map(({ url }) => url) ?? [];
      const missing = named.filter((url) => !servers.includes(url) && !/nobody(-else)?$/.test(url));
      // Cells of the matrix try values that no enrollment uses.
      if (!/\/(first|second)$/.test(missing[0] ?? '')) expect(missing, testCase.id).toEqual([]);
    }
  });

  it('are told in one sentence each', () => {
    for (const { id, title } of scepOnes) expect(title, id).toMatch(/^[A-Z].*\.$/s);
  });
});

describe('the stories of SCEP', () => {
  const aimsAt = (requirement: string): readonly Case[] =>
    scepOnes.filter(({ aims }) => aims[0] === requirement);

  it('have a server that demands the right challenge, and one that demands another', () => {
    const demanding = aimsAt('R-SCEP-06').filter(({ preparation }) =>
      preparation.scepServers?.some(({ script }) => script.challenge !== undefined),
    );
    expect(demanding.some(({ faults }) => faults.length === 0)).toBe(true);
    expect(demanding.some(({ faults }) => faults.length > 0)).toBe(true);
  });

  it('have every state of Status: nothing, pending, finished, failed', () => {
    const scripts = aimsAt('R-SCEP-34').flatMap(({ preparation }) =>
      (preparation.scepServers ?? []).map(({ script }) => script),
    );
    const refusals = new Set(scripts.map(({ failure }) => failure?.failInfo));
    expect([...refusals].sort()).toEqual(
      ['badAlg', 'badCertId', 'badMessageCheck', 'badRequest', 'badTime', undefined].sort(),
    );
    expect(scripts.some(({ pending = 0 }) => pending > 0)).toBe(true);
  });

  it('have each fault of a server at each operation', () => {
    const seen = new Set(
      scepOnes.flatMap(({ preparation }) =>
        (preparation.scepServers ?? []).flatMap(({ script }) =>
          (script.faults ?? []).map(({ operation, fault }) => `${operation} ${fault.kind}`),
        ),
      ),
    );
    const below = ['http-status', 'endless-redirect', 'drop', 'late', 'endless-data', 'content-type'].concat([
      'bit-flipped',
      'truncated',
      'garbage',
      'empty',
    ]);
    const within = ['wrong-nonce', 'no-nonce', 'another-transaction', 'certificate-for-another-key'].concat([
      'no-certificate',
      'unencrypted',
      'encrypted-for-another',
      'signed-by-stranger',
    ]);
    const expected = [
      ...['GetCACaps', 'GetCACert', 'PKIOperation'].flatMap((operation) =>
        below.map((kind) => `${operation} ${kind}`),
      ),
      ...within.map((kind) => `PKIOperation ${kind}`),
    ];
    expect(expected.filter((one) => !seen.has(one))).toEqual([]);
  });

  it('change each setting while an enrollment is under way', () => {
    const replaced = aimsAt('R-SCEP-04').flatMap(({ steps }) =>
      steps
        .slice(1)
        .flatMap((step) => [...textOf(step).matchAll(/<Replace>.*?\/Install\/(\w+)<\/LocURI>/gs)])
        .map(([, name = '']) => name),
    );
    expect(new Set(replaced).size).toBeGreaterThanOrEqual(18);
  });
});
