import type { Scope } from '../../../cases/case.ts';
import type { Pool } from '../../../pki/pool.ts';
import type { ScepScript } from '../../../pki/scep/script.ts';
import type { Command } from '../../../syncml/message.ts';
import { addressOf, uniqueIds } from '../../address.ts';
import { add, atomic, exec, get, remove, replace } from '../../command.ts';
import {
  enrollmentCommands,
  entraKeyIdentifier,
  scepAddress,
  scepSettings,
  type Enrollment,
} from '../enrollment.ts';
import { faultsIn, valid, withOnly } from '../faults.ts';
import type { EnrollmentFault } from '../faults/fault.ts';
import { missingSettings, requiredSettings } from '../faults/settings.ts';
import type { Action, EnrollmentChoices, PlannedServer } from './plan.ts';
import {
  requestKey,
  secondsToSettle,
  settledWith,
  withEnrollment,
  withEntry,
  withState,
  type Progress,
  type RequestState,
} from './requests.ts';

/** What an action comes to: its commands, what they are meant to leave, and the enrollment among them. */
export interface Outcome {
  readonly commands: readonly Command[];
  /** For the title of the case. */
  readonly words: string;
  readonly progress: Progress;
  readonly enrollment?: Enrollment;
  /** It only looks around, in place of an action that makes no sense where it stands. */
  readonly standIn: boolean;
}

/** Where an action takes place. */
export interface Place {
  readonly scope: Scope;
  readonly tpm: boolean;
  readonly entraKey: boolean;
  readonly planned: readonly PlannedServer[];
  /** Servers by requestKey of which is known how they behave; the others are as planned. */
  readonly servers: ReadonlyMap<string, ScepScript>;
  readonly pool: Pool;
  /** Whether it may disturb an enrollment that is under way. */
  readonly hasty: boolean;
  /** A fault for the enrollment that takes place here. */
  readonly fault?: { readonly fault: EnrollmentFault; readonly at: number };
}

/** The UniqueID of the request that an action is about; undefined where there is none that it could be. */
export function targetOf(action: Action, scope: Scope, { requests }: Progress): string | undefined {
  if (action.kind === 'enroll' || action.kind === 'prepare') {
    return uniqueIds[action.request % uniqueIds.length];
  }
  // Those of faults are not among them, so that a session does the same without its faults.
  const there = uniqueIds.filter((uniqueId) => requests.has(requestKey(scope, uniqueId)));
  return there[action.request % there.length];
}

/** The request that an action would disturb, were its enrollment under way. */
export function disturbedBy(action: Action, scope: Scope, progress: Progress): string | undefined {
  const calm = action.kind === 'get' || action.kind === 'set' || action.kind === 'unset';
  const uniqueId = targetOf(action, scope, progress);
  return calm || uniqueId === undefined ? undefined : requestKey(scope, uniqueId);
}

/** Chooses commands that fit what went before; where an action makes no sense there, it looks instead of acting. */
export function renderAction(action: Action, place: Place, progress: Progress): Outcome {
  const { scope, pool } = place;
  const standIn: Outcome = {
    commands: [get(addressOf(scope, 'SCEP'))],
    words: 'look',
    progress,
    standIn: true,
  };
  const uniqueId = targetOf(action, scope, progress);
  if (uniqueId === undefined) return standIn;
  const key = requestKey(scope, uniqueId);
  const underWay = secondsToSettle(progress, [key]) > 0;
  if (disturbedBy(action, scope, progress) !== undefined && underWay && !place.hasty) return standIn;

  const at = (...below: readonly string[]): string => scepAddress(scope, uniqueId, ...below);
  const state = progress.requests.get(key);
  const setting = action.kind === 'set' || action.kind === 'unset' ? ` ${action.setting.name} of` : '';
  const outcome = (commands: readonly Command[], next: Progress = progress): Outcome => ({
    commands,
    words: `${action.kind}${setting} ${uniqueId}`,
    progress: next,
    standIn: false,
  });

  if (action.kind === 'enroll' || action.kind === 'prepare') {
    const { enrollment, server } = enrollmentAt(action, uniqueId, place, progress);
    const sent: Enrollment = action.kind === 'prepare' ? { ...enrollment, enroll: 'absent' } : enrollment;
    const commands = enrollmentCommands(sent, pool);
    // A second enrollment begins with a Delete: what was set before is not to be mixed with it.
    return {
      ...outcome(
        state === undefined ? commands : [remove(at()), ...commands],
        withEnrollment(progress, sent, server, pool),
      ),
      ...(action.kind === 'enroll' ? { enrollment } : {}),
    };
  }
  if (state === undefined) return standIn;
  switch (action.kind) {
    case 'get': {
      const [first, name = ''] = action.below;
      const isThere = first !== 'Install' || name === 'Challenge' || state.names.includes(name);
      return outcome([get(isThere ? at(...action.below) : at())]);
    }
    case 'delete':
      return outcome([remove(at())], {
        ...progress,
        requests: withEntry(progress.requests, key, undefined),
      });
    case 'set': {
      const { choice, name, format, text } = action.setting;
      const enrollment: Enrollment = { ...state.enrollment, [choice]: text };
      if (bringsFault(enrollment, state.enrollment)) return outcome([get(at())]);
      const isThere = state.names.includes(name);
      const set = isThere ? replace : add;
      const names = isThere ? state.names : [...state.names, name];
      return outcome(
        [set(at('Install', name), format, text)],
        withState(progress, { ...state, enrollment, names }),
      );
    }
    case 'unset': {
      const { choice, name } = action.setting;
      if (!state.names.includes(name)) return outcome([get(at())]);
      // What an enrollment needs is remembered: the next Exec brings it again.
      const enrollment: Enrollment = requiredSettings.includes(name)
        ? state.enrollment
        : { ...state.enrollment, [choice]: undefined };
      const names = state.names.filter((other) => other !== name);
      return outcome([remove(at('Install', name))], withState(progress, { ...state, enrollment, names }));
    }
    case 'exec':
      return outcome(execCommands(state, pool), {
        ...progress,
        requests: withEntry(progress.requests, key, {
          ...state,
          names: [...new Set([...state.names, ...requiredSettings])],
          triggered: true,
        }),
        settledAt: settledWith(progress, key, state.enrollment),
      });
  }
}

