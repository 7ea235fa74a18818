import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { editions } from '../../csp/editions.ts';
import { openPool } from '../../pki/pool.ts';
import { keyCache } from '../laboratory.ts';
import { projectFolder } from '../suites.ts';
import { digestOfCases, programmeName, readProgramme } from './programme.ts';

// `npm run programme`: gives the programme its next version where a case was changed, added or taken out.
const { version, seed, runs, digests: before } = readProgramme();
const pool = await openPool(keyCache);
const digests = Object.fromEntries(editions.map(({ id }) => [id, digestOfCases({ seed, runs }, id, pool)]));
if (JSON.stringify(digests) === JSON.stringify(before)) {
  process.stdout.write(`Programme ${version} has these cases already.\n`);
} else {
  const next = { version: String(Number(version) + 1), seed, runs, digests };
  writeFileSync(join(projectFolder, programmeName), `${JSON.stringify(next, undefined, 2)}\n`);
  process.stdout.write(`Programme ${next.version}: ${programmeName} is written.\n`);
}
