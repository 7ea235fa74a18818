import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { deletionOf } from '../../../adapters/mdm/clean-up.ts';
import { omaDmTarget } from '../../../adapters/mdm/oma-dm.ts';
import { startOwnLaboratory, type OwnLaboratory } from '../../../adapters/mdm/own-laboratory.ts';
import { simulatorTarget } from '../../../adapters/simulator.ts';
import type { Target } from '../../../adapters/target.ts';
import type { Case } from '../../../cases/case.ts';
import type { Verdict } from '../../../cases/verdict.ts';
import { faultNamed } from '../../../faults/catalogue.ts';
import { families } from '../../../generators/families.ts';
import { tryCase } from '../../../runner/trial.ts';
import { casesOf } from '../../generators/laboratory.ts';
import { startLaboratory, type ServerLaboratory } from '../../omadm/server/laboratory.ts';

/** Some of every family, so that every kind of step and of broken document is among them. */
const sample: readonly Case[] = families.flatMap((family) => {
  const cases = casesOf(family, 3);
  const step = Math.max(1, Math.ceil(cases.length / 3));
  return cases.filter((_, index) => index % step === 0);
});

async function verdictsOn(target: Target, cases: readonly Case[]): Promise<readonly [string, Verdict][]> {
  const capabilities = await target.capabilities();
  const bench = { target, capabilities, patience: 60_000, now: () => 0 };
  const verdicts: [string, Verdict][] = [];
  for (const testCase of cases) verdicts.push([testCase.id, (await tryCase(bench, testCase)).verdict]);
  return verdicts;
}

describe('the virtual device in a process of its own, over TLS', { timeout: 300_000 }, () => {
  let laboratory: OwnLaboratory;
  let target: Target;
  beforeAll(async () => {
    laboratory = await startOwnLaboratory(1);
    target = omaDmTarget({ mdm: 'oma-dm', control: laboratory.controlFile });
  }, 120_000);
  afterAll(async () => {
    await target.close();
    await laboratory.stop();
  });

  test('gets the verdicts that it gets in this process, case by case', async () => {
    expect(sample.length).toBeGreaterThan(200);
    expect(await verdictsOn(target, sample)).toEqual(await verdictsOn(simulatorTarget(), sample));
  });

  test('says who it is', async () => {
    expect(await target.identity()).toMatchObject({
      target: 'mdm',
      description: expect.stringContaining('virtual device') as string,
    });
  });
});

test('a wrong device is found out over the protocol as in this process', { timeout: 300_000 }, async () => {
  const fault = 'atomic-without-rollback';
  const laboratory = await startOwnLaboratory(1, [`--fault=${fault}`]);
  const target = omaDmTarget({ mdm: 'oma-dm', control: laboratory.controlFile });
  try {
    const cases = sample.filter(({ aims }) => aims.includes('R-DM-08') || aims.includes('R-GEN-02'));
    const verdicts = await verdictsOn(target, cases);
    const { adjust: adjustRules } = faultNamed(fault);
    expect(verdicts).toEqual(await verdictsOn(simulatorTarget({ adjustRules }), cases));
    expect(verdicts.map(([, { kind }]) => kind)).toContain('violation');
  } finally {
    await target.close();
    await laboratory.stop();
  }
});

describe('a device that nobody can look into', { timeout: 300_000 }, () => {
  function targetOn({ server }: ServerLaboratory): Target {
    const folder = mkdtempSync(join(tmpdir(), 'conform-test-'));
    const control = join(folder, 'control.json');
    writeFileSync(control, JSON.stringify(server.control));
    const target = omaDmTarget({ mdm: 'oma-dm', control });
    onTestFinished(async () => {
      await target.close();
      rmSync(folder, { recursive: true });
    });
    return target;
  }

  /** Lets the device begin a session whenever none is open, as one that syncs by its own schedule. */
  function syncing(client: Awaited<ReturnType<ServerLaboratory['client']>>): void {
    let over = false;
    onTestFinished(() => {
      over = true;
    });
    const again = (): void => {
      if (!over) void client.sync().then(again);
    };
    again();
  }

  test('is judged by what it answers, and left as it was', async () => {
    const laboratory = await startLaboratory({ hold: 50 });
    const client = await laboratory.client();
    syncing(client);
    const target = targetOn(laboratory);
    const cases = sample.filter(({ level }) => level === 'matrix').slice(0, 60);
    const kinds = new Map<string, number>();
    for (const [id, { kind }] of await verdictsOn(target, cases)) {
      expect(['conform', 'not-tested'], id).toContain(kind);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    expect(kinds.get('conform')).toBeGreaterThan(20);
    expect(await target.identity()).toMatchObject({ edition: '10.0.26100' });
    // What is below the CSP now is what was there before: nothing.
    const session = await target.open(cases[0]?.preparation ?? neverThere());
    const request = deletionOf([Buffer.from(address('PFXCertInstall/None'))])?.document ?? new Uint8Array();
    const listing = Buffer.from(request)
      .toString()
      .replaceAll('Delete>', 'Get>')
      .replace('PFXCertInstall/None', 'PFXCertInstall');
    const reply = Buffer.from((await session.exchange(Buffer.from(listing))) ?? []).toString();
    expect(reply).toMatch(/<CmdRef>1<\/CmdRef><Cmd>Get<\/Cmd><Data>200<\/Data>/);
    expect(reply).not.toMatch(/<Results>[^]*<Data>[^<]+/);
    await session.cleanUp();
  });

  test('of another edition is not judged by the wrong rules', async () => {
    const laboratory = await startLaboratory({ hold: 50 });
    syncing(await laboratory.client({ edition: '10.0.10586' }));
    const target = targetOn(laboratory);
    const [[, verdict] = []] = await verdictsOn(target, sample.slice(0, 1));
    expect(verdict).toMatchObject({
      kind: 'not-tested',
      reason: expect.stringContaining('--edition=10.0.10586') as string,
    });
  });
});

const address = (path: string): string =>
  `<LocURI>./Device/Vendor/MSFT/ClientCertificateInstall/${path}</LocURI>`;

function neverThere(): never {
  throw new Error('the sample is empty');
}

describe('the document that cleans up', () => {
  test('deletes what was named, once, and nothing above it or beside the CSP', () => {
    const sent = [
      address('PFXCertInstall/Alpha/KeyLocation'),
      address('PFXCertInstall/Alpha'),
      address('SCEP/A&amp;B/Install/Enroll'),
      address('PFXCertInstall'),
      '<LocURI>./Vendor/MSFT/Reboot/RebootNow</LocURI>',
    ].map((text) => Buffer.from(text));
    const { document, user } = deletionOf(sent) ?? {};
    const text = Buffer.from(document ?? []).toString();
    expect([...text.matchAll(/<LocURI>(\.\/Device[^<]*)/g)].map(([, locUri]) => locUri)).toEqual([
      './Device/Vendor/MSFT/ClientCertificateInstall/PFXCertInstall/Alpha',
      './Device/Vendor/MSFT/ClientCertificateInstall/SCEP/A&amp;B',
    ]);
    expect(user).toBe(false);
    expect(deletionOf([Buffer.from('nothing')])).toBeUndefined();
  });
});
