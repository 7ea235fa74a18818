import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Case } from '../../cases/case.ts';
import { editions, type EditionId } from '../../csp/editions.ts';
import { families } from '../../generators/families.ts';
import { nameOf, type Laboratory } from '../../generators/family.ts';
import type { Pool } from '../../pki/pool.ts';
import { readDocument } from '../../reports/strict-reader.ts';
import { corpusFolder, readCaseFolder } from '../corpus.ts';
import { seedFor } from '../seeds.ts';
import { projectFolder } from '../suites.ts';

/** The cases that a certification carries out: reports/certification/programme.json, the same for everybody. */
export interface ProgrammeFile {
  readonly version: string;
  readonly seed: number;
  /** Cases of each random family. */
  readonly runs: number;
  /** SHA-256 of all cases, for each edition. */
  readonly digests: Readonly<Record<EditionId, string>>;
}

/** Where the programme is, below the project's folder. */
export const programmeName = join('reports', 'certification', 'programme.json');

/** The programme of this build of the suite. */
export function readProgramme(): ProgrammeFile {
  const file = readDocument(readFileSync(join(projectFolder, programmeName), 'utf8'), programmeName);
  const digests = file.field('digests');
  return {
    version: file.field('version').text(),
    seed: file.field('seed').number(),
    runs: file.field('runs').number(),
    digests: Object.fromEntries(
      editions.map(({ id }) => [id, digests.field(id).text()]),
    ) as ProgrammeFile['digests'],
  };
}

/**
 * SHA-256 over id, preparation and steps of every case that a device of an edition is given that can do everything: of
 * the corpus, of all lists, and of the random families.
 */
export function digestOfCases(
  { seed, runs }: Pick<ProgrammeFile, 'seed' | 'runs'>,
  edition: EditionId,
  pool: Pool,
): string {
  const laboratory: Laboratory = { edition, scopes: ['device', 'user'], tpm: [true, false], pool };
  const hash = createHash('sha256');
  const add = (name: string, cases: readonly Case[]): void => {
    hash.update(`${JSON.stringify([name, cases.length])}\n`);
    for (const { id, preparation, steps } of cases)
      hash.update(`${JSON.stringify([id, preparation, steps])}\n`);
  };
  add(
    'corpus',
    readCaseFolder(corpusFolder).map(({ content }) => content.case),
  );
  for (const family of families) {
    const name = nameOf(family);
    switch (family.cases.kind) {
      case 'list':
        add(name, family.cases.build(laboratory));
        break;
      case 'property':
        add(
          name,
          fc.sample(family.cases.arbitrary(laboratory), { seed: seedFor(seed, name), numRuns: runs }),
        );
        break;
    }
  }
  return hash.digest('hex');
}
