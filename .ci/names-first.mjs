// Whether a report of a faulty device names this requirement first: names-first.mjs REQUIREMENT FILE…
import { readFileSync } from 'node:fs';

const [wanted, ...paths] = process.argv.slice(2);
for (const path of paths) {
  const report = JSON.parse(readFileSync(path, 'utf8'));
  // A night, a certificate, or a run.
  const first =
    report.violations?.[0]?.subject ?? report.findings?.[0]?.subject ?? report.differences?.[0]?.requirement;
  console.log(`${path} names ${first ?? 'nothing'} first`);
  if (first !== wanted) process.exitCode = 1;
}
