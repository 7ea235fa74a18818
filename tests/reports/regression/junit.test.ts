import fc from 'fast-check';
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { XMLParser } from 'fast-xml-parser';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { requirements } from '../../../csp/requirements.ts';
import { junitOf } from '../../../reports/regression/junit.ts';
import { eventfulNight, violation } from './nights.ts';

interface TestSuites {
  readonly testsuites: {
    readonly '@tests': string;
    readonly '@failures': string;
    readonly '@errors': string;
    readonly '@skipped': string;
    readonly testsuite: readonly { readonly '@name': string; readonly testcase: readonly TestCase[] }[];
  };
}
interface TestCase {
  readonly '@name': string;
  readonly failure?: { readonly '@message': string; readonly '@type': string; readonly '#text': string };
  readonly error?: object;
  readonly skipped?: { readonly '@message': string };
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  isArray: (name) => name === 'testsuite' || name === 'testcase',
});

function read(xml: string): TestSuites['testsuites'] {
  return (parser.parse(xml) as TestSuites).testsuites;
}

/** Saxes throws where XML is not well-formed. */
function demandWellFormed(xml: string): void {
  new SaxesParser().write(xml).close();
}

function caseNamed(xml: string, beginning: string): TestCase {
  const found = read(xml)
    .testsuite.flatMap(({ testcase }) => testcase)
    .find((one) => one['@name'].startsWith(beginning));
  if (found === undefined) throw new Error(`no test begins with ${beginning}`);
  return found;
}

test('xmllint takes it', () => {
  const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', '-'], {
    input: junitOf(eventfulNight()),
  });
  expect(String(stderr)).toBe('');
  expect(status).toBe(0);
});

describe('a test for each requirement', () => {
  test('fails with the nearest expectation, and with the command that repeats it', () => {
    const { failure } = caseNamed(junitOf(eventfulNight()), 'R-DM-08 ');
    expect(failure?.['@message']).toContain('expected Status 404; observed Status 200');
    expect(failure?.['#text']).toContain('npx conform replay');
    expect(caseNamed(junitOf(eventfulNight()), 'R-DM-07 ')).not.toHaveProperty('failure');
  });

  test('that a waiver accepts is skipped, with owner and reason', () => {
    const { skipped } = caseNamed(junitOf(eventfulNight()), 'R-PFX-13 ');
    expect(skipped?.['@message']).toBe('waived by A. Tester until 2026-12-31: Known to the maker');
  });

  test('that the baseline breaks too fails, but for --fail-on=new', () => {
    const violations = [violation({ status: 'known' })];
    expect(caseNamed(junitOf(eventfulNight({ violations })), 'R-DM-08 ')).toHaveProperty('failure');
    const onlyNew = junitOf(eventfulNight({ violations, failOn: 'new' }));
    expect(caseNamed(onlyNew, 'R-DM-08 ').skipped?.['@message']).toContain('the baseline has it too');
  });
});

test('drift and flaky cases fail tests of their own', () => {
  const xml = junitOf(eventfulNight());
  expect(caseNamed(xml, 'A-23 ').failure?.['@message']).toContain(
    'upper (upper case) in the baseline, lower',
  );
  expect(caseNamed(xml, 'the run is whole').failure?.['#text']).toContain('3 × conform');
});

test('an inconclusive night is an error of the run', () => {
  const result = { verdict: 'inconclusive', rule: 'run-inconclusive', because: 'No device.' } as const;
  const xml = junitOf(eventfulNight({ result, violations: [], flaky: [], drift: [] }));
  expect(caseNamed(xml, 'the run is whole')).toHaveProperty('error');
  expect(read(xml)['@errors']).toBe('1');
});

test('its numbers are those of its tests, whatever the texts of a device are', () => {
  const nasty = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(nasty, nasty, nasty, fc.constantFrom(...requirements), (name, observed, because, { id }) => {
      const night = eventfulNight({
        device: { name, target: 'mdm', description: name, edition: '1' },
        violations: [violation({ subject: id, points: [{ subject: id, expected: because, observed }] })],
      });
      const xml = junitOf(night);
      demandWellFormed(xml);
      const suites = read(xml);
      const cases = suites.testsuite.flatMap(({ testcase }) => testcase);
      assert.equal(Number(suites['@tests']), cases.length);
      assert.equal(Number(suites['@failures']), cases.filter((one) => 'failure' in one).length);
      assert.equal(Number(suites['@skipped']), cases.filter((one) => 'skipped' in one).length);
      // eslint-disable-next-line no-control-regex -- that is what must not be there
      assert.ok(!/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(xml));
    }),
    { numRuns: 60 },
  );
});
