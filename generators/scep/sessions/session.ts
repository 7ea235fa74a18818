import type { RequirementId } from '../../../csp/requirements.ts';
import type { Pool } from '../../../pki/pool.ts';
import type { ScepScript } from '../../../pki/scep/script.ts';
import type { Command } from '../../../syncml/message.ts';
import { addressOf } from '../../address.ts';
import { get } from '../../command.ts';
import type { Draft, Part } from '../../draft.ts';
import { describeServer } from '../combinations/describe.ts';
import { entraKeyIdentifier, scepDeviceFor, scepServer, type Enrollment } from '../enrollment.ts';
import { plannedFault } from './faults.ts';
import { renderWithFaults, type PlacedFault } from './faulty.ts';
import { lookAfter } from '../observing.ts';
import type { PlannedMessage, ScepSessionPlan } from './plan.ts';
import { disturbedBy, type Place } from './render.ts';
import { noProgress, secondsToSettle, type Progress } from './requests.ts';

/**
 * Messages are sent at multiples of five minutes, and looks stand in the middle between: RetryDelay is a multiple too,
 * so that a look is never near the moment in which a poll is answered.
 */
const grid = 300;

/** A session in the making. */
interface Session {
  readonly parts: readonly Part[];
  /** What each message does. */
  readonly words: readonly string[];
  readonly enrollments: readonly Enrollment[];
  readonly progress: Progress;
}

/** The session as a draft, faults and all. The same plan gives the same draft. */
export function scepSessionDraft(plan: ScepSessionPlan, pool: Pool): Draft {
  const unaware = render(plan, pool, new Map());
  // A fault of a server is there for the enrollments before it too, and they may take longer for it.
  const servers = new Map([...unaware.progress.known].map(([key, { server }]) => [key, server]));
  const session = plan.faults.length === 0 ? unaware : render(plan, pool, servers);
  const { enrollments, progress } = session;
  const known = [...progress.known];
  const faults = plan.faults.map(({ fault }) => plannedFault(fault));
  return {
    id: 'session',
    title: titleOf(plan, session),
    alsoAims: faults.map((fault): RequirementId => fault.requirement),
    faults: faults.map(({ words }) => words),
    device: {
      ...scepDeviceFor(enrollments, pool),
      tpm: hasTpm(plan),
      ...(plan.entraKey ? { entraKeyIdentifier } : {}),
      scepServers: known.map(([key, { server }]) => scepServer(key, server, pool)),
    },
    parts: merged([
      ...(session.parts.length > 0 ? session.parts : [standInOnly(plan)]),
      ...(known.length === 0
        ? []
        : [
            ...lookAfter(grid / 2 + roundedUp(secondsToSettle(progress, progress.known.keys()) - grid / 2), [
              ...progress.known.values(),
            ]),
            { kind: 'read-scep-log' } as const,
          ]),
    ]),
    watched: [],
  };
}

/** @param servers that are known to behave so */
function render(plan: ScepSessionPlan, pool: Pool, servers: ReadonlyMap<string, ScepScript>): Session {
  const actions = plan.messages.reduce((sum, message) => sum + message.actions.length, 0);
  const device = { tpm: hasTpm(plan), entraKey: plan.entraKey, planned: plan.servers, servers, pool };
  let first = 0;
  return plan.messages.reduce<Session>(
    (before, message) => {
      const faultsOf = (index: number): readonly PlacedFault[] =>
        plan.faults.flatMap((planned, number) =>
          planned.action % actions === first + index ? [{ planned, number }] : [],
        );
      const after = withMessage(before, message, device, faultsOf);
      first += message.actions.length;
      return after;
    },
    { parts: [], words: [], enrollments: [], progress: noProgress },
  );
}

function withMessage(
  { parts, words, enrollments, progress }: Session,
  message: PlannedMessage,
  device: Omit<Place, 'scope' | 'hasty'>,
  faultsOf: (index: number) => readonly PlacedFault[],
): Session {
  const { scope, actions, hasty, thenLook } = message;
  const place: Place = { ...device, scope, hasty };
  const disturbed = actions.flatMap((action) => disturbedBy(action, scope, progress) ?? []);
  const patience = hasty ? 0 : roundedUp(secondsToSettle(progress, disturbed));
  let now: Progress = { ...progress, now: progress.now + patience };
  const outcomes = actions.map((action, index) => {
    const outcome = renderWithFaults(action, faultsOf(index), place, now);
    now = outcome.progress;
    return outcome;
  });
  const acting = outcomes.filter(({ standIn }) => !standIn);
  // A message that only stands in for others would be one more for nothing.
  if (acting.length === 0) return { parts, words, enrollments, progress };
  const look = thenLook === undefined || now.known.size === 0 ? undefined : thenLook;
  return {
    parts: [
      ...parts,
      ...waiting(patience),
      acting.flatMap(({ commands }) => commands),
      ...(look === undefined
        ? []
        : ([
            ...lookAfter(grid / 2 + look.intervals * grid, [...now.known.values()]),
            ...(look.stores ? ([{ kind: 'read-stores' }] as const) : []),
            { kind: 'wait', seconds: grid / 2 },
          ] satisfies readonly Part[])),
    ],
    words: [...words, `${scope}: ${acting.map((outcome) => outcome.words).join(', ')}`],
    enrollments: [...enrollments, ...acting.flatMap((outcome) => outcome.enrollments)],
    progress: look === undefined ? now : { ...now, now: now.now + grid * (look.intervals + 1) },
  };
}

/** This fault is one of the device, which is the same for all enrollments of the session. */
function hasTpm({ tpm, faults }: ScepSessionPlan): boolean {
  return tpm && !faults.some(({ fault }) => fault === 'key-protection-without-tpm');
}

/** The message of a session in which nothing can be done. */
function standInOnly({ messages }: ScepSessionPlan): readonly Command[] {
  return [get(addressOf(messages[0]?.scope ?? 'device', 'SCEP'))];
}

function waiting(seconds: number): readonly Part[] {
  return seconds === 0 ? [] : [{ kind: 'wait', seconds }];
}

/** Waits that follow each other are one. */
function merged(parts: readonly Part[]): readonly Part[] {
  return parts.reduce<readonly Part[]>((before, part) => {
    const last = before.at(-1);
    const both =
      last !== undefined && 'kind' in last && last.kind === 'wait' && 'kind' in part && part.kind === 'wait';
    return both
      ? [...before.slice(0, -1), { kind: 'wait', seconds: last.seconds + part.seconds }]
      : [...before, part];
  }, []);
}

/** The next multiple of the grid; 0 for what is not above 0. */
function roundedUp(seconds: number): number {
  return grid * Math.ceil(Math.max(0, seconds) / grid);
}

function titleOf({ faults }: ScepSessionPlan, { words, progress }: Session): string {
  const servers = [...progress.known].map(
    ([key, { server }]) => `server of ${key}: ${describeServer(server)}`,
  );
  const wrong = faults.map(({ fault }) => plannedFault(fault).words);
  return [
    `SCEP session of ${words.length} ${words.length === 1 ? 'message' : 'messages'}`,
    ...words,
    ...servers,
    ...(wrong.length === 0 ? [] : [`fault: ${wrong.join('; ')}`]),
  ]
    .join('; ')
    .concat('.');
}
