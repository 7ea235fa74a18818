import { existsSync, readFileSync, rmSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cleanUpDevice } from '../../../adapters/device/clean-up.ts';
import { demandConsent } from '../../../adapters/device/consent.ts';
import { openJournal } from '../../../adapters/device/journal.ts';
import { cleanUpBefore, waitNotes } from '../../../adapters/device/prepare.ts';
import { deviceFrom } from '../../../adapters/device/settings.ts';
import { pool } from './cases.ts';
import { add, caseOf, csp, deviceBench, opened, preparation } from './device-bench.ts';
import { FakeWindows, smbiosUuid } from './fake-windows.ts';

const bench = deviceBench();

describe('consent', () => {
  it('is asked for before anything else', () => {
    expect(() => {
      demandConsent(undefined, {});
    }).toThrow(/--yes-change-this-device/);
    expect(() => {
      demandConsent(undefined, { CONFORM_YES_CHANGE_THIS_DEVICE: 'maybe' });
    }).toThrow(RangeError);
    demandConsent(true, {});
    demandConsent(undefined, { CONFORM_YES_CHANGE_THIS_DEVICE: '1' });
    expect(() => deviceFrom({ device: 'local' }, {})).toThrow(/changes the machine/);
  });
});

describe('a machine that is not fit', () => {
  it.each([
    ['a server', { isClient: false, edition: 'ServerStandard' }, /Windows Server/],
    ['a 32-bit process', { is64BitProcess: false }, /32-bit/],
    ['a user without elevation', { isElevated: false }, /not elevated/],
    ['an enrolled machine', { enrolledIn: ['MS DM Server'] }, /enrolled in MS DM Server/],
    [
      'one that another tool has registered',
      { isRegistered: true },
      /registered for local management by another/,
    ],
  ])('is left alone: %s', async (_, description, reason) => {
    const machine = new FakeWindows(pool, { description });
    const target = bench.targetOn(machine);
    await expect(target.capabilities()).rejects.toThrow(reason);
    await expect(target.open(preparation)).rejects.toThrow(reason);
    await target.close();
    expect(new Set(machine.calls)).toEqual(new Set(['describe']));
    expect(existsSync(bench.journal().file)).toBe(false);
  });

  it('is taken where it is allowed by name', async () => {
    const machine = new FakeWindows(pool, { description: { enrolledIn: ['MS DM Server'] } });
    const target = bench.targetOn(machine, { allow: { enrolled: true } });
    await target.capabilities();
    // Not the run's alone: what stands above the requests belongs to others too.
    const parents = add(`${csp}/PFXCertInstall`);
    expect(target.refusal?.(caseOf(parents))).toMatch(/above the certificate requests/);
    await target.close();
    expect(machine.leftovers()).toEqual([]);
  });
});

describe('certificate requests of others', () => {
  const occupied = async (): Promise<FakeWindows> => {
    const machine = new FakeWindows(pool);
    const target = bench.targetOn(machine);
    const session = await opened(target);
    await session.exchange(add(`${csp}/PFXCertInstall/Theirs`));
    // As if somebody else had made it: nobody cleans up, and the journal is gone.
    rmSync(bench.journal().file);
    bench.newJournal();
    await bench.connectionTo(machine).unregister();
    machine.flag = { kind: 'number', value: 0 };
    return machine;
  };

  it('keep the run from beginning, and the machine is as it was', async () => {
    const machine = await occupied();
    const target = bench.targetOn(machine);
    await expect(target.capabilities()).rejects.toThrow(/did not make, such as .*PFXCertInstall\/Theirs/);
    await target.close();
    expect(machine.leftovers()).toEqual(['requests Theirs']);
    expect(existsSync(bench.journal().file)).toBe(false);
  });

  it('stay untouched where the run is allowed all the same', async () => {
    const machine = await occupied();
    const target = bench.targetOn(machine, { allow: { existingRequests: true } });
    await target.capabilities();
    expect(
      target.refusal?.(caseOf(add('./Vendor/MSFT/ClientCertificateInstall/PFXCertInstall/theirs'))),
    ).toMatch(/was on the machine before/);
    const session = await opened(target);
    await session.exchange(add(`${csp}/PFXCertInstall/Ours`));
    await expect(session.exchange(add(`${csp}/PFXCertInstall/Theirs/X`))).rejects.toThrow(/before the run/);
    await session.cleanUp();
    await target.close();
    expect(machine.leftovers()).toEqual(['requests Theirs']);
  });
});

