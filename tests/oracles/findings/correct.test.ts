import { describe, expect, it } from 'vitest';
import type { GivenState } from '../../../oracles/explain/given.ts';
import { blob, encrypted, mdmCertificate, right, state } from './kit.ts';
import { atomic, commandOf, findingsIn, loose, pfx, scep, withFormat } from './support.ts';

interface CorrectPayload {
  readonly title: string;
  readonly source: () => string;
  readonly given?: () => Partial<GivenState>;
}

/** Leaves out what an enrollment does not need. */
const withoutOptional = {
  RetryCount: undefined,
  RetryDelay: undefined,
  SubjectAlternativeNames: undefined,
  ValidPeriod: undefined,
  ValidPeriodUnits: undefined,
  KeyProtection: undefined,
};

describe('a correct payload has neither error nor warning', () => {
  const correct: readonly CorrectPayload[] = [
    { title: 'an enrollment in an Atomic', source: () => atomic(scep()) },
    { title: 'an enrollment with only what is required', source: () => atomic(scep(withoutOptional)) },
    {
      title: 'a plain challenge that looks like a placeholder, and SHA-1+SHA-2',
      source: () => atomic(scep({ Challenge: 'Pass{word}$ABC$', HashAlgorithm: 'SHA-1+SHA-2' })),
    },
    {
      title: 'an enrollment into Windows Hello',
      source: () =>
        atomic(scep({ KeyProtection: '4', ContainerName: 'work', CustomTextToShowInPrompt: 'For {{why}}' })),
    },
    { title: 'ValidPeriodUnits as chr', source: () => atomic(withFormat(scep(), 'ValidPeriodUnits', 'chr')) },
    {
      title: 'two enrollments in one Atomic, both started at its end',
      source: () => {
        const second = scep().map((line) => ({ ...line, node: line.node.replace('id1', 'id2') }));
        return atomic([
          ...scep().slice(0, -1),
          ...second.slice(0, -1),
          ...scep().slice(-1),
          ...second.slice(-1),
        ]);
      },
    },
    { title: 'a PFX install in an Atomic', source: () => atomic(right()) },
    {
      title: 'a PFX with Format b64',
      source: () => atomic(withFormat(right(), 'PFXCertBlob', 'b64')),
    },
    { title: 'a PFX install without Add of its UniqueID', source: () => atomic(right().slice(1)) },
    {
      title: 'a PFX install after Delete of its UniqueID',
      source: () => {
        const deletion = commandOf({ verb: 'Delete', node: 'PFXCertInstall/id1' }, 99);
        return atomic(right()).replace('<Atomic>', `${deletion}\n<Atomic>`);
      },
    },
    {
      title: 'a PFX install into the TPM',
      source: () => atomic(right({ KeyLocation: '1', PFXKeyExportable: 'false' })),
    },
    { title: 'a PFX without password', source: () => atomic(pfx(blob({ password: null }))) },
    {
      title: 'a password encrypted for the MDM certificate',
      source: () => atomic(right({ PFXCertPassword: encrypted(), PFXCertPasswordEncryptionType: '1' })),
      given: () => ({ mdmCertificate: mdmCertificate() }),
    },
    {
      title: 'a password encrypted for a certificate of the store',
      source: () =>
        atomic(
          right({
            PFXCertPassword: encrypted(),
            PFXCertPasswordEncryptionType: '2',
            PFXCertPasswordEncryptionStore: 'My',
          }),
        ),
      given: () => ({ certificates: [{ ...mdmCertificate(), scope: 'device', store: 'My' }] }),
    },
    {
      title: 'a new PFX for parameters that are given',
      source: () =>
        loose([
          {
            verb: 'Replace',
            node: 'PFXCertInstall/id1/PFXCertBlob',
            format: 'chr',
            data: blob({ password: null }),
          },
        ]),
      given: () => ({ nodes: state }),
    },
    {
      title: 'queries',
      source: () =>
        loose(
          ['PFXCertInstall/id1/Thumbprint', 'SCEP/id1/Status', 'SCEP'].map((node) => ({ verb: 'Get', node })),
        ),
    },
  ];

  it.each(correct.map((payload) => [payload.title, payload] as const))('%s', (_title, payload) => {
    const findings = findingsIn(payload.source(), payload.given?.());
    expect(findings.filter(({ severity }) => severity !== 'information')).toEqual([]);
  });
});
