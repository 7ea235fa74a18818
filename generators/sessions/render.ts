import type { Scope } from '../../cases/case.ts';
import type { Pool } from '../../pki/pool.ts';
import type { Command } from '../../syncml/message.ts';
import { addressOf, requestAddress, uniqueIds } from '../address.ts';
import { add, atomic, get, remove, replace, sequence } from '../command.ts';
import { faultsIn, valid } from '../faults/install-faults.ts';
import { pfxOf } from '../fixtures.ts';
import { installCommands, settingsOf, type Install } from '../install.ts';
import type { GroupAction, InstallChoices, SingleAction } from './plan.ts';
import { added, installed, stateOf, withState, type Requests } from './requests.ts';

/** What an action comes to: its commands, what they are meant to leave, and the installs among them. */
export interface Outcome {
  readonly commands: readonly Command[];
  readonly requests: Requests;
  readonly installs: readonly Install[];
  /** Requests that it touches. None: it only looks around, as a stand-in for an action that makes no sense there. */
  readonly touched: readonly string[];
}

/** What several actions come to one after the other: stand-ins are left out where anything else is done. */
export function withoutStandIns(outcomes: readonly Outcome[]): readonly Outcome[] {
  const acting = outcomes.filter(({ touched }) => touched.length > 0);
  return acting.length > 0 ? acting : outcomes.slice(0, 1);
}

/** Where an action takes place. */
export interface Place {
  readonly scope: Scope;
  readonly tpm: boolean;
  readonly pool: Pool;
  /** Puts a fault into an install that takes place here. */
  readonly alter?: (install: Install) => Install;
  /** Inside a container the commands of an install have no Atomic of their own. */
  readonly inside: boolean;
}

/** The UniqueID that a number of a plan means. */
export function uniqueIdOf(request: number): string {
  return uniqueIds[request % uniqueIds.length] ?? uniqueIds[0];
}

/** An install that is valid where it stands. */
export function installFrom(choices: InstallChoices, place: Place, uniqueId: string): Install {
  const install = { ...choices, scope: place.scope, uniqueId, tpm: place.tpm };
  // The device is the same for the whole session, so the location gives way and not the TPM.
  const location = install.keyLocation === '1' && !place.tpm ? '3' : install.keyLocation;
  return valid({ ...install, keyLocation: location });
}

/** Chooses commands that fit what went before; where an action makes no sense there, it looks instead of acting. */
export function renderSingle(action: SingleAction, place: Place, requests: Requests): Outcome {
  const scope = action.scope ?? place.scope;
  const here = { ...place, scope };
  const uniqueId = uniqueIdOf(action.request);
  const at = (...below: readonly string[]): string => requestAddress(scope, uniqueId, ...below);
  const state = stateOf(requests, scope, uniqueId);
  const outcome = (commands: readonly Command[], change: Partial<Outcome> = {}): Outcome => ({
    commands,
    requests,
    installs: [],
    touched: [`${scope}/${uniqueId}`],
    ...change,
  });
  const look = outcome([get(addressOf(scope, 'PFXCertInstall'))], { touched: [] });

  switch (action.kind) {
    case 'get':
      if (state === undefined) return look;
      return outcome([get(state.leaves.includes(action.leaf) ? at(action.leaf) : at())]);
    // Deleting what is not there is a fault of its own (faults/session-faults.ts).
    case 'delete':
      if (state === undefined) return look;
      return outcome([remove(at())], { requests: withState(requests, scope, uniqueId, undefined) });
    case 'set': {
      const { choice, name, format, text } = action.setting;
      const before = state ?? added(scope, uniqueId);
      const install = { ...before.install, [choice]: text };
      // With a blob the settings have to fit together still: the next Replace of the blob uses them.
      if (before.hasBlob && faultsIn(install).length > 0) return outcome([get(at())]);
      const set = before.leaves.includes(name)
        ? replace(at(name), format, text)
        : add(at(name), format, text);
      const leaves = [...new Set([...before.leaves, name])];
      return outcome(state === undefined ? wrapped([add(at(), 'node'), set], here) : [set], {
        requests: withState(requests, scope, uniqueId, { ...before, install, leaves }),
      });
    }
    case 'install': {
      const chosen = installFrom(action.choices, here, uniqueId);
      const install = place.alter?.(chosen) ?? chosen;
      const commands = place.inside ? settingsOf(install, place.pool) : installCommands(install, place.pool);
      // A second install begins with a Delete, as MDM servers renew certificates.
      return outcome(state === undefined ? commands : [remove(at()), ...commands], {
        requests: withState(requests, scope, uniqueId, installed(install)),
        installs: [install],
      });
    }
    case 'replace-blob': {
      if (state?.hasBlob !== true) return look;
      const { password } = state.install.pfx;
      // The password that was set stays in force, so the new file has the same one.
      const pfx =
        password === null
          ? { ...action.pfx, password, protection: 'none' as const }
          : { ...action.pfx, password };
      const install = { ...state.install, pfx };
      return outcome([replace(at('PFXCertBlob'), install.blobFormat, pfxOf(place.pool, pfx))], {
        requests: withState(requests, scope, uniqueId, { ...state, install }),
      });
    }
  }
}

/** The members of a container, as far as they may stand in it. */
export function renderGroup(action: GroupAction, place: Place, requests: Requests): Outcome {
  let outcome: Outcome = { commands: [], requests, installs: [], touched: [] };
  for (const member of action.members) {
    const next = renderSingle(member, { ...place, inside: true }, outcome.requests);
    if (next.touched.length === 0) continue;
    if (action.container === 'Atomic') {
      // No Get in an Atomic (R-DM-10), and no node twice: Add and then Replace of one is not supported.
      if (next.commands.some(({ kind }) => kind === 'Get')) continue;
      if (next.touched.some((request) => outcome.touched.includes(request))) continue;
    }
    outcome = {
      commands: [...outcome.commands, ...next.commands],
      requests: next.requests,
      installs: [...outcome.installs, ...next.installs],
      touched: [...outcome.touched, ...next.touched],
    };
  }
  if (outcome.commands.length === 0) {
    return { ...outcome, commands: [get(addressOf(place.scope, 'PFXCertInstall'))] };
  }
  const container = action.container === 'Atomic' ? atomic : sequence;
  return { ...outcome, commands: [container(outcome.commands)] };
}

function wrapped(commands: readonly Command[], place: Place): readonly Command[] {
  return place.inside ? commands : [atomic(commands)];
}
