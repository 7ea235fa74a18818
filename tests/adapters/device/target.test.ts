import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { probeDevice } from '../../../adapters/device/probe-device.ts';
import { simulatorTarget } from '../../../adapters/simulator.ts';
import type { Case } from '../../../cases/case.ts';
import { execute } from '../../../runner/execute.ts';
import { tryCase } from '../../../runner/trial.ts';
import { installingCases, pool, someCases } from './cases.ts';
import { add, caseOf, csp, deviceBench, opened, preparation } from './device-bench.ts';
import { FakeWindows } from './fake-windows.ts';

const bench = deviceBench();

describe('a run', () => {
  it('gives the verdicts of the simulator, byte for byte sent, and leaves the machine as it was', async () => {
    const machine = new FakeWindows(pool);
    const target = bench.targetOn(machine);
    const simulator = simulatorTarget();
    const capabilities = await target.capabilities();
    const trial = { capabilities, patience: 60_000, now: () => 0 };
    let executed = 0;
    for (const testCase of someCases(pool, 12)) {
      machine.bodies.length = 0;
      const { verdict, observation, case: whole } = await tryCase({ ...trial, target }, testCase);
      if (verdict.kind === 'not-tested') continue;
      executed++;
      expect(observation.steps.filter(({ kind }) => kind === 'failure')).toEqual([]);
      expect(verdict).toEqual((await tryCase({ ...trial, target: simulator }, testCase)).verdict);
      const sent = whole.steps.filter((step) => step.kind === 'send');
      for (const [index, { payload }] of sent.entries()) {
        expect('text' in payload ? payload.text : '').toContain(machine.bodies[index]);
      }
    }
    await target.close();
    expect(executed).toBeGreaterThan(50);
    expect(machine.leftovers()).toEqual([]);
  });

  it('sees certificates as the simulator does, but for those that were there before', async () => {
    const machine = new FakeWindows(pool);
    const target = bench.targetOn(machine);
    for (const { steps } of installingCases(pool, 12)) {
      const [session, other] = [await opened(target), await simulatorTarget().open(preparation)];
      for (const step of steps) {
        if (step.kind !== 'send' || !('text' in step.payload)) continue;
        await session.exchange(Buffer.from(step.payload.text)).catch(() => undefined);
        await other.exchange(Buffer.from(step.payload.text));
      }
      expect(await session.readStores()).toEqual(await other.readStores());
      await session.cleanUp();
    }
    await target.close();
    expect(machine.leftovers()).toEqual([]);
  });

  it('removes no certificate that was there before, not even one of the suite', async () => {
    const there = pool.identity('rsa-2048', 0).chain.map((certificate, index) => ({
      store: index === 0 ? 'CA' : 'Root',
      thumbprint: createHash('sha1').update(certificate).digest('hex').toUpperCase(),
    }));
    expect(there.length).toBeGreaterThan(0);
    const machine = new FakeWindows(pool, { there, keepsCertificates: true });
    const target = bench.targetOn(machine);
    for (const testCase of installingCases(pool, 8)) await execute(target, testCase, 60_000);
    await target.close();
    expect(machine.calls).toContain('remove-certificates');
    expect(machine.leftovers()).toEqual([]);
  });

  it('does not begin where a certificate is there that its cases install and delete', async () => {
    const { thumbprint } = pool.identity('rsa-2048', 3);
    const machine = new FakeWindows(pool, { there: [{ store: 'My', thumbprint }] });
    const target = bench.targetOn(machine);
    await expect(target.capabilities()).rejects.toThrow(/journal is lost; delete it/);
    await target.close();
    expect(machine.leftovers()).toEqual([]);
  });

  it('tells events of the log, a line each', async () => {
    const target = bench.targetOn(new FakeWindows(pool));
    const session = await opened(target);
    expect(await session.evidence?.()).toEqual([
      '2026-01-01T00:00:00.0000000Z event 404 (error): Fehler',
      '2026-01-01T00:00:01.0000000Z event 309 (information): Zertifikat installiert',
    ]);
    await target.close();
  });

  it('lets one case at a time lay its hand on the machine', async () => {
    const target = bench.targetOn(new FakeWindows(pool));
    const [first, second] = [await opened(target), await opened(target)];
    await first.exchange(add(`${csp}/PFXCertInstall/Alpha`));
    await expect(second.exchange(add(`${csp}/PFXCertInstall/Bravo`))).rejects.toThrow(/one at a time/);
    await first.cleanUp();
    await second.exchange(add(`${csp}/PFXCertInstall/Bravo`));
    await second.cleanUp();
    await target.close();
  });

  it('takes a failure of the call for one of the transport, and nothing for nothing', async () => {
    const machine = new FakeWindows(pool);
    let answer: unknown;
    const target = bench.targetOn({
      answer: (script, data) =>
        script === 'apply' && answer !== undefined ? answer : machine.answer(script, data),
    });
    const session = await opened(target);
    answer = { registered: 0, hresult: 0x80070005 };
    await expect(session.exchange(add(`${csp}/PFXCertInstall/Alpha`))).rejects.toThrow(/E_ACCESSDENIED/);
    answer = { registered: 0, hresult: 0 };
    expect(await session.exchange(add(`${csp}/PFXCertInstall/Alpha`))).toBeUndefined();
    answer = undefined;
    await session.cleanUp();
    await target.close();
  });

  it('carries out no case for another edition, and none that waits longer than it may', async () => {
    const target = bench.targetOn(new FakeWindows(pool), { longestWait: 60 });
    await target.capabilities();
    const testCase = caseOf(add(`${csp}/PFXCertInstall/Alpha`));
    expect(target.refusal?.(testCase)).toBeUndefined();
    expect(target.refusal?.({ ...testCase, preparation: { ...preparation, edition: '10.0.10240' } })).toMatch(
      /--edition=/,
    );
    const waiting = (seconds: number): Case => ({
      ...testCase,
      steps: [...testCase.steps, { kind: 'wait', seconds }],
    });
    expect(target.refusal?.(waiting(60))).toBeUndefined();
    expect(target.refusal?.(waiting(61))).toMatch(/real time/);
    await target.close();
  });
});

