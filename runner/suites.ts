import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { oneOf } from './usage-error.ts';

/** Absolute path of the project. */
export const projectFolder = fileURLToPath(new URL('..', import.meta.url));

const ending = '.suite.ts';

/** Names of all suite files below suites/, such as `pfx/install`. */
export function suiteFiles(): readonly string[] {
  return readdirSync(`${projectFolder}/suites`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => name.slice(0, -ending.length).replaceAll('\\', '/'))
    .sort();
}

/**
 * The suite files that are meant by the names of `--suite`: an area (`pfx`) or one file (`pfx/install`).
 * No names mean all.
 * @throws UsageError for a name that there is not
 */
export function chooseSuites(names: readonly string[], files: readonly string[]): readonly string[] {
  if (names.length === 0) return files;
  const areas = [...new Set(files.map((file) => file.split('/')[0] ?? file))];
  const chosen = names.map((name) => oneOf('--suite', name, [...new Set([...areas, ...files])]));
  return files.filter((file) => chosen.some((name) => file === name || file.startsWith(`${name}/`)));
}

/** The path that vitest takes for a suite file. */
export function pathOfSuite(file: string): string {
  return `suites/${file}${ending}`;
}
