import type { CaseFile } from '../../cases/result.ts';
import type { Verdict } from '../../cases/verdict.ts';
import { caseFilesOf, readRun, resultsOf } from '../../reports/model/read-run.ts';
import type { RunReport } from '../../reports/model/run-report.ts';
import type { Baseline } from '../../reports/regression/baseline.ts';
import type { WitnessOutcome } from '../../reports/regression/night.ts';
import { keepForms, type Form } from '../../reports/regression/form.ts';
import { contradictionsIn, findingOf, type Finding } from '../../reports/waivers/finding.ts';
import type { WaiverKeeper } from '../../reports/waivers/match.ts';
import { completeCaseFiles } from '../certification/case-files.ts';

/** So many case files are written beside those that the run has kept. */
const filesAtMost = 50;

/** What a run says of a night, before anything was repeated. */
export interface ReadNight {
  readonly report: RunReport;
  readonly forms: readonly Form[];
  readonly outcomes: ReadonlyMap<string, WitnessOutcome>;
  /** Cases that differ in ways beyond those of `forms`. */
  readonly beyond: number;
  /** The smallest case file that shows a form, by the form's digest. */
  readonly files: ReadonlyMap<string, CaseFile>;
}

/** Reads the results of a run line by line, telling the waivers of all that speaks against the device. */
export function readNight(out: string, waivers: WaiverKeeper, baseline: Baseline | undefined): ReadNight {
  const report = readRun(out);
  const witnesses = new Set(baseline?.forms.flatMap((form) => form.witnesses) ?? []);
  const withFile = new Set<string>();
  for (const [, file] of caseFilesOf(out)) withFile.add(file.case.id);
  const outcomes = new Map<string, WitnessOutcome>();
  const digests = new Map<string, string>();
  const keeper = keepForms(waivers);
  for (const entry of resultsOf(out)) {
    if (entry.kind !== 'case') continue;
    const finding = findingOf(entry);
    if (witnesses.has(entry.id)) outcomes.set(entry.id, outcomeOf(finding, entry.verdict));
    if (finding === undefined) continue;
    keeper.add(finding);
    if (withFile.has(entry.id)) digests.set(entry.id, finding.digest);
  }
  for (const finding of contradictionsIn(report.fingerprint)) keeper.add(finding);
  const forms = keeper.forms();
  const shown = new Set(digests.values());
  // A run keeps a few case files of each requirement; a form has one all the same.
  const others = new Map(
    forms
      .filter(({ kind, digest }) => kind === 'violation' && !shown.has(digest))
      .slice(0, filesAtMost)
      .map(({ witnesses: [witness], firstCase, digest }) => [witness ?? firstCase, digest]),
  );
  completeCaseFiles(out, new Set(others.keys()));
  return {
    report,
    forms,
    outcomes,
    beyond: keeper.beyond(),
    files: smallestFiles(out, new Map([...digests, ...others])),
  };
}

function outcomeOf(finding: Finding | undefined, verdict: Verdict): WitnessOutcome {
  if (finding !== undefined) return 'differs';
  return verdict.kind === 'conform' ? 'conform' : 'nothing';
}

function smallestFiles(out: string, digests: ReadonlyMap<string, string>): ReadonlyMap<string, CaseFile> {
  const smallest = new Map<string, { readonly file: CaseFile; readonly size: number }>();
  for (const [, file] of caseFilesOf(out)) {
    const digest = digests.get(file.case.id);
    if (digest === undefined) continue;
    const size = JSON.stringify(file.case).length;
    const known = smallest.get(digest);
    if (known === undefined || size < known.size) smallest.set(digest, { file, size });
  }
  return new Map([...smallest].map(([digest, { file }]) => [digest, file]));
}