describe('the capabilities', () => {
  it.each([
    [{ hasTpm: true }, 'tpm', 'yes'],
    [{ hasTpm: true }, 'no-tpm', 'no'],
    [{ hasTpm: false }, 'tpm', 'no'],
    [{ description: { hasTpm: null } }, 'tpm', 'no'],
    [{ description: { hasTpm: null } }, 'no-tpm', 'no'],
    [{ userLoggedOn: true }, 'user-scope', 'yes'],
    [{ userLoggedOn: false }, 'user-scope', 'no'],
  ] as const)('of a machine with %j: %s %s', async (options, need, answer) => {
    const machine = new FakeWindows(pool, options);
    const target = bench.targetOn(machine);
    expect((await target.capabilities())[need].answer).toBe(answer);
    await target.close();
    expect(machine.leftovers()).toEqual([]);
  });

  it('do not have Atomic where the machine refuses one, with what it said', async () => {
    const machine = new FakeWindows(pool);
    const target = bench.targetOn({
      answer: (script, data) =>
        script === 'apply' && JSON.stringify(data).includes('<Atomic>')
          ? machine.answer(script, {
              syncBody: '<SyncBody><Alert><CmdID>1</CmdID></Alert><Final/></SyncBody>',
            })
          : machine.answer(script, data),
    });
    expect((await target.capabilities()).atomic).toMatchObject({ answer: 'no', reason: /2: none.*P1/ });
    await target.close();
  });
});

describe('the probes', () => {
  it('are answered, or say why not and how, and leave the machine as it was', async () => {
    const machine = new FakeWindows(pool, { userLoggedOn: true });
    const connection = bench.connectionTo(machine);
    const { probes, capabilities, scepServers } = await probeDevice(connection, {
      journal: bench.journal(),
      run: 'test',
    });
    expect(capabilities.atomic.answer).toBe('yes');
    expect(probes.map(({ number }) => number)).toEqual(
      Array.from({ length: 12 }, (_, index) => `P${index + 1}`),
    );
    const answers = Object.fromEntries(probes.map(({ number, answer }) => [number, answer]));
    expect(answers).toMatchObject({ P1: 'yes', P3: 'yes' });
    expect(answers['P2']).toMatch(/^1: 5\d\d, 2: \d+, 3: \d+$/);
    expect(answers['P4']).toMatch(
      /^Format without namespace: \d+; CmdID 313\$: \d+; no CmdID: \d+; whole SyncML: 200$/,
    );
    expect(answers['P12']).toBe(
      'device: 1 certificates, 1 with keys in My; user: 0 certificates, 0 with keys in My',
    );
    expect(scepServers).toEqual([
      {
        url: 'http://scep.conformance.test/',
        isScepCa: false,
        said: 'not reached: no such host (NameResolutionFailure)',
      },
    ]);
    expect(capabilities['scep-servers']).toMatchObject({ answer: 'no', reason: /finds none \(not reached/ });
    for (const { answer, how } of probes) {
      if (how.kind === 'asked') expect(answer).toBeDefined();
      else expect(how.command).not.toBe('');
    }
    expect(machine.leftovers()).toEqual([]);
  });

  it('tell of SCEP servers that answer the machine, and what is missing all the same', async () => {
    const asked: string[] = [];
    const machine = new FakeWindows(pool, {
      web: ({ url }) => {
        asked.push(url);
        return url.startsWith('http://scep.conformance.test/')
          ? { status: 200, contentType: 'application/x-x509-ca-ra-cert' }
          : { status: 404, contentType: 'text/html; charset=utf-8' };
      },
    });
    const { capabilities, scepServers } = await probeDevice(bench.connectionTo(machine), {
      journal: bench.journal(),
      run: 'test',
      scepUrl: 'http://192.0.2.1:8080/certsrv?x=1',
    });
    expect(asked).toEqual([
      'http://scep.conformance.test/?operation=GetCACert',
      'http://192.0.2.1:8080/certsrv?x=1&operation=GetCACert',
    ]);
    expect(scepServers).toMatchObject([
      { isScepCa: true, said: 'a SCEP CA, status 200, application/x-x509-ca-ra-cert' },
      { isScepCa: false, said: 'no SCEP CA, status 404, text/html; charset=utf-8' },
    ]);
    expect(capabilities['scep-servers']).toMatchObject({ answer: 'no', reason: /script of its own/ });
    expect(machine.leftovers()).toEqual([]);
  });
});
