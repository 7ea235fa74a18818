import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach } from 'vitest';
import type { DeviceConnection } from '../../../adapters/device/connection.ts';
import { journalMemory, openJournal, type Journal } from '../../../adapters/device/journal.ts';
import { powershellConnection } from '../../../adapters/device/powershell/connection.ts';
import { powershellOver } from '../../../adapters/device/powershell/powershell.ts';
import { deviceTarget, type DeviceTargetOptions } from '../../../adapters/device/target.ts';
import type { Target, TargetSession } from '../../../adapters/target.ts';
import type { Case, Preparation } from '../../../cases/case.ts';
import { defaultEdition } from '../../../csp/editions.ts';
import { fakeCarrier } from './fake-carrier.ts';
import type { FakeWindows } from './fake-windows.ts';

export const csp = './Device/Vendor/MSFT/ClientCertificateInstall';
export const preparation: Preparation = {
  edition: defaultEdition,
  tpm: true,
  certificates: [],
  helloContainers: [],
};

/** What a test of the target needs, with a journal for each. */
export interface DeviceBench {
  journal(): Journal;
  /** As if the journal of before were lost. */
  newJournal(): void;
  connectionTo(machine: Pick<FakeWindows, 'answer'>): DeviceConnection;
  targetOn(machine: Pick<FakeWindows, 'answer'>, options?: Partial<DeviceTargetOptions>): Target;
}

export function deviceBench(): DeviceBench {
  const folder = mkdtempSync(join(tmpdir(), 'conform-device-'));
  let files = 0;
  let journal: Journal;
  const newJournal = (): void => {
    journal = openJournal(join(folder, String(files++)));
  };
  beforeEach(newJournal);
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const connectionTo = (machine: Pick<FakeWindows, 'answer'>): DeviceConnection =>
    powershellConnection(powershellOver(fakeCarrier(machine)), journalMemory(journal));
  return {
    journal: () => journal,
    newJournal,
    connectionTo,
    targetOn: (machine, options = {}) =>
      deviceTarget(connectionTo(machine), { journal, address: 'fake', run: 'test', ...options }),
  };
}

/** A message that makes a node and triggers nothing. */
export function add(address: string): Buffer {
  return Buffer.from(
    `<SyncBody><Add><CmdID>1</CmdID><Item><Target><LocURI>${address}</LocURI></Target><Meta><Format xmlns="syncml:metinf">node</Format></Meta></Item></Add><Final/></SyncBody>`,
  );
}

export function caseOf(...documents: readonly Buffer[]): Case {
  return {
    id: 'x/y/z/1',
    level: 'example',
    aims: [],
    faults: [],
    title: '',
    preparation,
    steps: documents.map((document) => ({ kind: 'send', payload: { text: document.toString('utf8') } })),
  };
}

export function opened(target: Target): Promise<TargetSession> {
  return target.open(preparation);
}
