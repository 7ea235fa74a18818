import type { RequirementId } from '../../csp/requirements.ts';
import type { Pool } from '../../pki/pool.ts';
import type { Command } from '../../syncml/message.ts';
import { allCommands } from '../../syncml/walk.ts';
import { missingRequest, type Request } from '../address.ts';
import type { Draft, Part } from '../draft.ts';
import { installFaults, withOnly, type InstallFault } from '../faults/install-faults.ts';
import { sessionFault, type SessionFault } from '../faults/session-faults.ts';
import { deviceFor, installCommands, usualInstall, type Install } from '../install.ts';
import type { Action, PlannedFault, SessionPlan } from './plan.ts';
import {
  renderGroup,
  renderSingle,
  uniqueIdOf,
  withoutStandIns,
  type Outcome,
  type Place,
} from './render.ts';
import type { Requests } from './requests.ts';

/** The commands of a session, message by message, and what they need. */
export interface RenderedSession {
  readonly messages: readonly { readonly commands: readonly Command[]; readonly thenReadStores: boolean }[];
  readonly installs: readonly Install[];
  readonly faults: readonly (InstallFault | SessionFault)[];
  readonly tpm: boolean;
}

/** Turns a plan into commands. The same plan gives the same commands. */
export function renderSession(plan: SessionPlan, pool: Pool): RenderedSession {
  const actions = plan.messages.reduce((sum, message) => sum + message.actions.length, 0);
  // This fault is one of the device, which is the same for all installs of the session.
  const tpm = plan.tpm && !plan.faults.some(({ fault }) => fault === 'tpm-missing');
  let requests: Requests = new Map();
  let index = 0;
  const outcomes = plan.messages.map(({ scope, actions: planned, thenReadStores }) => {
    const place: Place = { scope, tpm, pool, inside: false };
    const done = planned.map((action) => {
      const faults = plan.faults.filter((fault) => fault.action % actions === index);
      index++;
      const outcome = faults.reduce(
        (before, fault) => withFault(before, fault, place),
        renderAction(action, faults, place, requests),
      );
      requests = outcome.requests;
      return outcome;
    });
    return { done: withoutStandIns(done), thenReadStores };
  });
  const acting = outcomes.filter(({ done }) => done.some(({ touched }) => touched.length > 0));
  return {
    messages: (acting.length > 0 ? acting : outcomes.slice(0, 1)).map(({ done, thenReadStores }) => ({
      commands: done.flatMap(({ commands }) => commands),
      thenReadStores,
    })),
    installs: acting.flatMap(({ done }) => done.flatMap(({ installs }) => installs)),
    faults: plan.faults.map(({ fault }) => installFaultOf(fault) ?? sessionFault(fault)),
    tpm,
  };
}

/** The session as a draft, faults and all. */
export function sessionDraft(plan: SessionPlan, pool: Pool): Draft {
  const session = renderSession(plan, pool);
  const parts = session.messages.flatMap(({ commands, thenReadStores }): readonly Part[] => [
    commands,
    ...(thenReadStores ? [{ kind: 'read-stores' } as const] : []),
  ]);
  const faults = session.faults.map(({ words }) => words);
  return {
    id: 'session',
    title: `${titleOf(plan)}${faults.length === 0 ? '' : `; fault: ${faults.join('; ')}`}.`,
    alsoAims: session.faults.map((fault): RequirementId => fault.requirement),
    faults,
    device: { ...deviceFor(session.installs, pool), tpm: session.tpm },
    parts,
    watched: requestsIn(session.messages.flatMap(({ commands }) => commands)),
  };
}

function renderAction(
  action: Action,
  faults: readonly PlannedFault[],
  place: Place,
  requests: Requests,
): Outcome {
  if (action.kind === 'group') return renderGroup(action, place, requests);
  const altering = faults.map(({ fault }) => installFaultOf(fault)).find((fault) => fault !== undefined);
  if (action.kind !== 'install' || altering === undefined) return renderSingle(action, place, requests);
  return renderSingle(action, { ...place, alter: (install) => withOnly(install, altering) }, requests);
}

/** Adds what a fault brings along; one of an install stands in the action's own install, where it has one. */
function withFault(outcome: Outcome, { fault: id, at }: PlannedFault, place: Place): Outcome {
  const { scope, pool } = place;
  const fault = installFaultOf(id);
  if (fault !== undefined && outcome.installs.some((install) => fault.isIn(install))) return outcome;
  // An action that only looks around is a stand-in, and not needed beside the commands of a fault.
  const commands = outcome.touched.length === 0 ? [] : outcome.commands;
  if (fault === undefined) {
    const uniqueId = outcome.touched[0]?.split('/')[1] ?? uniqueIdOf(0);
    const touched = outcome.touched.length === 0 ? [`${scope}/${uniqueId}`] : outcome.touched;
    return {
      ...outcome,
      touched,
      commands: sessionFault(id).put({ scope, uniqueId, commands, pool }, at).commands,
    };
  }
  const install = withOnly(smallInstall(place, `Faulty${outcome.installs.length + 1}`), fault);
  return {
    ...outcome,
    commands: [...commands, ...installCommands(install, pool)],
    installs: [...outcome.installs, install],
    touched: [...outcome.touched, `${scope}/${install.uniqueId}`],
  };
}

/** The install that takes the fewest commands. */
function smallInstall({ scope, tpm }: Place, uniqueId: string): Install {
  return { ...usualInstall, scope, tpm, uniqueId, uniqueIdFirst: false, wrapping: 'bare' };
}

function installFaultOf(id: string): InstallFault | undefined {
  return installFaults.find((fault) => fault.id === id);
}

/** The requests that some commands are about, but for the one that is never there. */
function requestsIn(commands: readonly Command[]): readonly Request[] {
  const requests = new Map<string, Request>();
  for (const { command } of allCommands({ commands })) {
    if (!('items' in command)) continue;
    for (const { target } of command.items) {
      const address = /^\.\/(Device|User)\/.*\/PFXCertInstall\/([^/]+)/.exec(target?.locUri ?? '');
      const [, root, uniqueId = missingRequest] = address ?? [];
      if (uniqueId === missingRequest) continue;
      requests.set(`${root ?? ''}/${uniqueId}`, { prefix: root === 'User' ? 'user' : 'device', uniqueId });
    }
  }
  return [...requests.values()];
}

function titleOf(plan: SessionPlan): string {
  const messages = plan.messages.map(
    ({ scope, actions }) => `${scope}: ${actions.map(describeAction).join(', ')}`,
  );
  return `Session of ${messages.length} ${messages.length === 1 ? 'message' : 'messages'}; ${messages.join('; ')}`;
}

function describeAction(action: Action): string {
  if (action.kind === 'group') return `${action.container}(${action.members.map(describeAction).join(', ')})`;
  return `${action.kind} ${uniqueIdOf(action.request)}`;
}