/** An enrollment that is valid where it stands, but for the fault of its place. */
function enrollmentAt(
  { choices, request }: { readonly choices: EnrollmentChoices; readonly request: number },
  uniqueId: string,
  place: Place,
  progress: Progress,
): { readonly enrollment: Enrollment; readonly server: ScepScript } {
  const { scope, tpm, entraKey, fault } = place;
  const planned = scriptOf(place.planned[request % uniqueIds.length], choices);
  const right = valid({
    ...choices,
    scope,
    uniqueId,
    tpm,
    server: planned,
    serverUrl: 'own',
    enroll: 'last',
    wrapping: 'atomic',
    // The device is the same for the whole session, so the settings give way.
    keyProtection: choices.keyProtection === '1' && !tpm ? undefined : choices.keyProtection,
    entraKeyIdentifier: entraKey ? entraKeyIdentifier : undefined,
    aadKeyIdentifierList: entraKey ? choices.aadKeyIdentifierList : undefined,
    challenge: planned.challenge ?? choices.challenge,
  });
  // So is the server, with the faults that it got before.
  const key = requestKey(scope, uniqueId);
  const before = place.servers.get(key) ?? progress.known.get(key)?.server ?? planned;
  if (fault === undefined) return { enrollment: { ...right, server: before }, server: before };
  const { server } = fault.fault.put({ ...right, server: before }, fault.at);
  return { enrollment: { ...withOnly(right, fault.fault, fault.at), server }, server };
}

/** How a planned server behaves. One that demands a challenge demands the same of every enrollment. */
function scriptOf(planned: PlannedServer | undefined, { challenge }: EnrollmentChoices): ScepScript {
  if (planned === undefined) return {};
  const { authority, pending, demandsChallenge } = planned;
  return {
    ...(authority === 'root-with-registration' ? {} : { authority }),
    ...(pending === 0 ? {} : { pending }),
    ...(demandsChallenge && challenge !== undefined ? { challenge: 'challenge-1' } : {}),
  };
}

/** An Exec that finds everything it needs: the challenge is gone after the first (R-SCEP-07). */
function execCommands(
  { scope, uniqueId, enrollment, names, triggered }: RequestState,
  pool: Pool,
): readonly Command[] {
  const install = (name: string): string => scepAddress(scope, uniqueId, 'Install', name);
  const missing = requiredSettings.filter(
    (name) => !names.includes(name) || (triggered && name === 'Challenge'),
  );
  const complete = missingSettings.reduce(
    (kept, fault) => (fault.isIn(kept) ? fault.leaveOut(kept) : kept),
    enrollment,
  );
  const adds = scepSettings(complete, pool)
    .filter(([name]) => missing.includes(name))
    .map(([name, format, text]) => add(install(name), format, text));
  return [
    // Whether the node has gone or is empty: after a Delete it can be added.
    ...(triggered ? [remove(install('Challenge'))] : []),
    atomic([...adds, exec(install('Enroll'))]),
  ];
}

/** The settings have to fit together still: the next Exec uses them. How long a server is pending is not up to them. */
function bringsFault(after: Enrollment, before: Enrollment): boolean {
  const known = faultsIn(before);
  return faultsIn(after).some((fault) => !known.includes(fault) && !fault.reads.includes('server.pending'));
}
