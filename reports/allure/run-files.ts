import type { RunRecord } from '../model/run-record.ts';
import type { RunReport } from '../model/run-report.ts';

/** What Allure shows of the run as a whole, as its metadata. */
function metadataOf({
  suite,
  target,
  identity,
  command,
  seed,
  runs,
  edition,
}: RunRecord): Readonly<Record<string, string>> {
  const commit =
    suite.commit === undefined ? '' : ` (${suite.commit}${suite.modified === true ? ', modified' : ''})`;
  return {
    suite: `${suite.name} ${suite.version}${commit}`,
    target,
    device: identity.description,
    ...(identity.edition === undefined ? {} : { 'edition of the device': identity.edition }),
    edition,
    seed: `${seed}`,
    'runs of a random family': `${runs}`,
    'command to repeat': command,
  };
}

/** environment.properties, in the format of Java. */
export function environmentOf(record: RunRecord): string {
  const escaped = (text: string): string => text.replace(/[\\:=#! ]/g, '\\$&').replace(/\r?\n/g, '\\n');
  return Object.entries(metadataOf(record))
    .map(([name, value]) => `${escaped(name)}=${value.replace(/\\/g, '\\\\').replace(/\r?\n/g, '\\n')}\n`)
    .join('');
}

/** How failures are sorted: whose fault they are. Both Allure 2 and Allure 3 read this form. */
export const categories = [
  { name: 'The device differs from the specification', matchedStatuses: ['failed'] },
  {
    name: 'Errors of the suite itself',
    matchedStatuses: ['broken'],
    messageRegex: '^(an )?error of the suite[\\s\\S]*',
  },
  { name: 'Transport or laboratory failed, or the run was cut off', matchedStatuses: ['broken'] },
  { name: 'Not tested', matchedStatuses: ['skipped'] },
] as const;

interface Metric {
  readonly key: string;
  readonly title: string;
  readonly value: number;
  readonly unit: string;
  readonly better: 'lower' | 'higher' | 'neutral';
}

/** performance.json: numbers of the run, which Allure 3 compares with those of earlier ones and can hold a gate against. */
export function metricsOf(
  { counts, requirements, fingerprint, timing }: RunReport,
  record: RunRecord,
): readonly object[] {
  const { violation, inconsistent, drift, inconclusive } = counts.verdicts;
  const of = (verdict: string): number => requirements.filter((row) => row.verdict === verdict).length;
  const metrics: readonly Metric[] = [
    { key: 'cases', title: 'Cases carried out', value: counts.executed, unit: 'cases', better: 'higher' },
    {
      key: 'differences',
      title: 'Cases that differ',
      value: violation + inconsistent + drift,
      unit: 'cases',
      better: 'lower',
    },
    {
      key: 'inconclusive',
      title: 'Cases that came to nothing',
      value: inconclusive,
      unit: 'cases',
      better: 'lower',
    },
    {
      key: 'requirements-kept',
      title: 'Requirements kept',
      value: of('kept'),
      unit: 'requirements',
      better: 'higher',
    },
    {
      key: 'requirements-violated',
      title: 'Requirements violated',
      value: of('violated'),
      unit: 'requirements',
      better: 'lower',
    },
    {
      key: 'questions-answered',
      title: 'Open questions answered',
      value: fingerprint.length,
      unit: 'questions',
      better: 'neutral',
    },
    {
      key: 'milliseconds-per-case',
      title: 'Time for a case',
      value: counts.executed === 0 ? 0 : timing.milliseconds / counts.executed,
      unit: 'ms',
      better: 'lower',
    },
  ];
  const { startedAt, endedAt = startedAt } = record;
  return metrics.map((metric) => ({
    ...metric,
    id: metric.key,
    group: 'conformance',
    groupTitle: 'Conformance',
    start: startedAt,
    stop: endedAt,
  }));
}
