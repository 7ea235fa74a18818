import type { FindingRule } from './finding.ts';
import { didYouMean } from './nearest.ts';
import type { Payload } from './payload.ts';
import { keyProtection } from './scep-install.ts';
import { scepValueRule } from './scep-value-rule.ts';
import { quoted, valuesIn } from './value.ts';
import type { KnownValue } from './value.ts';

/** Families as csp-source.txt spells them. */
const families = ['SHA-1', 'SHA-2', 'SHA-3'];

/** Other spellings that are met: without hyphen, or one hash of the family SHA-2 by its length. */
const spellings: Readonly<Record<string, string>> = {
  'SHA-1': 'SHA-1',
  'SHA-2': 'SHA-2',
  'SHA-3': 'SHA-3',
  SHA1: 'SHA-1',
  SHA2: 'SHA-2',
  SHA3: 'SHA-3',
  SHA256: 'SHA-2',
  'SHA-256': 'SHA-2',
  SHA384: 'SHA-2',
  'SHA-384': 'SHA-2',
  SHA512: 'SHA-2',
  'SHA-512': 'SHA-2',
};

/** How the request is signed: HashAlgorithm. */
export const scepHashFindings: readonly FindingRule[] = [
  {
    // The SCEP example of csp-source.txt has SHA-1.
    id: 'weak-hash',
    severity: 'information',
    requirement: 'R-SCEP-21',
    *find(payload) {
      for (const { setting, text } of hashesOutsideHello(payload)) {
        if (!/^\s*SHA-?1\s*$/i.test(text)) continue;
        yield {
          position: setting.positions.data,
          message: 'SHA-1 alone is allowed here, but weak. Add SHA-2: SHA-1+SHA-2.',
        };
      }
    },
  },
  // csp-source.txt, HashAlgorithm: a plus sign. Intune sends SHA-1;SHA-2.
  scepValueRule(
    'HashAlgorithm',
    { id: 'hash-separator', severity: 'warning', requirement: 'R-SCEP-21', ambiguity: 'A-16' },
    (text) => {
      const separator = /[;,|]/.exec(text)?.[0];
      if (separator === undefined) return undefined;
      const devices =
        separator === ';' ? ' Payloads of Intune have a semicolon; other devices may refuse it.' : '';
      return `HashAlgorithm is ${quoted(text)}; families are joined by a plus sign.${devices} Write ${quoted(hashNames(text).join('+'))}.`;
    },
  ),
  // csp-source.txt, HashAlgorithm: SHA-1, SHA-2, SHA-3.
  scepValueRule(
    'HashAlgorithm',
    { id: 'hash-unknown', severity: 'error', requirement: 'R-SCEP-21', ambiguity: 'A-04' },
    (text) => {
      const unknown = hashNames(text).filter((name) => spellings[name.toUpperCase()] === undefined);
      if (text.trim() === '') return 'HashAlgorithm is empty, and it is required. Write SHA-2.';
      return unknown.map(
        (name) =>
          `HashAlgorithm ${quoted(name)} is none of ${families.join(', ')}: the enrollment fails.${didYouMean(name, families)}`,
      );
    },
  ),
  {
    // csp-source.txt, HashAlgorithm, writes SHA-2 for the family and SHA256 for Windows Hello, where it is right.
    id: 'hash-spelling',
    severity: 'warning',
    requirement: 'R-SCEP-21',
    ambiguity: 'A-16',
    *find(payload) {
      for (const { setting, text } of hashesOutsideHello(payload)) {
        for (const name of hashNames(text)) {
          const family = spellings[name.toUpperCase()];
          if (family === undefined || family === name) continue;
          yield {
            position: setting.positions.data,
            message: `HashAlgorithm ${quoted(name)} is not spelt as the documents have it, and a device may refuse it. Write ${family}.`,
          };
        }
      }
    },
  },
  // csp-source.txt, HashAlgorithm, lists it; RFC 8894 does not know it.
  scepValueRule(
    'HashAlgorithm',
    { id: 'hash-sha-3', severity: 'information', requirement: 'R-SCEP-21', ambiguity: 'A-16' },
    (text) =>
      hashNames(text).includes('SHA-3')
        ? 'SHA-3 is listed in the documents, but no SCEP client of Windows is known to use it. Give SHA-2 beside it.'
        : undefined,
  ),
];

/** Splits at all separators that are met, so that each name can be judged by itself. */
function hashNames(text: string): readonly string[] {
  return text
    .split(/[+;,|]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** The values of HashAlgorithm, without those that hello-hash-algorithm judges. */
function hashesOutsideHello(payload: Payload): readonly KnownValue[] {
  const hello = new Set(
    payload.installs
      .filter((install) => install.half === 'scep' && keyProtection(install) === 4)
      .flatMap(({ settings }) => settings),
  );
  return [...valuesIn(payload, 'SCEP/{UniqueID}/Install/HashAlgorithm')].filter(
    ({ setting }) => !hello.has(setting),
  );
}
