import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { CaseFile } from '../cases/result.ts';
import { parseCaseFile } from './case-file.ts';
import { projectFolder } from './suites.ts';
import { UsageError } from './usage-error.ts';

/** Where cases are kept that once found something, in a device or in this suite. */
export const corpusFolder = join(projectFolder, 'corpus');

/** A case file, and where it lies. */
export interface FoundFile {
  readonly path: string;
  readonly content: CaseFile;
}

/**
 * All case files below a folder, in the order of their paths.
 * @throws UsageError for a file ending in .json that is no case file, or where there is none
 */
export function readCaseFolder(folder: string): readonly FoundFile[] {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new UsageError(`${folder} is no folder: case files are looked for in one.`);
  }
  const paths = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => relative('', join(folder, name)));
  if (paths.length === 0) throw new UsageError(`${folder} holds no case files (.json).`);
  return paths.map((path) => ({ path, content: parseCaseFile(readFileSync(path, 'utf8'), path) }));
}
