import type { Asking } from '../asking.ts';
import { requirementOfNode } from '../node-requirements.ts';
import type { Value, ValueFault } from '../value.ts';
import { oddityOfText } from '../scep/odd-texts.ts';
import { found, type ValueRule } from './values.ts';

/** A value of an SCEP setting that is invalid, or that only some devices take. */
function scepRule(
  name: string,
  rule: Pick<ValueRule, 'id' | 'requirements' | 'ambiguities' | 'because'>,
  decide: (value: Value, asking: Asking) => ValueFault | undefined,
): ValueRule {
  return {
    ...rule,
    decide: (value, asking) =>
      value.place.node.half === 'scep' && value.name === name ? decide(value, asking) : undefined,
  };
}

const keyUsage = scepRule(
  'KeyUsage',
  {
    id: 'key-usage-without-bits',
    requirements: ['R-SCEP-10'],
    ambiguities: ['A-04', 'A-05'],
    because: 'neither 0x20 nor 0x80 is set',
  },
  ({ read }, asking) =>
    typeof read === 'number' && (read & 0xa0) === 0 ? found('A-04/KeyUsage', asking) : undefined,
);

const keyProtection = scepRule(
  'KeyProtection',
  {
    id: 'key-protection-unknown',
    requirements: ['R-SCEP-12'],
    ambiguities: ['A-04', 'A-05'],
    because: 'a KeyProtection other than 1, 2, 3 and 4 has no meaning',
  },
  ({ read }, asking) =>
    typeof read === 'number' && (read < 1 || read > 4) ? found('A-04/KeyProtection', asking) : undefined,
);

const keyLength = scepRule(
  'KeyLength',
  {
    id: 'key-length-unknown',
    requirements: ['R-SCEP-19'],
    ambiguities: ['A-04', 'A-05'],
    because: 'KeyLength is 1024, 2048 or 4096',
  },
  ({ read }, asking) =>
    typeof read === 'number' && ![1024, 2048, 4096].includes(read)
      ? found('A-04/KeyLength', asking)
      : undefined,
);

const validPeriod = scepRule(
  'ValidPeriod',
  {
    id: 'valid-period-unknown',
    requirements: ['R-SCEP-25'],
    ambiguities: ['A-04', 'A-05'],
    because: 'ValidPeriod is Days, Months or Years',
  },
  ({ text }, asking) =>
    ['Days', 'Months', 'Years'].includes(text) ? undefined : found('A-04/ValidPeriod', asking),
);

/** Spellings that A-16 does not name either way (a family of its own, blanks) are invalid, or read by some. */
const hashAlgorithm = scepRule(
  'HashAlgorithm',
  {
    id: 'hash-algorithm-spelling',
    requirements: ['R-SCEP-21'],
    ambiguities: ['A-04', 'A-05', 'A-16'],
    because: 'the device does not know this hash algorithm',
  },
  ({ text }, asking) => {
    const separated = !text.includes(';') || asking.answer('A-16/semicolon') === 'accepted';
    const known = separated && text.split(/[+;]/).every((name) => isKnownHash(name, asking));
    return known ? undefined : found('A-04/HashAlgorithm', asking);
  },
);

function isKnownHash(name: string, asking: Asking): boolean {
  if (name === 'SHA-1' || name === 'SHA-2') return true;
  if (name === 'SHA-3') return asking.answer('A-16/SHA-3') === 'accepted';
  if (/^SHA[123]$/.test(name)) {
    return (
      asking.answer('A-16/without-hyphen') === 'accepted' &&
      (name !== 'SHA3' || asking.answer('A-16/SHA-3') === 'accepted')
    );
  }
  return /^SHA-?(?:224|256|384|512)$/.test(name) && asking.answer('A-16/by-length') === 'accepted';
}

const caThumbprint = scepRule(
  'CAThumbprint',
  {
    id: 'ca-thumbprint-malformed',
    requirements: ['R-SCEP-23'],
    ambiguities: ['A-05', 'A-17'],
    because: 'CAThumbprint is not 20 bytes in hexadecimal',
  },
  ({ text }, asking) => {
    if (/^[0-9A-Fa-f]{40}$/.test(text)) return undefined;
    return { found: asking.answer('A-17') === 'when-set' ? 'when-set' : 'in-status' };
  },
);

const retryDelay = scepRule(
  'RetryDelay',
  {
    id: 'retry-delay-below-one',
    requirements: ['R-SCEP-16'],
    ambiguities: ['A-05', 'A-24'],
    because: 'RetryDelay is at least 1',
  },
  ({ read }, asking) =>
    typeof read === 'number' && read < 1 && asking.answer('A-24') === 'refused'
      ? { found: 'when-set' }
      : undefined,
);

const retryCount = scepRule(
  'RetryCount',
  {
    id: 'retry-count-out-of-range',
    requirements: ['R-SCEP-17'],
    ambiguities: ['A-05', 'A-24', 'A-31'],
    because: 'RetryCount is 0 to 30',
  },
  ({ read }, asking) => {
    if (typeof read !== 'number') return undefined;
    if (read < 0) return asking.answer('A-24') === 'refused' ? { found: 'when-set' } : undefined;
    return read > 30 && asking.answer('A-31') === 'refused' ? { found: 'when-set' } : undefined;
  },
);

const validPeriodUnits = scepRule(
  'ValidPeriodUnits',
  {
    id: 'valid-period-units-no-number',
    requirements: ['R-SCEP-26'],
    ambiguities: ['A-13'],
    because: 'ValidPeriodUnits is a number of units',
  },
  ({ text, place }, asking) => {
    if (/^(?:0|[1-9]\d{0,8})$/.test(text)) return undefined;
    const refused = asking.assume('ValidPeriodUnits that is no number', ['stored', 'refused']) === 'refused';
    return refused ? { found: 'when-set', requirement: requirementOfNode(place.node, 'Add') } : undefined;
  },
);

/** The DDF allows any text; but a device may look when it is set at what it could make nothing of later. */
const oddText: ValueRule = {
  id: 'scep-text-of-no-documented-form',
  requirements: ['R-SCEP-03'],
  ambiguities: [],
  because: 'no document says what a device makes of such a text',
  decide: ({ place, name, text }, asking) => {
    const oddity = place.node.half === 'scep' ? oddityOfText(name, text) : undefined;
    return oddity !== undefined && asking.assume(oddity, ['stored', 'refused']) === 'refused'
      ? { found: 'when-set', requirement: requirementOfNode(place.node, 'Add') }
      : undefined;
  },
};

export const scepValueRules: readonly ValueRule[] = [
  keyUsage,
  keyProtection,
  keyLength,
  validPeriod,
  hashAlgorithm,
  caThumbprint,
  retryDelay,
  retryCount,
  validPeriodUnits,
  oddText,
];
