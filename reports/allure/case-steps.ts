import type { Payload, Step } from '../../cases/case.ts';
import type { StepObservation } from '../../cases/observation.ts';
import type { CaseFile } from '../../cases/result.ts';
import type { Difference, Verdict } from '../../cases/verdict.ts';
import { printable } from '../../syncml/printable.ts';
import { readSyncML } from '../../syncml/read.ts';
import { describeObservation, describePayload, describeVerdict } from '../case-report.ts';
import type { AllureAttachment, AllureStatus, Attach } from './format.ts';
import { plainStep, type DraftStep } from './test-draft.ts';

/** Longer texts are not attached: the case file on disk has them, and a report has to stay one that can be opened. */
const longestAttachment = 400_000;

/** A case that differed: each of its steps with what was sent and what came, and how to see it again. */
export function stepOfCase(file: CaseFile, attach: Attach): DraftStep {
  const { case: testCase, observation, verdict, found } = file;
  const attachText = (name: string, text: string): AllureAttachment => attach(name, text, 'text/plain');
  const differences = verdict.kind === 'violation' ? verdict.differences : [];
  const whole = JSON.stringify(file, undefined, 2);
  const evidence = (observation.evidence ?? []).map((line) => printable(line, 300));
  return {
    name: `${testCase.id}: ${testCase.title}`,
    status: verdict.kind === 'suite-error' ? 'broken' : 'failed',
    statusDetails: { message: describeVerdict(verdict), trace: `Repeat: ${found.command}` },
    steps: [
      ...testCase.faults.map((fault) => plainStep(`made wrong on purpose: ${fault}`, 'passed')),
      ...testCase.steps.map((step, index) =>
        stepOfStep(
          index,
          step,
          observation.steps[index],
          differences.filter((difference) => difference.step === index),
          attach,
        ),
      ),
    ],
    attachments: [
      ...(evidence.length === 0 ? [] : [attachText('log of the device', evidence.join('\n'))]),
      attachText('command to repeat', found.command),
      whole.length > longestAttachment
        ? attachText('case file', `too large to be shown here; the command to repeat names it`)
        : attach('case file', whole, 'application/json'),
    ],
  };
}

function stepOfStep(
  index: number,
  step: Step,
  observed: StepObservation | undefined,
  differences: readonly Difference[],
  attach: Attach,
): DraftStep {
  return {
    name: `step ${index + 1}: ${inWords(step)}`,
    status: statusOf(observed, differences),
    steps: differences.map(({ where, expected, observed: seen, requirement }): DraftStep => ({
      ...plainStep(where, 'failed'),
      parameters: [
        { name: 'requirement', value: requirement },
        { name: 'expected', value: expected },
        { name: 'observed', value: seen },
      ],
    })),
    attachments: [
      ...(step.kind === 'send' ? [attachPayload('request', step.payload, attach)] : []),
      ...attachmentsOf(observed, attach),
    ],
  };
}

function statusOf(observed: StepObservation | undefined, differences: readonly Difference[]): AllureStatus {
  if (differences.length > 0) return 'failed';
  if (observed === undefined) return 'skipped';
  return observed.kind === 'failure' ? 'broken' : 'passed';
}

function inWords(step: Step): string {
  switch (step.kind) {
    case 'send':
      return 'send';
    case 'wait':
      return `wait ${step.seconds} s`;
    case 'read-stores':
      return 'read the certificate stores';
    case 'read-scep-log':
      return 'read what the SCEP servers were asked';
    case 'remove-keys':
      return `somebody deletes the private keys in the store My of the ${step.scope}`;
  }
}

function attachmentsOf(observed: StepObservation | undefined, attach: Attach): readonly AllureAttachment[] {
  if (observed === undefined) return [];
  switch (observed.kind) {
    case 'reply':
      return [attachPayload('reply', observed.payload, attach)];
    case 'stores':
      return [attach('certificate stores', describeObservation(observed), 'text/plain')];
    case 'scep-log':
      return [attach('log of the SCEP servers', describeObservation(observed), 'text/plain')];
    case 'failure':
      return [attach('failure', describeObservation(observed), 'text/plain')];
    case 'waited':
    case 'keys-removed':
      return [];
  }
}

/** Indented SyncML is shown in colours; what can not be read as such is shown as it is. */
function attachPayload(name: string, payload: Payload | 'none', attach: Attach): AllureAttachment {
  const isDocument = payload !== 'none' && 'text' in payload && readSyncML(payload.text).ok;
  const text = describePayload(payload).slice(0, longestAttachment);
  return attach(name, text, isDocument ? 'application/xml' : 'text/plain');
}

/** The first point in which a case differs, for those places of Allure that show only one. */
export function firstPoint(
  verdict: Verdict,
): { readonly expected: string; readonly actual: string } | undefined {
  switch (verdict.kind) {
    case 'violation': {
      const [first] = verdict.differences;
      return first === undefined ? undefined : { expected: first.expected, actual: first.observed };
    }
    case 'inconsistent':
      return { expected: verdict.before.join(' or '), actual: verdict.now.join(' or ') };
    case 'drift':
      return { expected: verdict.baseline, actual: verdict.now };
    case 'conform':
    case 'suite-error':
    case 'inconclusive':
    case 'not-tested':
      return undefined;
  }
}
