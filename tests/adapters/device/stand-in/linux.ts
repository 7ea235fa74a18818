import { join } from 'node:path';
import { ownProgram } from '../../../../adapters/device/local/process.ts';
import { isInstalled, run, sources, temporaryFolder, type Environment } from './environment.ts';

/** Why the stand-in can not be made as a shared library here; undefined where it can. */
export const missingForSharedLibrary: string | undefined =
  process.platform !== 'linux'
    ? 'this is not Linux'
    : isInstalled('cc')
      ? undefined
      : 'there is no cc (package gcc)';

/** The stand-in as a shared library, loaded by the process that is used on Windows too. */
export function sharedLibrary(): Environment {
  const folder = temporaryFolder();
  const library = join(folder.path, 'libmdmlocalmanagement.so');
  run('cc', [
    ...['-shared', '-fPIC', '-fvisibility=hidden', '-Wall', '-Wextra', '-Werror'],
    ...['-o', library, join(sources, 'mdmlocalmanagement.c'), '-lpthread'],
  ]);
  const libraries = { management: library, memory: library, apartment: library };
  return { program: ownProgram, libraries, countingLibraries: libraries, stop: folder.remove };
}
