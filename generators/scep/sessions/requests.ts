import type { Scope } from '../../../cases/case.ts';
import type { Pool } from '../../../pki/pool.ts';
import type { ScepScript } from '../../../pki/scep/script.ts';
import { scepSettings, type Enrollment } from '../enrollment.ts';
import { settlingTime } from '../settling.ts';

/**
 * What the commands so far were meant to bring about, for one request. It serves to choose commands that fit what
 * went before, never to say what a device answers: after a fault it may be wrong, and that does no harm.
 */
export interface RequestState {
  readonly scope: Scope;
  readonly uniqueId: string;
  /** The settings in force; of required ones that were deleted, the last. */
  readonly enrollment: Enrollment;
  /** Names of the settings that are there. */
  readonly names: readonly string[];
  /** Whether its Exec has been sent. */
  readonly triggered: boolean;
}

/** What a session has come to so far. */
export interface Progress {
  /** Seconds since its first message. */
  readonly now: number;
  /** The requests that are meant to exist, of both scopes, by requestKey. */
  readonly requests: ReadonlyMap<string, RequestState>;
  /** Every request that ever was meant to exist, with its server, which is the same for the whole case. */
  readonly known: ReadonlyMap<string, KnownRequest>;
  /** When the last enrollment of each request will have come to an end, whether or not the request exists still. */
  readonly settledAt: ReadonlyMap<string, number>;
}

export interface KnownRequest {
  readonly scope: Scope;
  readonly uniqueId: string;
  readonly server: ScepScript;
}

export const noProgress: Progress = {
  now: 0,
  requests: new Map(),
  known: new Map(),
  settledAt: new Map(),
};

/** Seconds until every enrollment of these requests will have come to an end. */
export function secondsToSettle({ now, settledAt }: Progress, keys: Iterable<string>): number {
  return Math.max(0, ...[...keys].map((key) => (settledAt.get(key) ?? 0) - now));
}

export function requestKey(scope: Scope, uniqueId: string): string {
  return `${scope}-${uniqueId}`;
}

/** The map with one entry changed, or gone where the value is undefined. */
export function withEntry<Value>(
  map: ReadonlyMap<string, Value>,
  key: string,
  value: Value | undefined,
): ReadonlyMap<string, Value> {
  const changed = new Map(map);
  if (value === undefined) changed.delete(key);
  else changed.set(key, value);
  return changed;
}

/** What is there once an enrollment was sent. */
export function withEnrollment(
  progress: Progress,
  enrollment: Enrollment,
  server: ScepScript,
  pool: Pool,
): Progress {
  const { scope, uniqueId } = enrollment;
  const key = requestKey(scope, uniqueId);
  const triggered = enrollment.enroll !== 'absent';
  const names = scepSettings(enrollment, pool).map(([name]) => name);
  return {
    ...progress,
    requests: withEntry(progress.requests, key, { scope, uniqueId, enrollment, names, triggered }),
    known: withEntry(progress.known, key, { scope, uniqueId, server }),
    settledAt: triggered ? settledWith(progress, key, enrollment) : progress.settledAt,
  };
}

/** A setting was changed. */
export function withState(progress: Progress, state: RequestState): Progress {
  const key = requestKey(state.scope, state.uniqueId);
  // A device that wrongly heeds the change has time to show it.
  const underWay = secondsToSettle(progress, [key]) > 0;
  return {
    ...progress,
    requests: withEntry(progress.requests, key, state),
    settledAt: underWay ? settledWith(progress, key, state.enrollment) : progress.settledAt,
  };
}

/** An enrollment begins; one before it may go on beside it. */
export function settledWith(progress: Progress, key: string, enrollment: Enrollment): Progress['settledAt'] {
  const before = progress.settledAt.get(key) ?? 0;
  return withEntry(progress.settledAt, key, Math.max(before, progress.now + settlingTime(enrollment)));
}
