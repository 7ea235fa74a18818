import { existsSync, readFileSync } from 'node:fs';

const folder = new URL('../../../shared/spec/', import.meta.url);

/** Text of one of the documents that csp/ was written from; undefined on a machine that has none of them. */
export function specification(name: string): string | undefined {
  const file = new URL(name, folder);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
