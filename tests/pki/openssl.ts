import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

// null if the program is not there.
const version = spawnSync('openssl', ['version'], { encoding: 'utf8' }).stdout as string | null;

/** Whether the tests that compare with OpenSSL 3 have nothing to compare with. */
export const withoutOpenssl = !/^OpenSSL 3\./.test(version ?? '');

/** Part of the titles, so that a skipped test says why. */
export const needsOpenssl = 'needs the program openssl 3';

/** A directory for the files that openssl reads and writes, removed after the tests of the file that calls this. */
export function openssl(): {
  write: (name: string, content: Uint8Array | string) => string;
  read: (name: string) => Uint8Array;
  /**
   * Runs openssl and returns what it prints. Throws with its messages if it fails.
   *
   * @param command options without blanks, separated by blanks
   * @param more options taken as they are
   */
  run: (command: string, ...more: readonly string[]) => string;
} {
  const directory = mkdtempSync(join(tmpdir(), 'pki-'));
  afterAll(() => {
    rmSync(directory, { recursive: true });
  });
  const path = (name: string): string => join(directory, name);
  return {
    write: (name, content) => {
      writeFileSync(path(name), content);
      return path(name);
    },
    read: (name) => Uint8Array.from(readFileSync(path(name))),
    run: (command, ...more) => {
      const options = [...command.split(' '), ...more];
      const { status, stdout, stderr } = spawnSync('openssl', options, { encoding: 'utf8', cwd: directory });
      if (status !== 0) throw new Error(`openssl ${options.join(' ')}: ${stderr}`);
      return stdout + stderr;
    },
  };
}

/** DER as text with a label, such as CERTIFICATE. */
export function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
}

/** The DER of every PEM block with that label. */
export function blocks(label: string, text: string): Uint8Array[] {
  const pattern = new RegExp(`-----BEGIN ${label}-----([^-]*)-----END ${label}-----`, 'g');
  return [...text.matchAll(pattern)].map(([, body = '']) => Uint8Array.from(Buffer.from(body, 'base64')));
}
