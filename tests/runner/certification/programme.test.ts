import { describe, expect, it } from 'vitest';
import { editions } from '../../../csp/editions.ts';
import { openPool } from '../../../pki/pool.ts';
import { digestOfCases, readProgramme } from '../../../runner/certification/programme.ts';

describe('the programme of certifications', () => {
  it('has the cases of its version: after a change of cases, npm run programme gives it the next one', async () => {
    const pool = await openPool();
    const programme = readProgramme();
    // The first and the last edition; certify itself looks at the one that is tested.
    for (const { id } of [editions[0], ...editions.slice(-1)]) {
      expect(digestOfCases(programme, id, pool)).toBe(programme.digests[id]);
    }
    expect(Object.keys(programme.digests)).toEqual(editions.map(({ id }) => id));
  });

  it('has other cases for another seed', async () => {
    const pool = await openPool();
    const [one, other] = [1, 2].map((seed) => digestOfCases({ seed, runs: 1 }, '10.0.26100', pool));
    expect(one).not.toBe(other);
  });
});
