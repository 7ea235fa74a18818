import type { Preparation, Scope } from '../../cases/case.ts';
import { OperationFailure, serveOperations, type Parcel } from '../../omadm/http/json-service.ts';
import type { HttpService } from '../../omadm/http/serve.ts';
import type { Target, TargetSession } from '../target.ts';
import type { LaboratoryOperation } from './operations.ts';

/** A device whose state can be given and read from outside, and which answers documents. */
export interface LaboratoryDevice {
  /** The device of the case under way. */
  handle(document: Uint8Array): Promise<Uint8Array | undefined>;
  readonly service: HttpService;
  close(): Promise<void>;
}

/**
 * Offers a target of this process as a laboratory device to others.
 * @param sync begins a DM session, if none is open
 */
export async function serveLaboratory(
  target: Target,
  { token, port, sync }: { readonly token: string; readonly port?: number; readonly sync: () => void },
): Promise<LaboratoryDevice> {
  let session: TargetSession | undefined;
  const running = (): TargetSession => {
    if (session === undefined) {
      throw new OperationFailure('laboratory', 'no device was opened yet: the operation "open" comes first');
    }
    return session;
  };
  const operations: Readonly<Record<LaboratoryOperation, (parcel: Parcel) => Promise<Parcel>>> = {
    identity: async () => ({
      json: { identity: await target.identity(), capabilities: await target.capabilities() },
    }),
    open: async (parcel) => {
      const before = session;
      session = undefined;
      await before?.cleanUp();
      session = await target.open(jsonOf(parcel) as Preparation);
      return undefined;
    },
    'read-stores': async () => ({ json: await running().readStores() }),
    'read-scep-log': async () => ({ json: await running().readScepLog() }),
    'remove-keys': async (parcel) => {
      await running().removeKeys((jsonOf(parcel) as { scope: Scope }).scope);
      return undefined;
    },
    wait: async (parcel) => {
      await running().wait((jsonOf(parcel) as { seconds: number }).seconds);
      return undefined;
    },
    sync: () => {
      sync();
      return Promise.resolve(undefined);
    },
  };
  const service = await serveOperations(operations, { token, ...(port === undefined ? {} : { port }) });
  return {
    handle: (document) => running().exchange(document),
    service,
    close: () => service.close(),
  };
}

function jsonOf(parcel: Parcel): unknown {
  if (parcel === undefined || !('json' in parcel))
    throw new OperationFailure('laboratory', 'JSON is missing');
  return parcel.json;
}
