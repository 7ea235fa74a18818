import type { SuiteIdentity } from '../model/run-record.ts';
import type { Baseline } from './baseline.ts';
import type { Night } from './night.ts';

/** What has to be known to read the comparison of a night with its baseline, a sentence each. */
export function notesOn(
  { report, device, isBroken, beyond, doubts, repetitions }: Night,
  baseline: Baseline | undefined,
): readonly string[] {
  const { suite, requirements, notTested, run } = report;
  const left = notTested.leftOut.reduce((sum, { cases }) => sum + cases, 0);
  const repeated = repetitions.filter(({ verdicts }) => verdicts.length > 1).length;
  const notes = [
    isBroken &&
      'The test runner failed by itself, so that cases may be missing; this night teaches the baseline nothing.',
    beyond > 0 && `${beyond} further cases differ in yet other ways, which are not told apart.`,
    left > 0 && `${left} planned cases came to nothing; the report of the run has the reasons.`,
    run.suites.length > 0 &&
      `Only ${run.suites.join(', ')} was tried: a waiver that matched nothing may belong to other suites.`,
    repeated < doubts && `Of ${doubts} cases that are reported as a change ${repeated} were repeated.`,
  ].filter((note) => note !== false);
  if (baseline === undefined) {
    return [
      'This is the first night of this device: there is nothing to compare with, and it becomes the baseline.',
      ...notes,
    ];
  }
  if (baseline.device.edition !== device.edition) {
    notes.push(`The device is another build: ${device.edition}, in the baseline ${baseline.device.edition}.`);
  }
  if (baseline.device.description !== device.description) {
    notes.push(
      `The device calls itself "${device.description}", in the baseline "${baseline.device.description}".`,
    );
  }
  if (suite.modified === true) {
    notes.push(
      'The sources of the suite differ from their commit: its cases may be others than in the baseline, so that what is new or fixed here may be so in the suite only.',
    );
  } else if (named(baseline.suite) !== named(suite)) {
    notes.push(
      `The suite is another build: ${named(suite)}, in the baseline ${named(baseline.suite)}; its cases may be others, so that what is new or fixed here may be so in the suite only.`,
    );
  }
  const lost = requirements.filter(
    ({ id, verdict }) =>
      (verdict === 'undecided' || verdict === 'not-tested') &&
      (baseline.requirements[id] === 'kept' || baseline.requirements[id] === 'violated'),
  );
  if (lost.length > 0) {
    notes.push(`Decided in the baseline and not this night: ${lost.map(({ id }) => id).join(', ')}.`);
  }
  return notes;
}

function named({ version, commit, modified }: SuiteIdentity): string {
  return `${version}${commit === undefined ? '' : ` (${commit.slice(0, 8)}${modified === true ? ', modified' : ''})`}`;
}
