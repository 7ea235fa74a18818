import { statSync } from 'node:fs';
import { basename } from 'node:path';
import type { Capabilities } from '../../adapters/target.ts';
import type { Case } from '../../cases/case.ts';
import type { CaseFile } from '../../cases/result.ts';
import { createTarget, paceOf } from '../../adapters/targets.ts';
import { defaultEdition, type EditionId } from '../../csp/editions.ts';
import { explain } from '../../oracles/explain.ts';
import { openPool } from '../../pki/pool.ts';
import { describeObservation, describePayload, describeVerdict } from '../../reports/case-report.ts';
import { renderExplanation } from '../../reports/explanation.ts';
import { parseCaseFile } from '../case-file.ts';
import { bytesOf, payloadOf } from '../execute.ts';
import { readInput } from '../input.ts';
import type { Console, DefineCommand } from '../command.ts';
import { keyCache } from '../laboratory.ts';
import { readOption } from '../options.ts';
import { exitCodeOf, replayFolder } from '../replay-folder.ts';
import {
  askingStep,
  describeAnswers,
  describeServers,
  serversFor,
  startedEnrollments,
  withEnrollments,
} from '../scep-replay.ts';
import { addTargetOptions, prepareFor, targetSettingsOf, type TargetOptions } from '../target-options.ts';
import { textToQuote } from '../text.ts';
import { tryCase, type Bench, type Trial } from '../trial.ts';
import { UsageError } from '../usage-error.ts';
import { readScript } from './scep-ca.ts';

interface ReplayOptions extends TargetOptions {
  readonly edition: EditionId;
  readonly patience?: number;
  readonly tpm: boolean;
  readonly scepScript?: string;
}

/** What is replayed: a case file, or a case that is made around a payload. */
interface Replayed {
  readonly case: Case;
  /** The case file. */
  readonly known?: CaseFile;
  /** What is to be known of the laboratory around a payload, in lines. */
  readonly notes: readonly string[];
  /** Whether a step asks how the enrollments of a payload ended. */
  readonly asks: boolean;
}

/** `conform replay`: one case file, or one payload, on a target, with prediction, reply and verdict. */
export const replayCommand: DefineCommand = (program, console, finish) => {
  addTargetOptions(
    program
      .command('replay')
      .description(
        'send case files of earlier runs, or a payload of your own, to a target and judge the answers',
      ),
  )
    .argument(
      '<file>',
      'a case file (out/cases/….json), a folder of them, or a SyncML payload; - reads standard input',
    )
    .option('--edition <build>', 'build of Windows, for a payload', readOption.edition, defaultEdition)
    .option('--no-tpm', 'a device without a TPM, for a payload')
    .option(
      '--scep-script <file>',
      'put a SCEP CA that behaves so (docs/scep-ca.md) where ServerURL of a payload points',
    )
    .option(
      '--patience <time>',
      'longest time that the target may take for one answer (default: 30s; more where a target is slow)',
      readOption.patience,
    )
    .addHelpText(
      'after',
      '\nExamples:\n  npx conform replay out/cases/pfx_R-PFX-13_matrix_4.json\n  npx conform replay corpus\n  npx conform replay profile.xml --no-tpm\n  npx conform replay scep-profile.xml --scep-script=pending.json',
    )
    .action(async (file: string, options: ReplayOptions) => {
      const settings = targetSettingsOf(options);
      const patience = options.patience ?? paceOf(options.target, settings).patience;
      const prepared = await prepareFor(options.target, settings, { workers: 1, resumes: false });
      for (const note of prepared.notes) console.out(note);
      try {
        const target = createTarget(options.target, prepared.settings);
        try {
          const capabilities = await target.capabilities();
          const bench = { target, capabilities, patience, now: Date.now };
          finish(await replay(file, options, bench, console));
        } finally {
          await target.close();
        }
      } finally {
        await prepared.stop();
      }
    });
};

async function replay(name: string, options: ReplayOptions, bench: Bench, console: Console): Promise<number> {
  if (isFolder(name)) return replayFolder(name, bench, console);
  const bytes = readInput(name);
  const replayed =
    readCase(bytes, name, options) ?? (await caseOfPayload(bytes, name, options, bench.capabilities));
  const trial = await tryCase(bench, replayed.case);
  show(trial, replayed, console);
  return exitCodeOf(trial);
}

function isFolder(name: string): boolean {
  return statSync(name, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** A case file begins as JSON does; a payload never. */
function readCase(bytes: Uint8Array, name: string, options: ReplayOptions): Replayed | undefined {
  const text = Buffer.from(bytes).toString('utf8');
  if (!/^\s*\{/.test(text)) return undefined;
  const known = parseCaseFile(text, name);
  if (options.scepScript !== undefined) {
    throw new UsageError('--scep-script is for payloads: a case file holds its SCEP servers itself.');
  }
  return { case: known.case, known, notes: [], asks: false };
}

/** Sends the payload and looks at the stores; enrollments that it starts get the time, and are asked about. */
async function caseOfPayload(
  bytes: Uint8Array,
  name: string,
  options: ReplayOptions,
  capabilities: Capabilities,
): Promise<Replayed> {
  const plain: Case = {
    id: `replay/${basename(name)}`,
    level: 'example',
    aims: [],
    faults: [],
    title: `payload ${name}`,
    preparation: { edition: options.edition, tpm: options.tpm, certificates: [], helloContainers: [] },
    steps: [
      { kind: 'send', payload: payloadOf(bytes) },
      ...(capabilities['store-read-back'].answer === 'no' ? [] : [{ kind: 'read-stores' } as const]),
    ],
  };
  const enrollments = startedEnrollments(bytes);
  if (options.scepScript === undefined) {
    const notes = describeServers(enrollments, []);
    return { case: withEnrollments(plain, enrollments, []), notes, asks: enrollments.length > 0 };
  }
  if (enrollments.length === 0) {
    throw new UsageError(
      `--scep-script: ${name} starts no enrollment (Exec of Enroll) with a ServerURL, so that no CA is needed.`,
    );
  }
  const servers = serversFor(enrollments, readScript(options.scepScript), await openPool(keyCache));
  return {
    case: withEnrollments(plain, enrollments, servers),
    notes: describeServers(enrollments, servers),
    asks: true,
  };
}

function show({ case: testCase, observation, verdict }: Trial, replayed: Replayed, console: Console): void {
  const { known, notes, asks } = replayed;
  console.out(`${testCase.id}: ${testCase.title}`);
  for (const note of notes) console.out(note);
  for (const [index, step] of testCase.steps.entries()) {
    const duration = step.kind === 'wait' ? ` ${step.seconds} s` : '';
    const answers =
      asks && index === askingStep ? describeAnswers(step, observation.steps[index]) : undefined;
    if (answers !== undefined) {
      console.out(`\n== step ${index + 1}: how the enrollment ended ==\n${answers}`);
      continue;
    }
    console.out(`\n== step ${index + 1}: ${step.kind}${duration} ==`);
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
    // That time has passed says nothing; that it could not, does.
    if (observation.steps[index]?.kind === 'waited') continue;
    console.out('\n-- observed --');
    console.out(describeObservation(observation.steps[index]));
  }
  console.out(`\n== verdict: ${verdict.kind} ==`);
  console.out(describeVerdict(verdict));
  if (known !== undefined && known.verdict.kind !== verdict.kind) {
    console.out(`(when it was found: ${known.verdict.kind}, on ${known.found.target})`);
  }
}
