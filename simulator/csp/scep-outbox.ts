import type { Scope } from '../../cases/case.ts';
import type { EnrollmentClient, EnrollmentProgress, EnrollmentRequest } from './enrollment.ts';
import type { InstallRequest } from './install-request.ts';

/** What the SCEP client is told. */
export type Message =
  | {
      readonly kind: 'start';
      readonly request: EnrollmentRequest;
      readonly install: InstallRequest;
      readonly report: (progress: EnrollmentProgress) => void;
    }
  | { readonly kind: 'forget'; readonly key: string; readonly what: 'under-way' | 'all' };

/**
 * Messages to the SCEP client. They wait until nothing can roll back the commands that they come from (R-GEN-02), and
 * then for the end of the SyncML message: an Exec does not wait for what it starts (R-SCEP-30).
 */
export interface Outbox {
  put(message: Message): void;
  /** The commands so far have taken effect for good. */
  settled(): void;
  /**
   * At the end of the SyncML message.
   * @param leaks what is enrolled for the device goes to the user too, where both were started (R-GEN-06, A-62)
   */
  deliver(leaks: boolean): void;
  checkpoint(): () => void;
}

/**
 * @param client absent: the device has none, and there is nobody to tell
 * @param forgets whether a rollback takes back what has been put since the checkpoint
 */
export function createOutbox(client: EnrollmentClient | undefined, forgets: boolean): Outbox {
  let waiting: readonly Message[] = [];
  let settled: readonly Message[] = [];

  function pass(message: Message, leaks: boolean): void {
    if (message.kind === 'forget') {
      client?.forget(message.key, message.what);
      return;
    }
    const { request, install, report } = message;
    client?.start(leaks && install.scope === 'device' ? { ...request, alsoForUser: true } : request, report);
  }

  return {
    put: (message) => {
      if (client !== undefined) waiting = [...waiting, message];
    },
    settled: () => {
      settled = [...settled, ...waiting];
      waiting = [];
    },
    deliver: (leaks) => {
      const messages = settled;
      settled = [];
      const scopes = new Set<Scope>();
      for (const message of messages) if (message.kind === 'start') scopes.add(message.install.scope);
      for (const message of messages) pass(message, leaks && scopes.size === 2);
    },
    checkpoint: () => {
      const saved = waiting;
      return () => {
        if (forgets) waiting = saved;
      };
    },
  };
}
