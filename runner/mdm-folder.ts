import { createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RandomBytes } from '../pki/random.ts';
import { newAuthority, type ServerAuthority } from '../omadm/server/identities.ts';
import type { EnrolledDevice } from '../omadm/server/registry.ts';
import { reasonOf } from './input.ts';
import { UsageError } from './usage-error.ts';

/*
 * What a management server keeps between its runs, so that devices stay enrolled: its root with the key, and the
 * devices with their secrets. Only the user reads these files.
 */

interface KeptAuthority {
  readonly certificate: string;
  readonly privateKey: string;
}

/** The root of earlier runs, or a new one. @throws UsageError where it can not be read */
export function openAuthority(folder: string, random: RandomBytes): ServerAuthority {
  const file = join(folder, 'authority.json');
  if (!existsSync(file)) {
    const made = newAuthority('ClientCertificateInstall conformance root', new Date(), random);
    keep(file, {
      certificate: Buffer.from(made.certificate).toString('base64'),
      privateKey: made.privateKey.export({ format: 'pem', type: 'pkcs8' }) as string,
    } satisfies KeptAuthority);
    return made;
  }
  const { certificate, privateKey } = read(file) as KeptAuthority;
  return { certificate: Buffer.from(certificate, 'base64'), privateKey: createPrivateKey(privateKey) };
}

/** The devices that enrolled in earlier runs. @throws UsageError where the file can not be read */
export function readDevices(folder: string): readonly EnrolledDevice[] {
  const file = join(folder, 'devices.json');
  return existsSync(file) ? (read(file) as readonly EnrolledDevice[]) : [];
}

export function keepDevices(folder: string, devices: readonly EnrolledDevice[]): void {
  keep(join(folder, 'devices.json'), devices);
}

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as unknown;
  } catch (error) {
    throw new UsageError(`${file} can not be read: ${reasonOf(error)}. Remove it to begin anew.`);
  }
}

/** Whole or not at all: whoever is cut off in between keeps the old file. */
function keep(file: string, content: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
