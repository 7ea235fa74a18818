import { readDocument, type Reader } from '../strict-reader.ts';
import type { RequirementVerdict } from '../model/run-report.ts';
import type { SuiteIdentity } from '../model/run-record.ts';
import { baselineFormat, type Baseline, type FamilyTime, type KnownForm } from './baseline.ts';

const verdicts: readonly RequirementVerdict[] = ['violated', 'kept', 'undecided', 'not-tested'];

/**
 * Reads what an earlier night has left (docs/schema/baseline.schema.json).
 * @param name of the file, for messages
 * @throws InvalidFile with file, entry and what to do, in one line
 */
export function readBaseline(text: string, name: string): Baseline {
  const file = readDocument(text, name);
  const format = file.field('format').oneOf(['client-certificate-install-baseline'] as const);
  const version = file.field('version').oneOf([baselineFormat] as const);
  const device = file.field('device');
  return {
    format,
    version,
    device: {
      name: device.field('name').text(),
      target: device.field('target').text(),
      description: device.field('description').text(),
      edition: device.field('edition').text(),
    },
    suite: readSuite(file.field('suite')),
    night: file.field('night').text(),
    seed: file.field('seed').number(),
    forms: file.field('forms').list().map(readForm),
    answers: entriesOf(file.field('answers'), (entry) => entry.list().map((answer) => answer.text())),
    requirements: entriesOf(file.field('requirements'), (entry) => entry.oneOf(verdicts)),
    families: entriesOf(file.field('families'), readFamily),
  };
}

function readSuite(entry: Reader): SuiteIdentity {
  return {
    name: entry.field('name').text(),
    version: entry.field('version').text(),
    ...(entry.has('commit') ? { commit: entry.field('commit').text() } : {}),
    ...(entry.has('modified') ? { modified: entry.field('modified').oneOf([true, false]) } : {}),
  };
}

function readForm(entry: Reader): KnownForm {
  const texts = (name: string): readonly string[] =>
    entry
      .field(name)
      .list()
      .map((one) => one.text());
  return {
    kind: entry.field('kind').oneOf(['violation', 'inconsistent', 'drift'] as const),
    subject: entry.field('subject').text(),
    digest: entry.field('digest').text(),
    also: texts('also'),
    points: entry
      .field('points')
      .list()
      .map((point) => ({
        subject: point.field('subject').text(),
        expected: point.field('expected').text(),
        observed: point.field('observed').text(),
      })),
    cases: entry.field('cases').number(),
    firstCase: entry.field('firstCase').text(),
    witnesses: texts('witnesses'),
  };
}

function readFamily(entry: Reader): FamilyTime {
  return {
    cases: entry.field('cases').number(),
    milliseconds: entry.field('milliseconds').number(),
    complete: entry.field('complete').oneOf([true, false]),
  };
}

function entriesOf<T>(record: Reader, read: (entry: Reader) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(record.names().map((name) => [name, read(record.field(name))]));
}
