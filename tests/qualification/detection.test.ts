import { beforeAll, describe, expect, it } from 'vitest';
import { defaultEdition } from '../../csp/editions.ts';
import { faultNamed } from '../../faults/catalogue.ts';
import type { Fault } from '../../faults/fault.ts';
import { openPool, type Pool } from '../../pki/pool.ts';
import { baselineOf, type KnownFamily } from '../../qualification/baseline.ts';
import { detect } from '../../qualification/detection.ts';
import { drawnCases, listedCases } from '../../qualification/programme.ts';
import { keyCache } from '../../runner/laboratory.ts';

let pool: Pool;
let known: readonly KnownFamily[];
beforeAll(async () => {
  pool = await openPool(keyCache);
  const laboratory = {
    edition: defaultEdition,
    scopes: ['device', 'user'],
    tpm: [true, false],
    pool,
  } as const;
  const listed = listedCases(laboratory).filter(({ family }) => family.startsWith('protocol/'));
  const drawn = drawnCases(laboratory, 1, 2).filter(({ family }) => family.startsWith('protocol/'));
  known = await baselineOf([...listed.map((one) => ({ ...one, cases: one.cases.slice(0, 20) })), ...drawn]);
});

describe('a run against a wrong device', () => {
  it('finds it out, points at the sentence, and makes the payload small', async () => {
    const { discoveries, smallest, troubles } = await detect(
      faultNamed('failed-atomic-answered-500'),
      known,
      pool,
    );
    expect(discoveries.some(({ blamed }) => blamed === 'R-DM-08')).toBe(true);
    expect(smallest?.commands).toBeLessThanOrEqual(3);
    expect(troubles).toEqual([]);
  });

  it('finds nothing where nothing is wrong', async () => {
    const none: Fault = {
      id: 'none',
      mistake: 'None: the rules are copied.',
      breaks: ['R-DM-01'],
      adjust: ({ engine, csp }) => ({ engine: { ...engine }, csp: { ...csp } }),
    };
    expect(await detect(none, known, pool)).toMatchObject({ discoveries: [], troubles: [] });
  });

  it('ends a random family at its first difference, as a run does', async () => {
    const { discoveries } = await detect(faultNamed('results-without-format'), known);
    const random = discoveries.filter(({ kind }) => kind === 'property').length;
    expect(random).toBeLessThanOrEqual(known.filter(({ kind }) => kind === 'property').length);
  });
});
