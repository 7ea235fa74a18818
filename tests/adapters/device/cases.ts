import type { Case } from '../../../cases/case.ts';
import { defaultEdition } from '../../../csp/editions.ts';
import { families } from '../../../generators/families.ts';
import { openPool, type Pool } from '../../../pki/pool.ts';

/** Every `step`th of the fixed cases for the scope of the device. */
export function someCases(
  pool: Pool,
  step: number,
  select: (testCase: Case) => boolean = () => true,
): readonly Case[] {
  return families
    .flatMap(({ cases }) =>
      cases.kind === 'list'
        ? cases.build({ edition: defaultEdition, scopes: ['device'], tpm: [true], pool })
        : [],
    )
    .filter(select)
    .filter((_, index) => index % step === 0);
}

/** Cases that install certificates, and so have most to clean up. */
export function installingCases(pool: Pool, count: number): readonly Case[] {
  const cases = someCases(
    pool,
    1,
    ({ steps, preparation }) =>
      preparation.tpm &&
      preparation.certificates.length === 0 &&
      preparation.mdmCertificate === undefined &&
      (preparation.scepServers ?? []).length === 0 &&
      steps.every(
        (step) =>
          step.kind === 'read-stores' ||
          (step.kind === 'send' && 'text' in step.payload && !step.payload.text.includes('./User')),
      ) &&
      steps.some((step) => step.kind === 'send' && JSON.stringify(step.payload).includes('PFXCertBlob')),
  );
  return cases.filter((_, index) => index % Math.floor(cases.length / count) === 0).slice(0, count);
}

export const pool = await openPool();
