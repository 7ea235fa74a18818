import { assumeThisTime, type Asking } from '../asking.ts';
import type { Reason } from '../expectation.ts';
import { reasonOf } from '../rule.ts';
import {
  obstacleRules,
  unclearSetting,
  type EnrollmentSubject,
  type Obstacle,
} from '../rules/scep-obstacles.ts';
import type { Showing } from '../state.ts';

/** What keeps an enrollment from succeeding, by the rule that found it. */
export interface Found {
  readonly id: string;
  readonly obstacle: Obstacle;
  readonly reason: Reason;
}

/**
 * Whether an Exec is refused for something of which no document says what comes of it. A device that refuses one for a
 * challenge that is used up may accept one with a name that it can not read.
 */
function isRefused({ id, obstacle }: Found, asking: Asking): boolean {
  if (obstacle.shows === 'status') return false;
  const doubt = `an Exec of which nobody can say what comes: ${id}`;
  return asking.assume(doubt, ['is accepted', 'is refused']) === 'is refused';
}

/**
 * The first obstacle, and where it shows: one forks, those beside it do not. Which of two a device finds first says nothing
 * of any other two, so it is not remembered.
 */
export function obstacleOf(subject: EnrollmentSubject, asking: Asking): Found | undefined {
  const found = obstacleRules.flatMap((rule): readonly Found[] => {
    const obstacle = rule.decide(subject, asking);
    return obstacle === undefined ? [] : [{ id: rule.id, obstacle, reason: reasonOf(rule, obstacle) }];
  });
  const first = found.find(({ obstacle }) => obstacle.kind === 'fails') ?? found[0];
  if (first === undefined) return undefined;
  if (first.obstacle.kind === 'open') {
    const shows: Showing = found.some((one) => isRefused(one, asking)) ? 'command' : 'status';
    return { ...first, obstacle: { ...first.obstacle, shows } };
  }
  // What may be sent in spite of one obstacle is stopped by another.
  const sends = found.every(({ obstacle }) => obstacle.sends === 'may') ? 'may' : 'never';
  const showings = found.flatMap((one): readonly (Showing | 'either')[] => {
    const { id, obstacle } = one;
    switch (obstacle.kind) {
      case 'fails':
        return [obstacle.shows ?? asking.assume<Showing>(`${id} shows`, ['status', 'command'])];
      case 'open':
        // A setting that is missing or invalid is unclear too, for the same reason.
        return id !== unclearSetting.id && isRefused(one, asking) ? ['command'] : [];
    }
  });
  const one = showings[0] ?? 'status';
  const shows: Showing =
    one !== 'either' && showings.every((other) => other === one)
      ? one
      : assumeThisTime(asking, 'of two failures of an enrollment, one shows', ['status', 'command']);
  return { ...first, obstacle: { ...first.obstacle, sends, shows } };
}
