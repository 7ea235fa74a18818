import { expect, it } from 'vitest';
import type { DeviceConnection } from '../../../../adapters/device/connection.ts';
import { connectLocally } from '../../../../adapters/device/local/connection.ts';
import { localManagement } from '../../../../adapters/device/local/management.ts';
import { simulatorTarget } from '../../../../adapters/simulator.ts';
import type { TargetSession } from '../../../../adapters/target.ts';
import type { Case, Step } from '../../../../cases/case.ts';
import { families } from '../../../../generators/families.ts';
import { bytesOf, casesOf } from '../../../generators/laboratory.ts';
import type { Environment } from '../stand-in/environment.ts';
import { startStandInServer } from '../stand-in/server.ts';
import { standInMachine, syncBodyOf } from '../stand-in/windows.ts';
import { recordingMachine } from './recording-machine.ts';

const patience = 60_000;

/** What local management takes is a SyncBody; a document without one, or in another encoding, has no equal there. */
function hasBody(testCase: Case): boolean {
  return testCase.steps.every(
    (step) =>
      step.kind !== 'send' ||
      ('text' in step.payload && /^<SyncML xmlns="[^"]*">.*<SyncBody[\s>]/s.test(step.payload.text)),
  );
}

/** One of every seventh family: PFX and SCEP, single nodes, installs, sessions and broken documents. */
const cases = families
  .filter((_, index) => index % 7 === 0)
  .flatMap((family) => casesOf(family, 3).filter(hasBody).slice(-1));

interface Exchanged {
  readonly step: Step['kind'];
  readonly seen: unknown;
}

/** Carries out a case's steps; `send` gives the SyncBody of the answer to a document. */
async function carryOut(
  testCase: Case,
  session: TargetSession,
  send: (document: Uint8Array) => Promise<string>,
): Promise<readonly Exchanged[]> {
  const seen: Exchanged[] = [];
  for (const step of testCase.steps) seen.push({ step: step.kind, seen: await seenIn(step) });
  return seen;

  function seenIn(step: Step): Promise<unknown> {
    switch (step.kind) {
      case 'send':
        return send(bytesOf(step.payload));
      case 'wait':
        return session.wait(step.seconds);
      case 'read-stores':
        return session.readStores();
      case 'read-scep-log':
        return session.readScepLog();
      case 'remove-keys':
        return session.removeKeys(step.scope);
    }
  }
}

async function directly(testCase: Case): Promise<readonly Exchanged[]> {
  const session = await simulatorTarget().open(testCase.preparation);
  return carryOut(testCase, session, async (document) =>
    syncBodyOf(Buffer.from((await session.exchange(document)) ?? []).toString('utf8')),
  );
}

/** The cases give the same answers through the library as without it. */
export function describeCases(environment: () => Environment): void {
  it(`${cases.length} generated cases are answered as by the device itself`, async () => {
    const { program, libraries } = environment();
    const server = await startStandInServer();
    const machine = recordingMachine();
    const management = localManagement({
      program: { ...program, environment: { ...program.environment, ...server.environment } },
      libraries,
    });
    const connection = await connectLocally({
      management,
      machine,
      host: { platform: 'win32', arch: 'x64' },
    });
    try {
      for (const testCase of cases) {
        const standIn = await standInMachine(simulatorTarget(), testCase.preparation);
        server.answerWith(standIn.respond);
        await connection.register();
        const throughLibrary = await carryOut(testCase, standIn.session, (document) =>
          applied(connection, document),
        );
        await connection.unregister();
        expect(standIn.isRegistered()).toBe(false);
        expect(throughLibrary, testCase.id).toEqual(await directly(testCase));
      }
      expect(machine.written.at(-1)).toEqual({ kind: 'number', value: 0 });
    } finally {
      await connection.close();
      await server.close();
    }
  });
}

async function applied(connection: DeviceConnection, document: Uint8Array): Promise<string> {
  const { hresult, result } = await connection.apply(
    syncBodyOf(Buffer.from(document).toString('utf8')),
    patience,
  );
  expect(hresult).toBe(0);
  expect(result).toContain('encoding="utf-16"');
  return syncBodyOf(result ?? '');
}
