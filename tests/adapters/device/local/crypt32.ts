import { createHash } from 'node:crypto';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { simulatorTarget } from '../../../../adapters/simulator.ts';
import type { Case } from '../../../../cases/case.ts';
import { families } from '../../../../generators/families.ts';
import { readSyncML } from '../../../../syncml/read.ts';
import type { Command } from '../../../../syncml/message.ts';
import { bytesOf, casesOf } from '../../../generators/laboratory.ts';
import { sources } from '../stand-in/environment.ts';
import { windowsPath, type WineEnvironment } from '../stand-in/wine.ts';

interface Pfx {
  readonly pfx: string;
  readonly password: string;
}

interface Installed extends Pfx {
  /** As the virtual device shows it in its store. */
  readonly thumbprint: string;
}

interface Found {
  /** DER, base64. */
  readonly certificate: string;
  readonly hasPrivateKey: boolean;
}

/** The PFX that a case sends, where its password is not encrypted. */
function pfxIn(testCase: Case): Pfx | undefined {
  const values = new Map<string, string>();
  for (const step of testCase.steps) {
    if (step.kind !== 'send') continue;
    const read = readSyncML(bytesOf(step.payload));
    if (read.ok) note(read.message.commands, values);
  }
  const pfx = values.get('PFXCertBlob');
  if (pfx === undefined || values.has('PFXCertPasswordEncryptionType')) return undefined;
  return { pfx, password: values.get('PFXCertPassword') ?? '' };
}

function note(commands: readonly Command[], values: Map<string, string>): void {
  for (const command of commands) {
    if (command.kind === 'Atomic' || command.kind === 'Sequence') note(command.commands, values);
    if (command.kind !== 'Add') continue;
    for (const { target, data } of command.items) {
      const name = target?.locUri.split('/').at(-1);
      if (name !== undefined && data !== undefined) values.set(name, data.text);
    }
  }
}

/** What a virtual device has installed of valid cases, one certificate each. */
async function installedByDevice(): Promise<readonly Installed[]> {
  const valid = families
    .flatMap((family) => casesOf(family, 1))
    .filter(({ id }) => id.startsWith('pfx/R-PFX-12/combinations/valid/'));
  const installed: Installed[] = [];
  for (const testCase of valid) {
    const pfx = pfxIn(testCase);
    const session = await simulatorTarget().open(testCase.preparation);
    for (const step of testCase.steps) {
      if (step.kind === 'send') await session.exchange(bytesOf(step.payload));
    }
    const entries = (await session.readStores()).filter(({ store }) => store === 'My');
    const [entry] = entries;
    if (pfx !== undefined && entry !== undefined && entries.length === 1) {
      installed.push({ ...pfx, thumbprint: entry.thumbprint });
    }
  }
  return installed;
}

/**
 * Wine reads PFX files by GnuTLS, which knows fewer kinds of them than Windows: what it can not read is left out, so this
 * says nothing of them.
 */
export function describeCrypt32(environmentOf: () => WineEnvironment): void {
  it('the certificate store of crypt32 has what a device installs, by the thumbprint that the device shows', async () => {
    const { folder, runScript } = environmentOf();
    const script = join(folder, 'crypt32.mjs');
    copyFileSync(join(sources, 'crypt32.mjs'), script);
    const ask = (work: 'install' | 'find', input: unknown): unknown => {
      const files = ['in', 'out'].map((name) => join(folder, `${work}-${name}.json`));
      const [given = '', answered = ''] = files;
      writeFileSync(given, JSON.stringify(input));
      runScript(script, [work, ...files.map(windowsPath)]);
      return JSON.parse(readFileSync(answered, 'utf8'));
    };

    const all = await installedByDevice();
    const readable = ask('install', all) as readonly boolean[];
    const installed = all.filter((_, index) => readable[index]);
    expect(installed.length).toBeGreaterThan(2);
    // In a process of its own, so that it comes from what Windows has kept.
    const found = ask(
      'find',
      installed.map(({ thumbprint }) => thumbprint),
    ) as readonly (Found | null)[];
    for (const [index, { thumbprint }] of installed.entries()) {
      const certificate = Buffer.from(found[index]?.certificate ?? '', 'base64');
      expect(createHash('sha1').update(certificate).digest('hex').toUpperCase()).toBe(thumbprint);
      expect(found[index]?.hasPrivateKey).toBe(true);
    }
    expect(ask('find', ['00'.repeat(20)])).toEqual([null]);
  });
}
