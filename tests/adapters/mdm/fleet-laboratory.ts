import { simulatorTarget } from '../../../adapters/simulator.ts';
import { fleetTarget, type FleetSettings } from '../../../adapters/mdm/fleet/target.ts';
import { TargetFailure, type Target, type TargetSession } from '../../../adapters/target.ts';
import type { Case, Preparation } from '../../../cases/case.ts';
import { defaultEdition } from '../../../csp/editions.ts';
import type { Command } from '../../../syncml/message.ts';
import { messageOf } from '../../../generators/message.ts';
import { writeSyncML } from '../../../syncml/write.ts';
import { expect, onTestFinished } from 'vitest';
import {
  host,
  problemJson,
  startFleet,
  token,
  type FleetOptions,
  type FleetServer,
  type Instead,
} from './fleet-server.ts';

export const preparation: Preparation = {
  edition: defaultEdition,
  tpm: true,
  certificates: [],
  helloContainers: [],
};

/** The driver's target for a server, with times for tests. */
export function targetOn(url: string, changes: Partial<FleetSettings> = {}): Target {
  return fleetTarget({
    url,
    token,
    host: host.hostname,
    pollInterval: 1,
    answerLimit: 60_000,
    requestTimeout: 60_000,
    fetch,
    ...changes,
  });
}

export interface Laboratory {
  readonly server: FleetServer;
  readonly target: Target;
}

/** A Fleet with a virtual device, and the driver for it; the server ends with the test. */
export async function openLaboratory(
  options: FleetOptions = {},
  changes: Partial<FleetSettings> = {},
  prepared: Preparation = preparation,
): Promise<Laboratory> {
  const device = options.device ?? (await simulatorTarget().open(prepared));
  const server = await startFleet({ ...options, device });
  onTestFinished(() => server.close());
  return { server, target: targetOn(server.url, changes) };
}

/** One document with these commands, as the suite sends it. */
export function documentOf(...commands: readonly Command[]): Uint8Array {
  return Buffer.from(writeSyncML(messageOf(commands)));
}

export function caseSending(...documents: readonly (Uint8Array | string)[]): Case {
  return {
    id: 'test',
    level: 'example',
    aims: [],
    faults: [],
    title: 'a case of a test',
    preparation,
    steps: documents.map((document) => ({
      kind: 'send',
      payload: { text: typeof document === 'string' ? document : Buffer.from(document).toString('utf8') },
    })),
  };
}

/** What an exchange comes to: the reply as text, or what stopped it. */
export async function outcomeOf(session: TargetSession, document: Uint8Array): Promise<string> {
  try {
    return Buffer.from((await session.exchange(document)) ?? []).toString('utf8');
  } catch (error) {
    return String(error);
  }
}

/** The failure that a document ends in: one sentence, without the token. */
export async function failureOf(
  document: Uint8Array,
  options: FleetOptions,
  instead: Readonly<Record<string, readonly Instead[]>> = {},
  changes: Partial<FleetSettings> = {},
): Promise<TargetFailure> {
  const { target, server } = await openLaboratory(options, changes);
  for (const [call, answers] of Object.entries(instead)) server.instead(call, ...answers);
  try {
    const session = await target.open(preparation);
    await session.exchange(document);
  } catch (error) {
    if (!(error instanceof TargetFailure)) throw error;
    expect(error.message).not.toContain(token);
    expect(error.message).not.toContain('\n');
    return error;
  }
  throw new Error('nothing failed');
}

/** An error as Fleet says it. */
export function said(status: number, reason: string): Instead {
  return { status, body: problemJson(reason) };
}
