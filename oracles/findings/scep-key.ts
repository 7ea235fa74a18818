import type { FindingRule } from './finding.ts';
import { didYouMean } from './nearest.ts';
import { intOf, quoted, valuesIn } from './value.ts';

/** Bits of KeyUsage, one of which has to be set: keyEncipherment and digitalSignature (RFC 5280, 4.2.1.3, first octet). */
const keyEncipherment = 0x20;
const digitalSignature = 0x80;

/** Families as csp-source.txt spells them. */
const families = ['SHA-1', 'SHA-2', 'SHA-3'];

/** Other spellings that are met: without hyphen, or one hash of the family SHA-2 by its length. */
const spellings: Readonly<Record<string, string>> = {
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

/** Values that say which key is made and how the request is signed. */
export const scepKeyFindings: readonly FindingRule[] = [
  {
    // csp-source.txt, KeyUsage: without one of the two bits the configuration fails.
    id: 'key-usage-bits',
    severity: 'error',
    requirement: 'R-SCEP-10',
    ambiguity: 'A-04',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/KeyUsage')) {
        const bits = intOf(text);
        if (bits === undefined || (bits & (keyEncipherment | digitalSignature)) !== 0) continue;
        yield {
          position: setting.positions.data,
          message: `KeyUsage ${bits} has neither 0x20 (32, key encipherment) nor 0x80 (128, digital signature): the configuration fails. Most servers want both, 160.`,
        };
      }
    },
  },
  {
    // Guide of step-ca for Windows clients: the key has to be one for key exchange.
    id: 'key-usage-without-encipherment',
    severity: 'information',
    requirement: 'R-SCEP-09',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/KeyUsage')) {
        const bits = intOf(text);
        if (bits === undefined || (bits & keyEncipherment) !== 0 || (bits & digitalSignature) === 0) continue;
        yield {
          position: setting.positions.data,
          message: `KeyUsage ${bits} lacks 0x20 (key encipherment); SCEP servers encrypt their answer to this key, and some refuse a request without it.`,
        };
      }
    },
  },
  {
    // The SCEP example of csp-source.txt has 1024.
    id: 'weak-key',
    severity: 'information',
    requirement: 'R-SCEP-19',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/KeyLength')) {
        if (intOf(text) !== 1024) continue;
        yield {
          position: setting.positions.data,
          message: 'RSA with 1024 bits is allowed here, but weak. Use 2048 or 4096.',
        };
      }
    },
  },
  {
    // The SCEP example of csp-source.txt has SHA-1.
    id: 'weak-hash',
    severity: 'information',
    requirement: 'R-SCEP-21',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/HashAlgorithm')) {
        if (!/^\s*SHA-?1\s*$/i.test(text)) continue;
        yield {
          position: setting.positions.data,
          message: 'SHA-1 alone is allowed here, but weak. Add SHA-2.',
        };
      }
    },
  },
  {
    // csp-source.txt, HashAlgorithm: a plus sign. Intune sends SHA-1;SHA-2.
    id: 'hash-separator',
    severity: 'warning',
    requirement: 'R-SCEP-21',
    ambiguity: 'A-16',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/HashAlgorithm')) {
        const separator = /[;,|]/.exec(text)?.[0];
        if (separator === undefined) continue;
        const devices =
          separator === ';' ? ' Payloads of Intune have a semicolon; other devices may refuse it.' : '';
        yield {
          position: setting.positions.data,
          message: `HashAlgorithm is ${quoted(text)}; families are joined by a plus sign.${devices} Write ${quoted(hashNames(text).join('+'))}.`,
        };
      }
    },
  },
  {
    // csp-source.txt, HashAlgorithm, writes SHA-2 for the family and SHA256 for Windows Hello.
    id: 'hash-spelling',
    severity: 'warning',
    requirement: 'R-SCEP-21',
    ambiguity: 'A-16',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/HashAlgorithm')) {
        for (const name of hashNames(text)) {
          if (families.includes(name)) continue;
          const family = spellings[name.toUpperCase()];
          yield {
            position: setting.positions.data,
            message:
              family === undefined
                ? `HashAlgorithm ${quoted(name)} is none of ${families.join(', ')}.${didYouMean(name, families)}`
                : `HashAlgorithm ${quoted(name)} is not spelt as the documents have it, and a device may refuse it. Write ${family}.`,
          };
        }
      }
    },
  },
  {
    // csp-source.txt, HashAlgorithm, lists it; RFC 8894 does not know it.
    id: 'hash-sha-3',
    severity: 'information',
    requirement: 'R-SCEP-21',
    ambiguity: 'A-16',
    *find(payload) {
      for (const { setting, text } of valuesIn(payload, 'SCEP/{UniqueID}/Install/HashAlgorithm')) {
        if (!hashNames(text).includes('SHA-3')) continue;
        yield {
          position: setting.positions.data,
          message:
            'SHA-3 is listed in the documents, but no SCEP client of Windows is known to use it. Give SHA-2 beside it.',
        };
      }
    },
  },
];

/** Splits at all separators that are met, so that each name can be judged by itself. */
function hashNames(text: string): readonly string[] {
  return text.split(/[+;,|]/).map((name) => name.trim());
}
