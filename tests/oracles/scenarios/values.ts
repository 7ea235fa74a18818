import { pfxFile } from '../support/laboratory.ts';
import { add, atomic, get, leaf, message, pfx, scep, type Leaf } from '../support/payload.ts';
import { brings, value, type Scenario } from '../support/scenario.ts';
import type { Answers } from '../../../cases/case.ts';
import type { RequirementId } from '../../../csp/requirements.ts';

const outside = { 'A-38/UniqueID': 'accepted', 'A-38/settings': 'accepted' } as const;

/** So that Get does not bring a default, which would look the same as the value. */
const noDefaults: Answers = {
  'A-29/PFXCertPasswordEncryptionType': '404',
  'A-29/PFXKeyExportable': '404',
  'A-29/KeyProtection': '404',
  'A-29/RetryDelay': '404',
  'A-29/RetryCount': '404',
  'A-29/ValidPeriod': '404',
  'A-29/ValidPeriodUnits': '404',
};

/** Tells that this device takes settings outside an Atomic. */
const settled = (locUri: string, setting: string): string =>
  add(7, locUri, leaf.node) + add(17, setting, leaf.int(3));

/** A value that the device refuses, and that is there all the same. */
function refusedValue(
  rule: string,
  name: string,
  bad: Leaf,
  answers: Answers,
  blamed: RequirementId,
  others: readonly string[] = [],
): Scenario {
  const locUri = pfx('a', name);
  return {
    rule,
    steps: [
      message([
        settled(pfx('z'), pfx('z', 'KeyLocation')),
        atomic(9, add(1, pfx('a'), leaf.node), ...others),
        add(2, locUri, bad),
        get(3, locUri),
      ]),
    ],
    answers: { ...outside, ...noDefaults, ...answers },
    broken: {
      step: 0,
      reply: brings(3, locUri, bad.data ?? '', name === 'PFXKeyExportable' ? 'bool' : (bad.format ?? 'int')),
    },
    blamed,
  };
}

function refusedScepValue(
  rule: string,
  name: string,
  bad: Leaf,
  answers: Answers,
  blamed: RequirementId,
): Scenario {
  const locUri = scep('a', name);
  return {
    rule,
    steps: [
      message([
        settled(scep('z'), scep('z', 'RetryCount')),
        // With Install, below which a setting has its default.
        atomic(9, add(1, scep('a'), leaf.node), add(5, `${scep('a')}/Install`, leaf.node)),
        add(2, locUri, bad),
        get(4, locUri),
      ]),
    ],
    answers: { ...outside, ...noDefaults, ...answers },
    broken: { step: 0, reply: brings(4, locUri, bad.data ?? '', 'chr') },
    blamed,
  };
}

export const valueScenarios: readonly Scenario[] = [
  refusedValue('format-of-another-type', 'KeyLocation', { format: 'chr', data: '3' }, {}, 'R-DM-17'),
  refusedValue(
    'format-that-documents-dispute',
    'PFXCertBlob',
    leaf.blob(pfxFile(), 'chr'),
    { 'A-14/chr': 'refused' },
    'R-DM-17',
    [
      add(8, pfx('a', 'KeyLocation'), leaf.int(3)),
      add(10, pfx('a', 'PFXCertPassword'), leaf.text('secret')),
      add(11, pfx('a', 'PFXKeyExportable'), leaf.bool(false)),
    ],
  ),
  refusedValue('format-missing', 'KeyLocation', { data: '3' }, { 'A-42': 'refused' }, 'R-DM-17'),
  refusedValue(
    'value-is-no-int',
    'KeyLocation',
    leaf.int('three'),
    { 'A-04/not-an-int': 'when-set' },
    'R-PFX-09',
  ),
  refusedValue(
    'key-location-unknown',
    'KeyLocation',
    leaf.int(5),
    { 'A-04/KeyLocation': 'when-set' },
    'R-PFX-09',
  ),
  refusedValue(
    'encryption-type-unknown',
    'PFXCertPasswordEncryptionType',
    leaf.int(3),
    { 'A-04/PFXCertPasswordEncryptionType': 'when-set' },
    'R-PFX-17',
  ),
  refusedValue(
    'exportable-is-no-bool',
    'PFXKeyExportable',
    leaf.bool('yes'),
    { 'A-04/PFXKeyExportable': 'when-set' },
    'R-PFX-20',
  ),
  refusedValue(
    'exportable-with-location-when-set',
    'KeyLocation',
    leaf.int(1),
    { 'A-04/exportable-location': 'when-set' },
    'R-GEN-04',
    [add(8, pfx('a', 'PFXKeyExportable'), leaf.bool(true))],
  ),
  refusedScepValue(
    'key-usage-without-bits',
    'KeyUsage',
    leaf.int(1),
    { 'A-04/KeyUsage': 'when-set' },
    'R-SCEP-10',
  ),
  refusedScepValue(
    'key-protection-unknown',
    'KeyProtection',
    leaf.int(9),
    { 'A-04/KeyProtection': 'when-set' },
    'R-SCEP-12',
  ),
  refusedScepValue(
    'key-length-unknown',
    'KeyLength',
    leaf.int(512),
    { 'A-04/KeyLength': 'when-set' },
    'R-SCEP-19',
  ),
  refusedScepValue(
    'valid-period-unknown',
    'ValidPeriod',
    leaf.text('Weeks'),
    { 'A-04/ValidPeriod': 'when-set' },
    'R-SCEP-25',
  ),
  refusedScepValue(
    'hash-algorithm-spelling',
    'HashAlgorithm',
    leaf.text('MD5'),
    { 'A-04/HashAlgorithm': 'when-set' },
    'R-SCEP-21',
  ),
  refusedScepValue(
    'ca-thumbprint-malformed',
    'CAThumbprint',
    leaf.text('12'),
    { 'A-17': 'when-set' },
    'R-SCEP-23',
  ),
  refusedScepValue('retry-delay-below-one', 'RetryDelay', leaf.int(0), { 'A-24': 'refused' }, 'R-SCEP-16'),
  refusedScepValue(
    'retry-count-out-of-range',
    'RetryCount',
    leaf.int(31),
    { 'A-31': 'refused' },
    'R-SCEP-17',
  ),
  {
    ...refusedScepValue(
      'valid-period-units-no-number',
      'ValidPeriodUnits',
      { format: 'chr', data: 'two' },
      {},
      'R-SCEP-26',
    ),
    assumptions: { 'ValidPeriodUnits that is no number': 'refused' },
  },
  {
    ...refusedScepValue(
      'scep-text-of-no-documented-form',
      'Challenge',
      { format: 'chr', data: 'challenge-1' },
      {},
      'R-SCEP-06',
    ),
    assumptions: { 'a Challenge with characters that base64 has not': 'refused' },
  },
  {
    // A value that is stored has to come back; here the device shows another.
    rule: 'get-of-set-leaf',
    steps: [
      message([
        atomic(9, add(1, pfx('a'), leaf.node), add(3, pfx('a', 'KeyLocation'), leaf.int(3))),
        get(2, pfx('a', 'KeyLocation')),
      ]),
    ],
    broken: { step: 0, reply: value(2, '2') },
    blamed: 'R-DM-02',
  },
];
