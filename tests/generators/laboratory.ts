import fc from 'fast-check';
import type { Case, Payload } from '../../cases/case.ts';
import { defaultEdition } from '../../csp/editions.ts';
import type { Family, Laboratory } from '../../generators/family.ts';
import { openPool } from '../../pki/pool.ts';

/** A laboratory in which everything can be had. */
export const laboratory: Laboratory = {
  edition: defaultEdition,
  scopes: ['device', 'user'],
  tpm: [true, false],
  pool: await openPool('.cache/keys'),
};

/** All cases of a list, or a sample of a property with a fixed seed. */
export function casesOf(family: Family, numRuns = 60, seed = 42): readonly Case[] {
  return family.cases.kind === 'list'
    ? family.cases.build(laboratory)
    : fc.sample(family.cases.arbitrary(laboratory), { numRuns, seed });
}

/** The bytes of a payload. */
export function bytesOf(payload: Payload): Uint8Array {
  return 'text' in payload ? new TextEncoder().encode(payload.text) : Buffer.from(payload.base64, 'base64');
}

/** The documents that a case sends. */
export function documentsOf(testCase: Case): readonly Uint8Array[] {
  return testCase.steps.flatMap((step) => (step.kind === 'send' ? [bytesOf(step.payload)] : []));
}