describe('the journal', () => {
  it('knows of a request before it is sent', async () => {
    const machine = new FakeWindows(pool);
    const known: boolean[] = [];
    const target = bench.targetOn({
      answer: (script, data) => {
        if (script === 'apply' && JSON.stringify(data).includes('/Alpha')) {
          known.push(readFileSync(bench.journal().file, 'utf8').includes(`${csp}/PFXCertInstall/Alpha`));
        }
        return machine.answer(script, data);
      },
    });
    const session = await opened(target);
    await session.exchange(add(`${csp}/PFXCertInstall/Alpha`));
    expect(known).toEqual([true]);
    await session.cleanUp();
    await target.close();
    expect(existsSync(bench.journal().file)).toBe(false);
  });

  it('keeps a second run away until the first is cleaned up', async () => {
    const machine = new FakeWindows(pool);
    await bench.targetOn(machine).capabilities();
    machine.registered = false;
    const second = bench.targetOn(machine);
    await expect(second.capabilities()).rejects.toThrow(/has not been cleaned up.*conform cleanup/);
    await second.close();
    const connection = bench.connectionTo(machine);
    await cleanUpDevice(connection, openJournal(bench.journal().file));
    expect(machine.leftovers()).toEqual([]);
  });

  it('is not carried out on another machine', async () => {
    bench.journal().begin({ kind: 'begun', smbiosUuid: `${smbiosUuid}1`, computerName: 'OTHER', at: 'now' });
    const machine = new FakeWindows(pool);
    const connection = bench.connectionTo(machine);
    await expect(cleanUpDevice(connection, bench.journal())).rejects.toThrow(
      /is about OTHER, but the machine .* is WIN11/,
    );
    expect(machine.calls).toEqual(['describe']);
  });

  it('stays, with what is left, where the machine does not let itself be cleaned up', async () => {
    const machine = new FakeWindows(pool);
    let stubborn = false;
    const target = bench.targetOn({
      answer: (script, data) =>
        stubborn && script === 'apply' && JSON.stringify(data).includes('<Delete>')
          ? { registered: 0, hresult: 0, result: '' }
          : machine.answer(script, data),
    });
    const session = await opened(target);
    stubborn = true;
    await session.exchange(add(`${csp}/PFXCertInstall/Alpha`));
    await expect(session.cleanUp()).rejects.toThrow(/Alpha is not deleted \(Status none\).*conform cleanup/);
    // The next case would be blamed for it.
    await expect((await opened(target)).exchange(add(`${csp}/PFXCertInstall/Bravo`))).rejects.toThrow(
      /Alpha is not deleted/,
    );
    await expect(target.close()).rejects.toThrow(/Alpha is not deleted/);
    expect(existsSync(bench.journal().file)).toBe(true);
    stubborn = false;
    const connection = bench.connectionTo(machine);
    await cleanUpDevice(connection, openJournal(bench.journal().file));
    expect(machine.leftovers()).toEqual([]);
    expect(existsSync(bench.journal().file)).toBe(false);
  });
});

describe('a run that goes on', () => {
  it('is not cleaned up before while its earlier part lives, and needs no machine where nothing is left', async () => {
    const settings = { device: 'ssh://nowhere.invalid', journals: dirname(bench.journal().file) };
    expect(await cleanUpBefore(settings)).toEqual([]);
    const journal = openJournal(join(settings.journals, 'nowhere.invalid-22.jsonl'));
    // Whoever has started these tests lives as long as they do.
    const owner = { pid: process.ppid, host: hostname() };
    journal.begin({ kind: 'begun', smbiosUuid, computerName: 'WIN11', at: 'now', owner });
    await expect(cleanUpBefore(settings)).rejects.toThrow(/still going on, as process \d+/);
    journal.finish();
  });

  it('says how long cases wait, where they may', () => {
    expect(waitNotes({ device: 'local' })).toEqual([]);
    expect(waitNotes({ device: 'local', longestWait: 360 })).toEqual([expect.stringMatching(/up to 360 s/)]);
  });
});
