import type { Answers, Preparation } from '../cases/case.ts';

/** Everything that makes one virtual device differ from another. */
export interface DeviceConfiguration {
  readonly preparation: Preparation;
  /** Answers to the ambiguities; aspects that are not named get the simulator's default (simulator/answers.ts). */
  readonly answers: Answers;
  /** The virtual clock's first moment, milliseconds since 1970. */
  readonly startsAt: number;
}
