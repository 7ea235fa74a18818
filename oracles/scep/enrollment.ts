import type { Scope } from '../../cases/case.ts';
import type { KeyProvider } from '../../cases/observation.ts';
import type { Reason } from '../expectation.ts';
import type { Setting } from '../state.ts';

/** The settings below Install as they were when the Exec was accepted, by name (R-SCEP-04). */
export type FrozenSettings = ReadonlyMap<string, Setting>;

/** One enrollment that an accepted Exec has begun, and what is to come of it. */
export interface Enrollment {
  /** Counts the enrollments of a case in the order in which they began. */
  readonly number: number;
  /** By requestKey. */
  readonly request: string;
  readonly scope: Scope;
  readonly settings: FrozenSettings;
  /** Seconds since the case began. */
  readonly startedAt: number;
  readonly forecast: Forecast;
  readonly fate: Fate;
}

/** Whether the enrollment still is what its request is about; `at`: seconds since the case began. */
export type Fate =
  | { readonly kind: 'current' }
  /** A later one has taken its place after it had ended; its certificate may be there still. */
  | { readonly kind: 'superseded'; readonly at: number }
  /** It was under way, and the server is not asked any more. */
  | { readonly kind: 'given-up'; readonly at: number }
  /** It was under way and goes on, though its request is gone. */
  | { readonly kind: 'orphaned'; readonly at: number }
  /** It had ended, and its request was deleted: the certificate goes. */
  | { readonly kind: 'deleted'; readonly at: number; readonly reason: Reason }
  /** Something was done to it of which no document speaks. */
  | { readonly kind: 'unclear'; readonly at: number };

export interface Forecast {
  /** In order of time; the first begins at 0. */
  readonly phases: readonly Phase[];
  /** What each server may, must or must not be asked. */
  readonly talks: readonly Talk[];
  /** Where the key of a certificate goes. */
  readonly key: ExpectedKey;
  /** When a certificate ends, in seconds after it was issued: between these two. */
  readonly lifetime: { readonly atLeast: number; readonly atMost: number };
}

/** A stretch of time in which the nodes show the same. */
export interface Phase {
  /** Seconds after the Exec, for a device and a server that lose no time. */
  readonly from: number;
  /** What Status may show. */
  readonly statuses: readonly string[];
  readonly certificate: 'absent' | 'present' | 'perhaps';
  /** ErrorCode has to tell a failure. */
  readonly failed: boolean;
  /** URLs of which RespondentServerUrl has to show one; empty: none has surely answered. */
  readonly respondents: readonly string[];
  readonly reason: Reason;
}

/** What one server sees of an enrollment. */
export interface Talk {
  /** As ServerURL has it. */
  readonly url: string;
  /** Whether the certificate request reaches it. */
  readonly sends: 'must' | 'may' | 'never';
  /** Whether what is asked for can be told from the settings. */
  readonly comparable: boolean;
  /** Retries after the first answer, in full; fewer where the time was too short. */
  readonly retries: { readonly atLeast: number; readonly atMost: number };
  /** Seconds between two of them. */
  readonly interval: number;
  readonly reason: Reason;
}

export interface ExpectedKey {
  readonly providers: readonly KeyProvider[];
  readonly container?: string;
  readonly reason: Reason;
}

/**
 * What is added to an ideal moment before something must have happened: a device has to make a key, and a TPM takes
 * its time. Time that the steps of a case take beside their waits makes things happen early.
 */
const late = 60;
const latePerPhase = 2;
const early = 10;

/** The phases in which an enrollment may be at a moment, the one of an ideal device first. */
export function phasesAt({ forecast, startedAt }: Enrollment, now: number): readonly Phase[] {
  const { phases } = forecast;
  const elapsed = now - startedAt;
  const ideal = phases.findLastIndex(({ from }) => from <= elapsed);
  const possible = phases.filter((phase, place) => {
    const next = phases[place + 1];
    return (
      place !== ideal &&
      phase.from - early <= elapsed &&
      (next === undefined || elapsed < next.from + late + latePerPhase * place)
    );
  });
  const now_ = phases[ideal];
  return now_ === undefined ? possible : [now_, ...possible];
}

/** Whether an enrollment has come to its end by a moment. */
export function hasEnded(enrollment: Enrollment, now: number): 'yes' | 'no' | 'perhaps' {
  const last = enrollment.forecast.phases.at(-1);
  const phases = phasesAt(enrollment, now);
  // An outcome that is open from the start has no end that anybody could tell.
  if (last === undefined || enrollment.forecast.phases.length === 1) return 'perhaps';
  if (phases.every((phase) => phase === last)) return isFinal(last) ? 'yes' : 'perhaps';
  return phases.includes(last) ? 'perhaps' : 'no';
}

/** Whether Status can change no more. */
function isFinal({ statuses }: Phase): boolean {
  return statuses.every((status) => status === '1' || status === '16');
}

/** When an enrollment stopped asking: now, unless it was given up or nobody knows what became of it. */
export function endOf({ fate }: Enrollment, now: number): number {
  return fate.kind === 'current' || fate.kind === 'orphaned' ? now : fate.at;
}

/** How many retries must, and may, have been made by a moment. */
export function retriesBy(
  { startedAt, forecast }: Enrollment,
  { retries, interval }: Talk,
  now: number,
): { readonly atLeast: number; readonly atMost: number } {
  const [, first] = forecast.phases;
  const waited = now - startedAt - (first?.from ?? 0);
  const surely = Math.floor((waited - late) / (interval + latePerPhase));
  const perhaps = Math.floor((waited + early) / Math.max(1, interval - early));
  return {
    atLeast: Math.max(0, Math.min(retries.atLeast, surely)),
    atMost: Math.max(0, Math.min(retries.atMost, perhaps)),
  };
}

/** Whether the first request must have reached the server by a moment. */
export function hasSurelyAsked({ startedAt }: Enrollment, now: number): boolean {
  return now - startedAt >= late;
}
