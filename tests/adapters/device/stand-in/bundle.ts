import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const entry = fileURLToPath(new URL('../../../../adapters/device/local/child.ts', import.meta.url));

/**
 * Makes child.mjs in a folder: local/child.ts as one file of JavaScript. Node.js for Windows needs it, since tsx rests on
 * a program that was installed for this system.
 */
export async function bundleChild(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      ssr: entry,
      outDir: folder,
      emptyOutDir: false,
      target: 'node20',
      rolldownOptions: { external: ['koffi'], output: { entryFileNames: 'child.mjs' } },
    },
  });
}
