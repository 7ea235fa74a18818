import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Allure 3.18 calls Iterator.prototype.toArray where it checks a quality gate, and Node has that only from version 22. */
const iteratorToArray =
  'Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]())).toArray ??= function () { return [...this]; };';

/** What Allure's program said; a gate that is not passed ends it with 1, and so do all of its errors. */
interface Ended {
  readonly failed: boolean;
  readonly text: string;
}

/**
 * Makes a report with Allure's own program.
 * @param results the folder allure-results
 * @param configuration what the program reads as allurerc.json
 * @param withGate whether the configuration has a quality gate, which is to stand in the report
 */
export async function runAllure(results: string, configuration: object, withGate: boolean): Promise<Ended> {
  // Allure looks for configurations and results in its working folder, and must find only those that are meant.
  const folder = mkdtempSync(join(tmpdir(), 'conform-allure-'));
  try {
    writeFileSync(join(folder, 'allurerc.json'), JSON.stringify(configuration));
    return await start(folder, withGate ? withGateOn(results, folder) : ['generate', resolve(results)]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Only `allure run` puts the results of a gate into the report, and it reads only what comes into being while the command that
 * it is given runs. So that command brings the results.
 */
function withGateOn(results: string, folder: string): readonly string[] {
  const [from, to] = [resolve(results), join(folder, 'allure-results')].map((path) => JSON.stringify(path));
  writeFileSync(
    join(folder, 'bring.mjs'),
    `import { cpSync } from 'node:fs';\ncpSync(${from}, ${to}, { recursive: true });\n`,
  );
  return [
    'run',
    '--ignore-logs',
    '--silent',
    '--results-dir=allure-results',
    '--',
    process.execPath,
    'bring.mjs',
  ];
}

function start(folder: string, options: readonly string[]): Promise<Ended> {
  const program = join(dirname(fileURLToPath(import.meta.resolve('allure'))), '..', 'cli.js');
  const [command = '', ...rest] = options;
  return new Promise((done) => {
    execFile(
      process.execPath,
      [
        `--import=data:text/javascript,${encodeURIComponent(iteratorToArray)}`,
        program,
        command,
        '--config=allurerc.json',
        ...rest,
      ],
      { cwd: folder, env: { ...process.env, NO_COLOR: '1' } },
      (failure, out, error) => {
        done({ failed: failure !== null, text: `${error}\n${out}`.trim() });
      },
    );
  });
}
