import type {
  Change,
  CommandContext,
  CommitFailure,
  NodePlace,
  Outcome,
  ProviderAlert,
} from '../engine/provider.ts';
import type { Refusal } from '../engine/refusals.ts';
import type { InstallRequest } from './install-request.ts';

/** PFXCertInstall or SCEP: what the two halves of the CSP do with the requests below them. */
export interface Half {
  /** After a node of the request was set, its UniqueID included. */
  changed(change: Change, request: InstallRequest, context: CommandContext): Refusal | undefined;
  /** After the whole request was deleted or emptied. */
  removed(request: InstallRequest): void;
  /** What a Get of a leaf gives; undefined: it is not there. */
  read(place: NodePlace, request: InstallRequest, stored: string | undefined): string | undefined;
  execute(request: InstallRequest, context: CommandContext): Outcome;
  commit(): CommitFailure | undefined;
  settled(): void;
  messageEnded(): void;
  /** What the server has to be told of, once. */
  takeAlerts(): readonly ProviderAlert[];
  checkpoint(): () => void;
}
