import { keepReport } from '../../../reports/model/keep-report.ts';
import type { RunReport } from '../../../reports/model/run-report.ts';
import type { RequirementId } from '../../../csp/requirements.ts';
import { aRecord, caseFile, caseLine, differing } from '../model/synthetic.ts';

/** A report with so many differences, over a few requirements. */
export function floodedReport(count: number): RunReport {
  const ids: readonly RequirementId[] = ['R-DM-08', 'R-PFX-12', 'R-GEN-02', 'R-SCEP-06'];
  const keeper = keepReport();
  keeper.add({ kind: 'planned', family: 'protocol/R-DM-08/matrix', aims: ['R-DM-08'], cases: count });
  for (let index = 0; index < count; index++) {
    // The first blames most cases: 7 of 10.
    const id = ids[index % 10 < 7 ? 0 : (index % 10) - 6] ?? 'R-DM-08';
    const verdict = differing(id, { observed: `Status ${index}` });
    keeper.add(caseLine(`flood/${index}`, verdict));
    if (index < 40) keeper.addCaseFile(`flood_${index}.json`, caseFile(`flood/${index}`, verdict));
  }
  return keeper.report(aRecord);
}

/** Texts that do something where anybody takes them for markup or a script. */
export const hostile = [
  '<script>window.hacked=1</script>',
  '</script><script>window.hacked=1</script>',
  '<img src=x onerror="window.hacked=1">',
  '<svg onload="window.hacked=1"></svg>',
  '"><iframe srcdoc="<script>parent.hacked=1</script>"></iframe>',
  "javascript:window.hacked=1//'",
  '<!--<script>window.hacked=1</script>',
  ']]><a href="javascript:window.hacked=1">x</a>',
  '\u202Etxt.exe \u2028 \u0000 \uD800',
  '__proto__',
] as const;

/** A report in which every text that a device or a case can choose is hostile. */
export function hostileReport(): RunReport {
  const keeper = keepReport();
  const all = hostile.join(' ');
  const uri = `./Device/Vendor/MSFT/ClientCertificateInstall/${hostile[0]}`;
  const verdict = differing('R-DM-08', { where: `Get CmdID 1 ${uri}`, expected: all, observed: all });
  const sent = `<SyncBody><Get><CmdID>1</CmdID><Item><Target><LocURI>${all}</LocURI></Target></Item></Get></SyncBody>`;
  keeper.add({ kind: 'planned', family: all, aims: ['R-DM-08'], cases: 4 });
  keeper.add({ ...caseLine(all, verdict), family: all, unseen: [all] });
  keeper.add(caseLine('error', { kind: 'suite-error', reason: all }));
  keeper.add(caseLine('lost', { kind: 'inconclusive', layer: 'transport', reason: all }));
  keeper.add({ kind: 'not-run', family: all, aims: [], cases: 1, reason: all });
  keeper.add(caseLine(all, { kind: 'conform', answers: { 'A-02': all }, exercised: [] }));
  keeper.addCaseFile(`${all}.json`, {
    ...caseFile(all, verdict, { title: all, sent, seen: sent, faults: [all] }),
    observation: { steps: [{ kind: 'reply', payload: { text: sent } }], evidence: [all] },
    found: { target: all, seed: 1, command: all, run: all },
  });
  return keeper.report({
    ...aRecord,
    command: all,
    identity: { target: all, description: all, edition: all },
    suites: [all],
    capabilities: { ...aRecord.capabilities, tpm: { answer: 'no', reason: all } },
  });
}
