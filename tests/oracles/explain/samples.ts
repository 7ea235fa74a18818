import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** Where the specification lies beside a checkout of the project; machines of users have none. */
const specification = '../shared/spec';
const source = `${specification}/csp-source.txt`;

export const hasSpecification = existsSync(source);

/** The two examples of csp-source.txt as printed there: SCEP, then PFX. */
export function examples(): { readonly scep: string; readonly pfx: string } {
  const [scep, pfx] = readFileSync(source, 'utf8').match(/<SyncML[^]*?<\/SyncML>/g) ?? [];
  if (scep === undefined || pfx === undefined) throw new Error(`${source} has not two examples`);
  return { scep, pfx };
}

/** The payloads of real MDM servers, by file name. */
export function fieldPayloads(): readonly (readonly [name: string, text: string])[] {
  if (!hasSpecification) return [];
  return readdirSync(`${specification}/field`)
    .filter((name) => name.endsWith('.xml'))
    .map((name) => [name, readFileSync(`${specification}/field/${name}`, 'utf8')]);
}
