import { describe, expect, it } from 'vitest';
import type { Answers } from '../../cases/case.ts';
import { install } from '../oracles/scenarios/installs.ts';
import { device, pfxFile, pool } from '../oracles/support/laboratory.ts';
import { add, atomic, get, leaf, message, pfx, replace, sequence } from '../oracles/support/payload.ts';
import { caseOf, stepOf } from '../oracles/support/scenario.ts';
import { complaintOf } from './agreement-complaint.ts';

interface Session {
  readonly about: string;
  readonly answers: Answers;
  /** Messages, each a list of commands; the word `stores` for reading the stores. */
  readonly steps: readonly (readonly string[] | 'stores')[];
}

const noPfx = leaf.blob('AAAA');
const second = leaf.blob(pfxFile({ identities: [pool.identity('ec-p256', 1)] }));
const blobOf = (id: string): string => pfx(id, 'PFXCertBlob');
const statuses = (...ids: readonly string[]): readonly string[] =>
  ids.map((id, place) => get(90 + place, pfx(id, 'Status')));

const ofUrls = (base64: string): string => base64.replaceAll('+', '-').replaceAll('/', '_');

/** Sessions that the oracle once misjudged: made small, on the device that it misjudged. */
const sessions: readonly Session[] = [
  {
    about: 'a parameter after a failed Replace, and one after an install that never succeeded (A-65)',
    answers: { 'A-65': 'refused', 'A-28/settings': 'in-status' },
    steps: [
      [install('a'), replace(30, blobOf('a'), noPfx), replace(31, pfx('a', 'KeyLocation'), leaf.int(2))],
      [install('b', { KeyLocation: leaf.int(4), PFXKeyExportable: undefined })],
      [add(50, pfx('b', 'PFXKeyExportable'), leaf.bool(false)), ...statuses('a', 'b')],
    ],
  },
  {
    about: 'two blobs for one UniqueID in one Atomic, the last of which fails at the commit (A-08, A-48)',
    answers: { 'A-08': 'at-commit', 'A-28/import': 'in-status', 'A-48': 'stays' },
    steps: [
      [install('a'), atomic(30, replace(31, blobOf('a'), second), replace(32, blobOf('a'), noPfx))],
      'stores',
      statuses('a'),
    ],
  },
  {
    about: 'two installs that fail in one Atomic, at the commit or each at its blob (A-08)',
    answers: { 'A-08': 'at-commit', 'A-28/import': 'failure', 'A-05/trigger': '406' },
    steps: [
      [install('a'), install('b', {}, 'device', 30)],
      [atomic(50, replace(51, blobOf('a'), noPfx), replace(52, blobOf('b'), noPfx)), ...statuses('a', 'b')],
      'stores',
    ],
  },
  {
    about: 'two nodes in one Sequence that need not be there, of which one is (A-29, A-39)',
    answers: { 'A-39/Thumbprint': 'present', 'A-29/PFXKeyExportable': '404' },
    steps: [
      [add(1, pfx('a'), leaf.node)],
      [sequence(2, get(3, pfx('a', 'Thumbprint')), get(4, pfx('a', 'PFXKeyExportable')))],
    ],
  },
  {
    about: 'the same, the one that is not there first, and the Sequence goes on (A-58)',
    answers: { 'A-39/Thumbprint': 'present', 'A-29/PFXKeyExportable': '404', 'A-58': 'executed' },
    steps: [
      [add(1, pfx('a'), leaf.node)],
      [sequence(2, get(3, pfx('a', 'PFXKeyExportable')), get(4, pfx('a', 'Thumbprint')))],
    ],
  },
  {
    about: 'base64 in lines, which is read, and base64 in the alphabet of URLs, which is not (A-28)',
    answers: { 'A-28/import': 'failure' },
    steps: [
      [install('a', { PFXCertBlob: leaf.blob(pfxFile().replace(/(.{64})/g, '$1\n')) })],
      [install('b', { PFXCertBlob: leaf.blob(ofUrls(pfxFile())) }), ...statuses('a', 'b')],
      'stores',
    ],
  },
  {
    about: 'keys of no certificate with the pair of A-09, which no TPM has to take (A-51)',
    answers: { 'A-09': 'fails-with-tpm', 'A-51/no-certificate': 'imported' },
    steps: [
      [install('a', { KeyLocation: leaf.int(2), PFXCertBlob: leaf.blob(pfxFile({ content: 'keys-only' })) })],
      'stores',
      statuses('a'),
    ],
  },
  {
    about: 'two keys with the pair of A-09, of which the TPM takes one (A-25)',
    answers: { 'A-09': 'fails-with-tpm', 'A-25/4096': 'refused', 'A-25/fallback': 'software' },
    steps: [
      [
        install('a', {
          KeyLocation: leaf.int(2),
          PFXCertBlob: leaf.blob(
            pfxFile({ identities: [pool.identity('rsa-2048', 0), pool.identity('rsa-4096', 0)] }),
          ),
        }),
      ],
      'stores',
      statuses('a'),
    ],
  },
  {
    about: 'certificates of no key with the pair of A-09, of which a TPM takes none (A-51)',
    answers: { 'A-09': 'fails-with-tpm', 'A-51/no-key': 'imported' },
    steps: [
      [
        install('a', {
          KeyLocation: leaf.int(2),
          PFXCertBlob: leaf.blob(pfxFile({ content: 'certificates-only' })),
        }),
      ],
      'stores',
      statuses('a'),
    ],
  },
];

describe('PFX sessions that were misjudged once', () => {
  it.each(sessions)('$about: conforms, and is read as it is', async ({ answers, steps }) => {
    const testCase = caseOf(
      device,
      steps.map((step, place) => stepOf(step === 'stores' ? step : message(step, String(place + 1)))),
    );
    expect(await complaintOf(testCase, answers)).toBeUndefined();
  });
});
