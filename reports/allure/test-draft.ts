import { createHash } from 'node:crypto';
import type { RunRecord } from '../model/run-record.ts';
import type { AllureParameter, AllureStatus, AllureStep, AllureTest } from './format.ts';

/** A test without what all tests of a run have in common. */
export type TestDraft = Omit<
  AllureTest,
  'uuid' | 'testCaseId' | 'fullName' | 'titlePath' | 'stage' | 'stop' | 'steps'
> & {
  /** Stable over runs. */
  readonly key: string;
  readonly path: readonly string[];
  readonly milliseconds: number;
  readonly steps: readonly DraftStep[];
};

/** A step without the moment when it was, which nobody notes. */
export type DraftStep = Omit<AllureStep, 'start' | 'stop' | 'steps'> & {
  readonly milliseconds?: number;
  readonly steps: readonly DraftStep[];
};

/** A step without anything below it. */
export function plainStep(name: string, status: AllureStatus): DraftStep {
  return { name, status, steps: [], attachments: [] };
}

/** The test of a run, with the parameters that tell it from the same one of another run. */
export function testOf(draft: TestDraft, record: RunRecord): AllureTest {
  const { key, path, milliseconds, parameters, steps, ...rest } = draft;
  const start = Math.round(draft.start);
  return {
    ...rest,
    uuid: uuidOf(key, record),
    testCaseId: key,
    fullName: key,
    titlePath: path,
    stage: 'finished',
    start,
    stop: Math.round(start + milliseconds),
    steps: steps.map((step) => timed(step, start)),
    parameters: [...parameters, ...parametersOf(record)],
  };
}

/** A step without times is shown with the time "unknown". */
function timed({ steps, milliseconds = 0, ...step }: DraftStep, start: number): AllureStep {
  const stop = Math.round(start + milliseconds);
  return { ...step, start, stop, steps: steps.map((each) => timed(each, start)) };
}

/** The same for the same test of the same run, so that a report that is made twice has no test twice. */
export function uuidOf(key: string, { startedAt, target, identity }: RunRecord): string {
  return identifier(`${startedAt} ${target} ${identity.description} ${key}`);
}

/**
 * Only target and edition make another test of it: a new seed every night, or a new build of the device, goes on with the
 * same history.
 */
function parametersOf({ target, edition, identity, seed, runs }: RunRecord): readonly AllureParameter[] {
  return [
    { name: 'target', value: target },
    { name: 'edition', value: edition },
    { name: 'device', value: identity.description, excluded: true },
    { name: 'seed', value: `${seed}`, excluded: true },
    { name: 'runs of a random family', value: `${runs}`, excluded: true },
  ];
}

/** The same for the same text. */
export function identifier(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
