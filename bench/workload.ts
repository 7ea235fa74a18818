import fc from 'fast-check';
import type { Case } from '../cases/case.ts';
import { families } from '../generators/families.ts';
import type { Laboratory } from '../generators/family.ts';

/** A stream of cases that can be drawn again from its seed. */
export interface Workload {
  readonly name: string;
  cases(seed: number, number: number): Iterable<Case>;
}

/** Cases without any certificate: what the protocol alone costs. */
export const protocolOnly = (laboratory: Laboratory): Workload => ({
  name: 'protocol only',
  cases: (seed, number) => drawn(laboratory, seed, number, (testCase) => !installs(testCase)),
});

/** Cases in which a real PFX is imported. */
export const withImport = (laboratory: Laboratory): Workload => ({
  name: 'with PFX import',
  cases: (seed, number) => drawn(laboratory, seed, number, installs),
});

function installs(testCase: Case): boolean {
  return testCase.steps.some(
    (step) =>
      step.kind === 'send' && 'text' in step.payload && step.payload.text.includes('/PFXCertBlob</LocURI>'),
  );
}

/** Draws in batches, so that a million cases are never in memory together. */
function* drawn(
  laboratory: Laboratory,
  seed: number,
  number: number,
  wanted: (testCase: Case) => boolean,
): Iterable<Case> {
  const arbitraries = families.flatMap(({ cases }) =>
    cases.kind === 'property' ? [cases.arbitrary(laboratory)] : [],
  );
  const any = fc.oneof(...arbitraries);
  let given = 0;
  for (let batch = 0; given < number; batch++) {
    for (const testCase of fc.sample(any, { seed: seed + batch, numRuns: 100 })) {
      if (given < number && wanted(testCase)) {
        given++;
        yield testCase;
      }
    }
  }
}
