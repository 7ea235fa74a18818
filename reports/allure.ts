import * as allure from 'allure-js-commons';
import type { Level } from '../cases/case.ts';
import type { CaseFile } from '../cases/result.ts';
import type { Requirement } from '../csp/requirements.ts';
import { describeObservation, describePayload, describeVerdict } from './case-report.ts';

/** What one test tells Allure. */
export interface AllureReport {
  readonly requirements: readonly Requirement[];
  readonly seed: number;
  readonly levels: readonly Level[];
  readonly findings: readonly CaseFile[];
  /** Differences beyond those shown. */
  readonly more: number;
}

const severities = { must: 'critical', should: 'normal', info: 'trivial' } as const;

/** Adds requirement, level and seed to the running test, and for each difference payload, reply and diff. */
export async function reportToAllure(report: AllureReport): Promise<void> {
  const [first] = report.requirements;
  if (first !== undefined) {
    await allure.epic('ClientCertificateInstall CSP');
    await allure.feature(first.area);
    await allure.severity(severities[first.level]);
    await allure.description(
      report.requirements
        .map(({ id, text, source }) => `**${id}** ${text}\n\nSource: ${source}`)
        .join('\n\n'),
    );
  }
  for (const { id } of report.requirements) await allure.label('requirement', id);
  for (const level of report.levels) await allure.tag(level);
  await allure.parameter('seed', String(report.seed));
  for (const finding of report.findings) await reportFinding(finding);
  if (report.more > 0) await allure.parameter('further differences', String(report.more));
}

async function reportFinding(finding: CaseFile): Promise<void> {
  const { case: testCase, observation, verdict } = finding;
  await allure.step(`${testCase.id}: ${testCase.title}`, async () => {
    await attach('difference', describeVerdict(verdict));
    for (const [index, step] of testCase.steps.entries()) {
      if (step.kind === 'send') await attach(`step ${index + 1}: payload`, describePayload(step.payload));
      await attach(`step ${index + 1}: observed`, describeObservation(observation.steps[index]));
    }
    await attach('command to repeat', finding.found.command);
    await allure.attachment('case file', JSON.stringify(finding, undefined, 2), 'application/json');
  });
}

async function attach(name: string, text: string): Promise<void> {
  await allure.attachment(name, text, 'text/plain');
}
