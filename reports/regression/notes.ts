import type { RunReport } from '../model/run-report.ts';
import type { SuiteIdentity } from '../model/run-record.ts';
import type { Baseline, NightlyDevice } from './baseline.ts';

/** What has to be known to read the comparison of a night with its baseline, a sentence each. */
export function notesOn(
  { suite, requirements, notTested }: RunReport,
  device: NightlyDevice,
  baseline: Baseline | undefined,
): readonly string[] {
  const left = notTested.leftOut.reduce((sum, { cases }) => sum + cases, 0);
  const notes =
    left === 0 ? [] : [`${left} planned cases came to nothing; the report of the run has the reasons.`];
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
      'The sources of the suite differ from their commit: its cases may be others than in the baseline, so that what is new here may be old in the device.',
    );
  } else if (named(baseline.suite) !== named(suite)) {
    notes.push(
      `The suite is another build: ${named(suite)}, in the baseline ${named(baseline.suite)}; its cases may be others, so that what is new here may be old in the device.`,
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
