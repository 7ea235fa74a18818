import type { FingerprintLine } from '../../cases/result.ts';
import { ambiguityCoverage } from './ambiguities.ts';
import { combinationSection, type CombinationCoverage } from './combinations.ts';
import { counted, coverageFormat, type Coverage } from './coverage.ts';
import { matrixCounter } from './matrix.ts';
import type { ObservedCase } from './observed-case.ts';
import { requirementCounter } from './requirements.ts';
import { serverCounter } from './servers.ts';
import { transitionCounter } from './transitions.ts';
import { valueCounter } from './values.ts';

/** What others have counted of the same run. */
export interface CountedElsewhere {
  readonly fingerprint: readonly FingerprintLine[];
  /** By what is combined: `installs`. */
  readonly combinations: Readonly<Record<string, CombinationCoverage>>;
  /** PFX files sent with each property that they can have. */
  readonly pfxFiles: Readonly<Record<string, number>>;
}

/** Counts what a run covers, case by case. */
export interface CoverageCounter {
  count(seen: ObservedCase): void;
  coverage(elsewhere: CountedElsewhere): Coverage;
}

/** A counter whose memory does not grow with the number of cases. */
export function coverageCounter(): CoverageCounter {
  let cases = 0;
  let pfxFiles: CountedElsewhere['pfxFiles'] = {};
  const requirements = requirementCounter();
  const matrix = matrixCounter();
  const values = valueCounter(() =>
    Object.entries(pfxFiles).map(([name, count]) => ({
      group: 'PFXCertInstall/{UniqueID}/PFXCertBlob',
      name: `file: ${name}`,
      cells: [counted(count)],
    })),
  );
  const transitions = transitionCounter();
  const servers = serverCounter();
  const counters = [requirements, matrix, values, transitions, servers];
  return {
    count: (seen) => {
      cases++;
      for (const counter of counters) counter.count(seen);
    },
    coverage: (elsewhere) => {
      pfxFiles = elsewhere.pfxFiles;
      return {
        format: 'client-certificate-install-coverage',
        version: coverageFormat,
        cases,
        sections: [
          requirements.result(),
          matrix.result(),
          values.result(),
          combinationSection(elsewhere.combinations),
          transitions.result(),
          servers.result(),
          ambiguityCoverage(elsewhere.fingerprint),
        ],
      };
    },
  };
}
