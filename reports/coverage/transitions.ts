import { enrollmentTransitions, type EnrollmentTransition } from '../../csp/enrollment-states.ts';
import { counted, impossible, sectionOf, type CoverageSection } from './coverage.ts';
import { requestTracker } from './request-tracker.ts';
import { keepCounts, wasJudged, type Counter } from './observed-case.ts';

/**
 * Transitions of the life of a request, from what devices showed: a state is known by what was done and answered, and
 * by the Status that was read last.
 */
export function transitionCounter(): Counter<CoverageSection> {
  const counts = keepCounts();
  return {
    count: (seen) => {
      if (!wasJudged(seen.verdict) || !seen.messages.some((message) => message !== undefined)) return;
      const found = new Set<string>();
      requestTracker(({ from, event, to }) => {
        const transition = enrollmentTransitions.find(
          (one) => one.from === from && one.event === event && (to === undefined || one.to.includes(to)),
        );
        if (transition !== undefined) found.add(keyOf(transition));
      }).follow(seen);
      found.forEach(counts.add);
    },
    result: () =>
      sectionOf({
        id: 'transitions',
        title: 'transitions of an enrollment',
        unit: 'cases',
        columns: ['seen'],
        rows: enrollmentTransitions.map((transition) => ({
          group: transition.from,
          name: nameOf(transition),
          cells: [
            transition.unreachable === undefined
              ? counted(counts.of(keyOf(transition)))
              : impossible(transition.unreachable),
          ],
        })),
      }),
  };
}

function keyOf(transition: EnrollmentTransition): string {
  return `${transition.from}: ${nameOf(transition)}`;
}

function nameOf({ event, to }: EnrollmentTransition): string {
  return `${event} → ${to.join(' or ')}`;
}
