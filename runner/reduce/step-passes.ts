import type { Case, Step } from '../../cases/case.ts';
import { listWithout, rowOf, type Pass } from './pass.ts';

export const dropSteps: Pass = {
  kind: 'cut',
  rows: (testCase) => [
    rowOf(testCase.steps, (dropped) => ({ ...testCase, steps: listWithout(testCase.steps, dropped) })),
  ],
};

/**
 * Round times. Shorter ones than the first could tell a slow device from a fast one: a device may take that long for an
 * exchange with a server.
 */
const times = [120, 300, 600, 1200, 3600, 7200, 21_600, 86_400, 604_800, 2_592_000];

export const shortenWaits: Pass = {
  kind: 'change',
  places: (testCase) =>
    testCase.steps.flatMap((step, place) =>
      step.kind === 'wait' ? [shorter(testCase, place, step.seconds)] : [],
    ),
};

function* shorter(testCase: Case, place: number, seconds: number): Generator<Case> {
  for (const time of times)
    if (time < seconds) yield withStep(testCase, place, { kind: 'wait', seconds: time });
}

function withStep(testCase: Case, place: number, step: Step): Case {
  return { ...testCase, steps: testCase.steps.with(place, step) };
}
