import { readdirSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { Script } from 'node:vm';
import { build, type Plugin } from 'vite';
import type * as Adapter from '../../adapters/simulator.ts';
import { mutate, type Mutant } from './mutant.ts';
import { switchOn } from './switchboard.ts';

/** Makes targets that are one device, as adapters/simulator.ts does. */
export type MakeTarget = typeof Adapter.simulatorTarget;

/** The virtual device with all mutants of some folders in it. */
export interface MutableDevice {
  readonly mutants: readonly Mutant[];
  /**
   * Evaluates the device's sources anew, with one mutant switched on already (undefined: with none), so that it is in
   * the tables of the modules too.
   */
  readonly load: (mutant: string | undefined) => MakeTarget;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const adapter = join(root, 'adapters', 'simulator.ts');

/** The folders of the device, in which mutants make sense. */
export const mutableFolders = [
  'simulator/csp',
  'simulator/engine',
  'simulator/scep',
  'simulator/keys',
] as const;

/** Paths relative to the project of the sources in these folders. */
export function sourcesIn(folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => `${folder}/${name.split(sep).join('/')}`)
      .sort(),
  );
}

/** The mutants of these sources. */
export async function mutantsIn(files: readonly string[]): Promise<readonly Mutant[]> {
  return (await mutate(root, files)).mutants;
}

/**
 * Makes the device of these sources. It becomes a single script, which is evaluated in no time and forgotten again;
 * what it imports from other layers are the modules of this process.
 * @param files that get mutants; relative to the project
 */
export async function openMutableDevice(files: readonly string[]): Promise<MutableDevice> {
  const { mutants, texts } = await mutate(root, files);
  const { code, imports } = await bundle(texts);
  const modules = new Map<string, unknown>();
  for (const specifier of imports) modules.set(specifier, await import(specifier));
  const script = new Script(`(function (exports, require) {${code}\n})`, { filename: 'virtual-device.cjs' });
  return {
    mutants,
    load: (mutant) => {
      switchOn(mutant);
      const exports: Partial<typeof Adapter> = {};
      const evaluate = script.runInThisContext() as (
        exports: object,
        require: (name: string) => unknown,
      ) => void;
      evaluate(exports, (name) => modules.get(name));
      if (exports.simulatorTarget === undefined)
        throw new Error('adapters/simulator.ts exports no simulatorTarget');
      return exports.simulatorTarget;
    },
  };
}

interface Bundle {
  readonly code: string;
  /** What it asks for by `require`. */
  readonly imports: readonly string[];
}

async function bundle(texts: ReadonlyMap<string, string>): Promise<Bundle> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    root,
    plugins: [deviceOnly(texts)],
    build: {
      ssr: adapter,
      write: false,
      minify: false,
      target: 'esnext',
      rolldownOptions: { output: { format: 'cjs', exports: 'named' } },
    },
  });
  const [chunk] = Array.isArray(result)
    ? result.flatMap(({ output }) => output)
    : 'output' in result
      ? result.output
      : [];
  if (chunk?.type !== 'chunk') throw new Error('bundling the virtual device gave no script');
  return { code: chunk.code, imports: [...chunk.imports, ...chunk.dynamicImports] };
}

/** Takes in the simulator and its adapter alone, with mutated texts in the place of the files'. */
function deviceOnly(texts: ReadonlyMap<string, string>): Plugin {
  const inside = join(root, 'simulator') + sep;
  return {
    name: 'device-only',
    enforce: 'pre',
    resolveId(source, importer) {
      if (importer === undefined) return undefined;
      if (!source.startsWith('.')) return { id: source, external: true };
      const path = resolve(dirname(importer), source);
      return path.startsWith(inside) ? path : { id: pathToFileURL(path).href, external: 'absolute' };
    },
    load(id) {
      return texts.get(relative(root, id).split(sep).join('/'));
    },
  };
}
