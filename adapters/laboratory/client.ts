import type { Preparation, Scope } from '../../cases/case.ts';
import type { ScepServerLog, StoreEntry } from '../../cases/observation.ts';
import {
  OperationFailure,
  openService,
  type Parcel,
  type ServiceAddress,
} from '../../omadm/http/json-service.ts';
import { TargetFailure, type Capabilities, type TargetIdentity, type TargetSession } from '../target.ts';
import type { LaboratoryOperation } from './operations.ts';

/** A device that another process offers by adapters/laboratory/service.ts, or whatever speaks the same. */
export interface RemoteLaboratory extends Omit<TargetSession, 'exchange' | 'cleanUp'> {
  identity(): Promise<{ readonly identity: TargetIdentity; readonly capabilities: Capabilities }>;
  open(preparation: Preparation): Promise<void>;
  close(): void;
}

export function openLaboratory(address: ServiceAddress): RemoteLaboratory {
  const service = openService(address);
  const ask = async (operation: LaboratoryOperation, json?: unknown): Promise<unknown> => {
    const parcel: Parcel = json === undefined ? undefined : { json };
    const answer = await service.ask(operation, parcel).catch((error: unknown) => {
      if (!(error instanceof OperationFailure)) throw error;
      throw new TargetFailure(error.layer, `the laboratory of the device: ${error.message}`);
    });
    return answer !== undefined && 'json' in answer ? answer.json : undefined;
  };
  return {
    identity: async () => (await ask('identity')) as { identity: TargetIdentity; capabilities: Capabilities },
    open: async (preparation) => {
      await ask('open', preparation);
    },
    readStores: async () => (await ask('read-stores')) as readonly StoreEntry[],
    readScepLog: async () => (await ask('read-scep-log')) as readonly ScepServerLog[],
    removeKeys: async (scope: Scope) => {
      await ask('remove-keys', { scope });
    },
    wait: async (seconds) => {
      await ask('wait', { seconds });
    },
    close: () => {
      service.close();
    },
  };
}
