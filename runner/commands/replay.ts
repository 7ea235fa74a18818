import { basename } from 'node:path';
import type { Case } from '../../cases/case.ts';
import type { CaseFile } from '../../cases/result.ts';
import { createTarget, targetKinds } from '../../adapters/targets.ts';
import { defaultEdition, type EditionId } from '../../csp/editions.ts';
import { explain } from '../../oracles/explain.ts';
import { describeObservation, describePayload, describeVerdict } from '../../reports/case-report.ts';
import { renderExplanation } from '../../reports/explanation.ts';
import { parseCaseFile } from '../case-file.ts';
import { bytesOf, payloadOf } from '../execute.ts';
import { readInput } from '../input.ts';
import type { Console, DefineCommand } from '../command.ts';
import { readOption } from '../options.ts';
import { textToQuote } from '../text.ts';
import { speaksAgainst, tryCase, type Trial } from '../trial.ts';
import { exitCodes } from '../usage-error.ts';

interface ReplayOptions {
  readonly target: string;
  readonly edition: EditionId;
  readonly patience: number;
  readonly tpm: boolean;
}

/** `conform replay`: one case file, or one payload, on a target, with prediction, reply and verdict. */
export const replayCommand: DefineCommand = (program, console, finish) => {
  program
    .command('replay')
    .description(
      'send a case file of an earlier run, or a payload of your own, to a target and judge the answer',
    )
    .argument('<file>', 'a case file (out/cases/….json) or a SyncML payload; - reads standard input')
    .option(
      '--target <name>',
      `where to send it: ${targetKinds.map(({ name }) => name).join(', ')}`,
      readOption.target,
      'simulator',
    )
    .option('--edition <build>', 'build of Windows, for a payload', readOption.edition, defaultEdition)
    .option('--no-tpm', 'a device without a TPM, for a payload')
    .option(
      '--patience <time>',
      'longest time that the target may take for one answer',
      readOption.patience,
      30_000,
    )
    .addHelpText(
      'after',
      '\nExamples:\n  npx conform replay out/cases/pfx_R-PFX-13_matrix_4.json\n  npx conform replay profile.xml --no-tpm',
    )
    .action(async (file: string, options: ReplayOptions) => {
      const bytes = readInput(file);
      const known = readCase(bytes, file);
      const testCase = known?.case ?? caseOfPayload(bytes, file, options);
      const target = createTarget(options.target);
      try {
        const capabilities = await target.capabilities();
        const bench = { target, capabilities, patience: options.patience, now: Date.now };
        const trial = await tryCase(bench, testCase);
        show(trial, known, console);
        finish(exitCodeOf(trial));
      } finally {
        await target.close();
      }
    });
};

function exitCodeOf({ verdict }: Trial): number {
  if (speaksAgainst(verdict)) return exitCodes.violation;
  return verdict.kind === 'conform' ? exitCodes.conform : exitCodes.inconclusive;
}

/** A case file begins as JSON does; a payload never. */
function readCase(bytes: Uint8Array, name: string): CaseFile | undefined {
  const text = Buffer.from(bytes).toString('utf8');
  return /^\s*\{/.test(text) ? parseCaseFile(text, name) : undefined;
}

function caseOfPayload(bytes: Uint8Array, name: string, options: ReplayOptions): Case {
  return {
    id: `replay/${basename(name)}`,
    level: 'example',
    aims: [],
    faults: [],
    title: `payload ${name}`,
    preparation: { edition: options.edition, tpm: options.tpm, certificates: [], helloContainers: [] },
    steps: [{ kind: 'send', payload: payloadOf(bytes) }, { kind: 'read-stores' }],
  };
}

function show(trial: Trial, known: CaseFile | undefined, console: Console): void {
  const { case: testCase, observation, verdict } = trial;
  console.out(`${testCase.id}: ${testCase.title}`);
  for (const [index, step] of testCase.steps.entries()) {
    console.out(`\n== step ${index + 1}: ${step.kind} ==`);
    if (step.kind === 'send') {
      console.out(describePayload(step.payload));
      if (index === 0) {
        const bytes = bytesOf(step.payload);
        console.out('\n-- prediction --');
        console.out(
          renderExplanation(explain(bytes, { ...testCase.preparation, nodes: {} }), textToQuote(bytes)),
        );
      }
    }
    console.out('\n-- observed --');
    console.out(describeObservation(observation.steps[index]));
  }
  console.out(`\n== verdict: ${verdict.kind} ==`);
  console.out(describeVerdict(verdict));
  if (known !== undefined && known.verdict.kind !== verdict.kind) {
    console.out(`(when it was found: ${known.verdict.kind}, on ${known.found.target})`);
  }
}
