import { resolve } from 'node:path';
import type { RunRecord } from '../model/run-record.ts';
import type { GateRules } from './gate.ts';
import { product } from './labels.ts';
import { categories } from './run-files.ts';
import type { KnownIssue } from './write-results.ts';

/** Where earlier runs are kept. */
export interface AllureHistory {
  /** A file of Allure's own: one line of JSON for each run. */
  readonly path: string;
  /** So many runs are kept in it. */
  readonly limit: number;
}

export interface Configuration {
  readonly record: RunRecord;
  /** Where the report goes. */
  readonly folder: string;
  readonly known: readonly KnownIssue[];
  readonly history?: AllureHistory;
  readonly gate?: readonly GateRules[];
}

/** The name that the configuration has in the folder of the report. */
export const configurationName = 'allurerc.json';

/** Where Allure notes the issues of a tracker that failures belong to; it would go into the working folder otherwise. */
export const knownIssuesName = 'known-issues.json';

/** Allure's configuration for a run: all that makes the report, so that Allure's own program makes it again from this file. */
export function configurationFor({ record, folder, known, history, gate }: Configuration): object {
  return {
    name: `${product} conformance: ${record.identity.description}`,
    output: resolve(folder),
    plugins: {
      awesome: {
        options: {
          singleFile: true,
          groupBy: ['parentSuite', 'suite', 'subSuite'],
        },
      },
    },
    categories: { rules: categories.map((rule) => ({ ...rule })) },
    ...(history === undefined
      ? {}
      : { historyPath: resolve(history.path), historyLimit: history.limit, appendHistory: true }),
    ...(known.length === 0
      ? {}
      : { resolutions: { rules: known.map(ruleFor), knownIssuesPath: resolve(folder, knownIssuesName) } }),
    ...(gate === undefined ? {} : { qualityGate: { rules: gate } }),
  };
}

/**
 * Allure 3 knows two kinds of known issues. Only `accepted` leaves a test out of the quality gate, and only `issue` demands
 * the address of an issue tracker, which a waiver does not have.
 */
function ruleFor({ test, waivers }: KnownIssue): object {
  return {
    resolution: 'accepted',
    testCaseId: [test],
    comment: waivers
      .map(({ reason, owner, expires }) => `${reason} (accepted by ${owner} until ${expires})`)
      .join('; '),
  };
}
