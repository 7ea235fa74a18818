import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SuiteIdentity } from '../reports/model/run-record.ts';
import { projectFolder } from './suites.ts';

/** Which build of the suite this is: its version, and the commit where its sources are a git checkout. */
export function suiteIdentity(): SuiteIdentity {
  const { name, version } = JSON.parse(readFileSync(join(projectFolder, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
  };
  // The second line is where this folder is in the checkout: not at its root, it is somebody else's.
  const [commit, elsewhere] = git('rev-parse', 'HEAD', '--show-prefix')?.split('\n') ?? [];
  if (commit === undefined || elsewhere !== undefined) return { name, version };
  return { name, version, commit, modified: git('status', '--porcelain', '--untracked-files=no') !== '' };
}

/** What git prints; undefined where there is no git, or the folder is not in its care. */
function git(...args: readonly string[]): string | undefined {
  try {
    return execFileSync('git', args, {
      cwd: projectFolder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return undefined;
  }
}
