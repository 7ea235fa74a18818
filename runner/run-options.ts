import type { PaceOptions } from './pace-options.ts';
import type { TargetOptions } from './target-options.ts';

/** The options of `conform run`. */
export interface RunOptions extends TargetOptions, PaceOptions {
  readonly suite?: string;
  readonly runs: number;
  readonly strength: number;
  readonly corpus?: string;
  readonly seed?: number;
  readonly budget?: number;
  readonly out: string;
  readonly resume?: true;
}
