import type { EditionId } from '../csp/editions.ts';
import type { TargetOptions } from './target-options.ts';

/** The options of `conform run`. */
export interface RunOptions extends TargetOptions {
  readonly suite?: string;
  readonly runs: number;
  readonly strength: number;
  readonly corpus?: string;
  readonly seed?: number;
  readonly edition: EditionId;
  readonly budget?: number;
  readonly patience?: number;
  readonly workers: number;
  readonly out: string;
  readonly resume?: true;
}
