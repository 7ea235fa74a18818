// Compares the verdicts of two runs case by case: node .ci/same-verdicts.mjs OUT OTHER. Exit code 1 where they differ.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [one = 'out', other = 'out/mdm'] = process.argv.slice(2);

/** Verdicts by id of the case; a case that stands there twice counts twice. */
function verdictsOf(out) {
  const verdicts = new Map();
  const folder = join(out, 'results');
  for (const name of readdirSync(folder)) {
    for (const line of readFileSync(join(folder, name), 'utf8').split('\n')) {
      if (line === '') continue;
      const entry = JSON.parse(line);
      if (entry.kind !== 'case') continue;
      const key = `${entry.family} ${entry.id}`;
      verdicts.set(key, [...(verdicts.get(key) ?? []), JSON.stringify(entry.verdict)]);
    }
  }
  return verdicts;
}

const expected = verdictsOf(one);
const seen = verdictsOf(other);
const differing = [...new Set([...expected.keys(), ...seen.keys()])].filter(
  (key) => String(expected.get(key)?.sort()) !== String(seen.get(key)?.sort()),
);
for (const key of differing.slice(0, 20)) {
  console.log(
    `${key}\n  ${one}: ${expected.get(key) ?? 'nothing'}\n  ${other}: ${seen.get(key) ?? 'nothing'}`,
  );
}
console.log(`${expected.size} cases of ${one}, ${seen.size} of ${other}: ${differing.length} differ`);
process.exitCode = differing.length === 0 && expected.size > 0 ? 0 : 1;
