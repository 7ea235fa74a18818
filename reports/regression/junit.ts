import { escapeAttribute, escapeText } from '../../syncml/escape.ts';
import { printable } from '../../syncml/printable.ts';
import { lineLength, suitesOf, type Outcome, type TestCase, type TestSuite } from './junit-tests.ts';
import type { NightlyReport } from './nightly-report.ts';

/**
 * The night as JUnit XML, which every CI system shows: a test for each requirement, for each answer of the fingerprint that
 * changed, and for the run itself. It fails exactly where the night does.
 */
export function junitOf(night: NightlyReport): string {
  const suites = suitesOf(night);
  const all = suites.flatMap(({ cases }) => cases);
  const time = (night.run.seconds ?? 0).toFixed(3);
  const name = `nightly: ${night.device.name}`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    xml(
      'testsuites',
      { name, ...countsOf(all), time },
      suites.map((suite) => suiteXml(suite, night)),
    ),
    '',
  ].join('\n');
}

function suiteXml({ name, cases }: TestSuite, night: NightlyReport): string {
  const timestamp = night.run.started.slice(0, 19);
  return xml('testsuite', { name, ...countsOf(cases), timestamp }, [
    xml(
      'properties',
      {},
      propertiesOf(night).map(([key, value]) => xml('property', { name: key, value }, [])),
    ),
    ...cases.map(caseXml),
  ]);
}

type Attributes = Readonly<Record<string, string>>;

/** An element in one line or, with children, over several; texts of the device are made harmless here. */
function xml(name: string, attributes: Attributes, children: readonly string[]): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeAttribute(printable(value, lineLength))}"`,
  );
  const head = `<${name}${written.join('')}`;
  return children.length === 0 ? `${head}/>` : `${head}>\n${children.join('\n')}\n</${name}>`;
}

function caseXml({ name, classname, outcome }: TestCase): string {
  const attributes = { name, classname, time: '0' };
  switch (outcome.kind) {
    case 'passed':
      return xml('testcase', attributes, []);
    case 'skipped':
      return xml('testcase', attributes, [xml('skipped', { message: outcome.message }, [])]);
    case 'failure':
    case 'error': {
      const { kind, message, type, text } = outcome;
      return xml('testcase', attributes, [xml(kind, { message, type }, [escapeText(text)])]);
    }
  }
}

function countsOf(cases: readonly TestCase[]): Attributes {
  const of = (kind: Outcome['kind']): string =>
    String(cases.filter(({ outcome }) => outcome.kind === kind).length);
  return {
    tests: String(cases.length),
    failures: of('failure'),
    errors: of('error'),
    skipped: of('skipped'),
  };
}

function propertiesOf({ device, run, suite }: NightlyReport): readonly (readonly [string, string])[] {
  return [
    ['device', device.description],
    ['edition', device.edition],
    ['seed', String(run.seed)],
    ['suite', `${suite.version} ${suite.commit ?? ''}`.trim()],
    ['command', run.command],
  ];
}
