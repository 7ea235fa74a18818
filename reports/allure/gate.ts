import { readDocument, type Reader } from '../strict-reader.ts';

/** One set of rules of Allure's quality gate, as it stands under `qualityGate.rules` of Allure's configuration. */
export type GateRules = Readonly<Record<string, number | string | boolean | MetricBound>>;

/** A bound on a number of the run (run-files.ts, metricsOf). */
export interface MetricBound {
  readonly key: string;
  readonly value: number;
}

/** What came of one rule, in the words of Allure. */
export interface GateResult {
  readonly rule: string;
  readonly success: boolean;
  readonly message: string;
}

export interface Gate {
  readonly passed: boolean;
  readonly results: readonly GateResult[];
}

const numbers = ['maxFailures', 'minTestsCount', 'successRate', 'maxDuration'];
const bounds = ['metricMax', 'metricMin', 'metricMaxDelta', 'metricMaxDeltaPercent'];

/**
 * What holds where nobody says otherwise: no failure beyond known issues, and every test of the run is there. A run in which
 * everything was skipped has no failure either, but a rate of success of 0.
 * @param tests that are no known issue, since Allure leaves those out of a gate
 */
export function usualGate(tests: number): readonly GateRules[] {
  return [{ maxFailures: 0, successRate: 1, minTestsCount: tests }];
}

/**
 * Reads rules of one's own: `{"rules": [{"maxFailures": 0}]}`, the same as `qualityGate` of Allure's configuration.
 * @throws InvalidFile
 */
export function readGate(text: string, name: string): readonly GateRules[] {
  const file = readDocument(text, name);
  file.only('rules');
  const rules = file.field('rules').list();
  if (rules.length === 0) throw file.field('rules').invalid('has to name at least one rule');
  return rules.map(readRules);
}

function readRules(entry: Reader): GateRules {
  entry.only(...numbers, ...bounds, 'id', 'fastFail');
  const names = entry.names();
  if (!names.some((name) => numbers.includes(name) || bounds.includes(name))) {
    throw entry.invalid('has to name at least one rule');
  }
  return Object.fromEntries(names.map((name) => [name, readRule(name, entry.field(name))]));
}

function readRule(name: string, value: Reader): GateRules[string] {
  if (name === 'id') return value.text();
  if (name === 'fastFail') return value.oneOf([true, false]);
  if (numbers.includes(name)) return value.number();
  value.only('key', 'value');
  return { key: value.field('key').text(), value: value.field('value').number() };
}

/** What Allure has left in quality-gate.json of a report. */
export function readGateResults(text: string): Gate {
  const results = (JSON.parse(text) as readonly GateResult[]).map(({ rule, success, message }) => ({
    rule,
    success,
    // Allure writes numbers in bold for a terminal.
    // eslint-disable-next-line no-control-regex
    message: message.replace(/\u001b\[\d*m/g, ''),
  }));
  return { passed: results.length > 0 && results.every(({ success }) => success), results };
}

/** The result in one line. */
export function describeGate({ passed, results }: Gate): string {
  const shown = results.filter(({ success }) => success === passed);
  const verdict = passed ? 'passed' : 'NOT passed';
  return `Quality gate ${verdict}: ${shown.map(({ rule, message }) => `${message} (${rule})`).join('; ')}`;
}
