import { expect, test } from 'vitest';
import { soak } from '../../../bench/mdm/soak.ts';

test('on a bad network nothing is lost, and nothing carried out twice', { timeout: 120_000 }, async () => {
  const { documents, troubles, complaints } = await soak(150, 'test');
  expect(complaints).toEqual([]);
  expect(documents).toBe(300);
  for (const count of Object.values(troubles)) expect(count).toBeGreaterThan(10);
});
