import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultAnswers } from '../../../simulator/answers.ts';
import { tpmTakes, type KeyShape } from '../../../simulator/keys/tpm.ts';
import { isInstalled, run } from '../../pki/scep/programs.ts';
import { pem } from '../../pki/openssl.ts';
import { pool } from './laboratory.ts';

// The modelled TPM, with the default answers, beside a real one in software: swtpm, spoken to by tpm2-tools.
const isThere = ['swtpm', 'tpm2_create', 'tpm2_import'].every(isInstalled);

describe.skipIf(!isThere)('the modelled TPM and swtpm (packages swtpm, tpm2-tools)', () => {
  let folder: string;
  let tpm: ChildProcess;
  let environment: Record<string, string>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'swtpm-'));
    const port = await freePorts();
    const channel = (name: string, at: number): string[] => [
      `--${name}`,
      `type=tcp,port=${at},bindaddr=127.0.0.1`,
    ];
    tpm = spawn(
      'swtpm',
      [
        ...['socket', '--tpm2', '--tpmstate', `dir=${folder}`],
        ...channel('server', port),
        ...channel('ctrl', port + 1),
        ...['--flags', 'not-need-init,startup-clear'],
      ],
      { stdio: 'ignore' },
    );
    environment = { TPM2TOOLS_TCTI: `swtpm:host=127.0.0.1,port=${port}` };
    let output = '';
    // tpm2-tools fail until swtpm listens.
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const { code, output: printed } = await tool('createprimary', '-C', 'o', '-c', 'primary.ctx');
      if (code === 0) return;
      output = printed;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`swtpm does not answer: ${output}`);
  });
  afterAll(async () => {
    tpm.kill();
    if (tpm.exitCode === null) await once(tpm, 'exit');
    await rm(folder, { recursive: true, force: true });
  });

  async function tool(
    name: string,
    ...parameters: string[]
  ): Promise<{ code: number | null; output: string }> {
    const result = await run(`tpm2_${name}`, parameters, { cwd: folder, environment });
    // There is no resource manager: what is loaded stays loaded, and three objects fill the TPM.
    await run('tpm2_flushcontext', ['-t'], { cwd: folder, environment });
    return result;
  }

  /** Whether the TPM takes a key, by tpm2-tools' name for its kind. */
  async function makes(kind: string): Promise<boolean> {
    const { code } = await tool('create', '-C', 'primary.ctx', '-G', kind, '-u', 'key.pub', '-r', 'key.priv');
    return code === 0;
  }

  it.each<[string, KeyShape]>([
    ['rsa1024', { algorithm: 'RSA', bits: 1024 }],
    ['rsa2048', { algorithm: 'RSA', bits: 2048 }],
    ['rsa4096', { algorithm: 'RSA', bits: 4096 }],
    ['ecc256', { algorithm: 'EC', bits: 256 }],
    ['ecc384', { algorithm: 'EC', bits: 384 }],
  ])('A-25: agree whether %s is made in the TPM', async (kind, shape) => {
    expect(tpmTakes(shape, defaultAnswers)).toBe(await makes(kind));
  });

  it.each(['rsa-1024', 'rsa-2048', 'rsa-4096'] as const)(
    'A-25: agree whether a key of a PFX, %s, is imported',
    async (kind) => {
      const { pkcs8 } = pool.identity(kind, 0);
      await writeFile(join(folder, 'key.pem'), pem('PRIVATE KEY', pkcs8));
      const names = ['-i', 'key.pem', '-u', 'key.pub', '-r', 'key.priv'];
      const { code } = await tool('import', '-C', 'primary.ctx', '-G', 'rsa', ...names);
      const shape = { algorithm: 'RSA', bits: Number(kind.slice(4)) };
      expect(tpmTakes(shape, defaultAnswers)).toBe(code === 0);
    },
  );
});

/** The first of two ports that follow each other: tpm2-tools look for the control channel after the other one. */
async function freePorts(): Promise<number> {
  for (;;) {
    const first = createServer();
    const second = createServer();
    try {
      await once(first.listen(0, '127.0.0.1'), 'listening');
      const { port } = first.address() as AddressInfo;
      await once(second.listen(port + 1, '127.0.0.1'), 'listening');
      return port;
    } catch {
      // The second one is taken.
    } finally {
      first.close();
      second.close();
    }
  }
}
