import { dirname } from 'node:path';
import { build } from 'vite';

/**
 * The program of a page as one script without imports, made from its TypeScript when the page is written, so that there is
 * no build step and nothing generated in the repository.
 * @param entry absolute path of the program's first file
 */
export async function bundle(entry: string): Promise<string> {
  const built = await build({
    configFile: false,
    root: dirname(entry),
    publicDir: false,
    envDir: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry, formats: ['iife'], name: 'page', fileName: 'page' },
    },
  });
  const outputs = Array.isArray(built) ? built : 'output' in built ? [built] : [];
  return outputs
    .flatMap(({ output }) => output.map((part) => (part.type === 'chunk' ? part.code : '')))
    .join('');
}
