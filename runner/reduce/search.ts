import { hash } from 'node:crypto';
import type { Case } from '../../cases/case.ts';
import type { Trial } from '../trial.ts';
import type { Pass, Row } from './pass.ts';
import { signatureOf } from './signature.ts';
import { sizeOf } from './size.ts';

/** What may be spent on making one case smaller. */
export interface Limits {
  readonly milliseconds: number;
  readonly trials: number;
  /** Milliseconds since some fixed moment. */
  readonly now: () => number;
}

/** The search for a smaller case with the same defect. Deterministic, but for the end of its time. */
export class Search {
  /** The smallest that was found so far. */
  best: Trial;
  tried = 0;
  private readonly again: (candidate: Case) => Promise<Trial>;
  private readonly limits: Limits;
  private readonly signature: string | undefined;
  private readonly seen = new Set<string>();
  private readonly deadline: number;

  constructor(found: Trial, again: (candidate: Case) => Promise<Trial>, limits: Limits) {
    this.again = again;
    this.limits = limits;
    this.best = found;
    this.signature = signatureOf(found.verdict);
    this.deadline = limits.now() + limits.milliseconds;
    this.seen.add(digestOf(found.case));
  }

  hasEnded(): boolean {
    return this.tried >= this.limits.trials || this.limits.now() >= this.deadline;
  }

  /** Carries out passes until none of them helps any more. */
  async repeat(passes: readonly Pass[]): Promise<void> {
    let before: Trial;
    do {
      before = this.best;
      for (const pass of passes) await this.run(pass);
    } while (this.best !== before && !this.hasEnded());
  }

  /** Takes the candidate if it shows the same defect and is no larger. */
  async attempt(candidate: Case): Promise<boolean> {
    if (this.hasEnded() || this.signature === undefined) return false;
    if (sizeOf(candidate) > sizeOf(this.best.case)) return false;
    const digest = digestOf(candidate);
    if (this.seen.has(digest)) return false;
    this.seen.add(digest);
    this.tried++;
    const trial = await this.again(candidate);
    if (signatureOf(trial.verdict) !== this.signature) return false;
    this.best = trial;
    return true;
  }

  private async run(pass: Pass): Promise<void> {
    switch (pass.kind) {
      case 'cut':
        return this.cut(pass.rows);
      case 'change':
        return this.change(pass.places);
    }
  }

  /** Delta debugging: from each row all parts, then halves and so on down to single ones, from the end. */
  private async cut(rowsOf: (testCase: Case) => readonly Row[]): Promise<void> {
    let rows = rowsOf(this.best.case);
    for (let place = 0; place < rows.length && !this.hasEnded(); place++) {
      for (let size = rows[place]?.length ?? 0; size >= 1; size = Math.floor(size / 2)) {
        for (let end = rows[place]?.length ?? 0; end > 0 && !this.hasEnded(); end -= size) {
          const row = rows[place];
          if (row === undefined) break;
          if (await this.attempt(row.without(Math.max(0, end - size), end))) rows = rowsOf(this.best.case);
        }
      }
    }
  }

  private async change(placesOf: (testCase: Case) => readonly Iterable<Case>[]): Promise<void> {
    let places = placesOf(this.best.case);
    for (let place = 0; place < places.length && !this.hasEnded(); place++) {
      for (const candidate of places[place] ?? []) {
        if (!(await this.attempt(candidate))) continue;
        places = placesOf(this.best.case);
        break;
      }
    }
  }
}

function digestOf({ preparation, steps }: Case): string {
  return hash('sha256', JSON.stringify([preparation, steps]));
}
