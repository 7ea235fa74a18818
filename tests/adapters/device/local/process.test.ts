import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { localManagement } from '../../../../adapters/device/local/management.ts';
import { ownProgram, startProcess, type Program } from '../../../../adapters/device/local/process.ts';
import { bundleChild } from '../stand-in/bundle.ts';
import { temporaryFolder } from '../stand-in/environment.ts';
import { failureOf } from './behaviour.ts';

const patience = 30_000;

/** Node.js, with a program given on its command line. */
const script = (source: string): Program => ({
  ...ownProgram,
  arguments: ['--input-type=module', '--eval', source],
});

/** Has `socket` connected to the suite, and `token`. */
const met = `
  import { connect } from 'node:net';
  const [port, token] = process.env.CONFORM_LOCAL_MANAGEMENT.split(':');
  const socket = connect(Number(port), '127.0.0.1');
`;

describe('the process beside the suite', () => {
  it('that can not be started is told of', async () => {
    const management = localManagement({ program: { ...ownProgram, command: '/no/such/node' }, patience });
    expect(await failureOf(management.register())).toMatch(/starting it failed: .* could not be started: /);
  });

  it('that ends before it is heard of is told of', async () => {
    const management = localManagement({ program: script('process.exit(3)'), patience });
    expect(await failureOf(management.register())).toContain('ended with code 3');
  });

  it('that is never heard of is ended', async () => {
    const management = localManagement({ program: script('setInterval(() => {}, 1000)'), patience: 500 });
    expect(await failureOf(management.register())).toContain('did not start within 500 ms');
  });

  it.each([
    ['garbage', 'garbage'],
    ['another token', '{"token":"00"}'],
    ['no object', 'null'],
  ])('is not taken for one that says %s', async (_, line) => {
    const source = `${met}
      socket.write(${JSON.stringify(`${line}\n`)});
      socket.on('error', () => {});
      socket.on('close', () => process.exit(9));`;
    const management = localManagement({ program: script(source), patience });
    expect(await failureOf(management.register())).toContain('ended with code 9');
  });

  it('is heard of beside strangers', async () => {
    const source = `${met}
      const stranger = connect(Number(port), '127.0.0.1', () => {
        stranger.write('{"token":"00"}\\n');
      });
      stranger.on('error', () => {});
      stranger.on('close', () => socket.write(JSON.stringify({ token }) + '\\n'));
      socket.on('data', () => socket.write('{"kind":"returned","hresult":7}\\n'));
      socket.on('end', () => process.exit());`;
    const running = await startProcess(script(source), patience);
    expect(await running.ask({ call: 'register' }, patience)).toEqual({ kind: 'returned', hresult: 7 });
    await running.end();
  });

  it('is replaced where somebody else ends it while there is nothing to do', async () => {
    const source = `${met}
      socket.write(JSON.stringify({ token }) + '\\n');
      socket.on('data', () => {
        socket.write(JSON.stringify({ kind: 'returned', hresult: 0, result: String(process.pid) }) + '\\n');
      });
      socket.on('end', () => process.exit());`;
    const management = localManagement({ program: script(source), patience });
    const ask = async (): Promise<number> => Number((await management.apply('', patience)).result);
    const first = await ask();
    process.kill(first);
    await vi.waitFor(
      () => {
        expect(() => process.kill(first, 0)).toThrow();
      },
      { timeout: patience },
    );
    expect(await ask()).not.toBe(first);
    await management.close();
  });

  it('has a port that is closed once it is there', async () => {
    const source = `${met}
      socket.write(JSON.stringify({ token }) + '\\n');
      socket.on('data', () => socket.write(JSON.stringify({ kind: 'failed', reason: port }) + '\\n'));
      socket.on('end', () => process.exit());`;
    const running = await startProcess(script(source), patience);
    const reply = await running.ask({ call: 'unregister' }, patience);
    const port = reply.kind === 'failed' ? Number(reply.reason) : 0;
    const refused = await new Promise((resolve) => {
      connect(port, '127.0.0.1').once('error', resolve);
    });
    expect(refused).toMatchObject({ code: 'ECONNREFUSED' });
    await running.end();
  });
});

describe('without koffi', () => {
  const folder = temporaryFolder();
  beforeAll(() => bundleChild(folder.path));
  afterAll(folder.remove);

  it('says how to get it, in one line', async () => {
    const program = { ...ownProgram, arguments: [join(folder.path, 'child.mjs')] };
    const management = localManagement({ program, patience });
    const message = await failureOf(management.register());
    expect(message).toMatch(/koffi.* is missing; run npm install without --omit=optional$/);
    expect(message).not.toContain('\n');
  });
});
