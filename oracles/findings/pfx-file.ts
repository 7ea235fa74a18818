import { describeCertificate } from '../../pki/certificate.ts';
import { readBase64 } from '../pfx-content.ts';
import type { FindingRule, Spot } from './finding.ts';
import type { Install } from './install.ts';
import type { PfxInspection } from './inspect-pfx.ts';
import type { Payload } from './payload.ts';
import { keyLocation, startedPfxInstalls } from './pfx-settings.ts';

/** The PFX itself, opened with the password that payload and given state tell. */
export const pfxFileFindings: readonly FindingRule[] = [
  {
    // csp-source.txt, PFX example: the blob is base64.
    id: 'blob-not-base64',
    severity: 'error',
    requirement: 'R-PFX-11',
    *find(payload) {
      yield* whereBlob(
        payload,
        'not-base64',
        () => 'PFXCertBlob is not base64: the install fails. Encode the bytes of the PFX file in base64.',
      );
    },
  },
  {
    // RFC 4648, 3.1 to 3.3: decoders may refuse line feeds, missing padding and other alphabets.
    id: 'blob-unusual-base64',
    severity: 'warning',
    requirement: 'R-PFX-11',
    *find(payload) {
      for (const [install] of startedPfxInstalls(payload)) {
        const blob = install.value('PFXCertBlob');
        if (blob?.text === undefined || blob.setting === undefined) continue;
        if (readBase64(blob.text).kind !== 'unusual') continue;
        yield {
          position: blob.setting.positions.data,
          message:
            'PFXCertBlob is base64 with line breaks or blanks, without its padding, or in the alphabet for URLs; not every device reads that. Write it in one line, as RFC 4648, section 4, has it.',
        };
      }
    },
  },
  {
    // csp-source.txt, Status: the error code of the import.
    id: 'blob-not-a-pfx',
    severity: 'error',
    requirement: 'R-PFX-23',
    ambiguity: 'A-28',
    *find(payload) {
      yield* whereBlob(payload, 'not-opened', ({ reason, detail }) =>
        reason === 'format'
          ? `PFXCertBlob is base64, but no PFX, or a damaged one (${detail}): the install fails. Put the bytes of a .pfx or .p12 file there.`
          : undefined,
      );
    },
  },
  {
    // What is beyond the reader of PFX files here says nothing about devices.
    id: 'blob-not-read',
    severity: 'information',
    requirement: 'R-PFX-23',
    *find(payload) {
      yield* whereBlob(payload, 'not-opened', ({ reason, detail }) =>
        reason === 'format'
          ? undefined
          : `PFXCertBlob could not be checked here: ${detail}. A device may still be able to read it.`,
      );
    },
  },
  {
    // csp-source.txt, PFXCertPassword: required for a protected PFX.
    id: 'password-missing',
    severity: 'error',
    requirement: 'R-PFX-16',
    ambiguity: 'A-28',
    *find(payload) {
      yield* whereBlob(
        payload,
        'password-missing',
        () =>
          'The PFX is protected by a password, and PFXCertPassword is missing: the install fails. Add it before PFXCertBlob.',
      );
    },
  },
  {
    // PFXImportCertStore: the password has to match exactly.
    id: 'password-wrong',
    severity: 'error',
    requirement: 'R-PFX-16',
    ambiguity: 'A-28',
    *find(payload) {
      for (const [install, trigger] of startedPfxInstalls(payload)) {
        const inspection = install.pfx();
        if (inspection.kind !== 'password-wrong') continue;
        const setting = install.value('PFXCertPassword')?.setting ?? trigger;
        yield {
          position: setting.positions.data,
          message: `The PFX does not open with this password${inspection.encrypted ? ', decrypted' : ''}: the install fails. The password is wrong, or the file is damaged.`,
        };
      }
    },
  },
  {
    // No document speaks of it.
    id: 'password-unneeded',
    severity: 'warning',
    requirement: 'R-PFX-16',
    ambiguity: 'A-53',
    *find(payload) {
      for (const [install] of startedPfxInstalls(payload)) {
        const inspection = install.pfx();
        const password = install.value('PFXCertPassword')?.setting;
        if (inspection.kind !== 'opened' || inspection.contents.passwordKind !== 'none') continue;
        if (password === undefined || (inspection.password ?? '') === '') continue;
        yield {
          position: password.positions.data,
          message: 'The PFX has no password; a device may pass over this one or fail. Remove it.',
        };
      }
    },
  },
  {
    // PFXImportCertStore tells an empty password from none.
    id: 'password-empty-absent',
    severity: 'warning',
    requirement: 'R-PFX-16',
    ambiguity: 'A-53',
    *find(payload) {
      yield* whereBlob(payload, 'opened', ({ contents, password }) =>
        contents.passwordKind === 'empty' && password === undefined
          ? 'The PFX is protected by the empty password, and PFXCertPassword is absent; for Windows no password and an empty one are different things. Add an empty PFXCertPassword.'
          : undefined,
      );
    },
  },
  {
    // csp-source.txt, PFXCertBlob: certificates and keys; not said that both are needed.
    id: 'pfx-without-key',
    severity: 'warning',
    requirement: 'R-PFX-12',
    ambiguity: 'A-51',
    *find(payload) {
      yield* whereBlob(payload, 'opened', ({ contents }) =>
        contents.keyed.length === 0 && contents.looseKeys.length === 0
          ? 'The PFX holds no private key, so that no device can use it to prove who it is. Export the certificate with its key.'
          : undefined,
      );
    },
  },
  {
    // Likewise.
    id: 'pfx-without-certificate',
    severity: 'warning',
    requirement: 'R-PFX-12',
    ambiguity: 'A-51',
    *find(payload) {
      yield* whereBlob(payload, 'opened', ({ contents }) =>
        contents.keyed.length === 0 && contents.looseKeys.length > 0
          ? 'The PFX holds a private key, but no certificate that belongs to it. Export both.'
          : undefined,
      );
    },
  },
  {
    // What a TPM takes is a matter of the hardware.
    id: 'key-for-tpm',
    severity: 'information',
    requirement: 'R-PFX-05',
    ambiguity: 'A-25',
    *find(payload) {
      yield* whereBlob(payload, 'opened', ({ contents }, install) => {
        const location = keyLocation(install);
        if (!payload.given.tpm || (location !== 1 && location !== 2)) return undefined;
        const unusual = contents.keyed
          .map(({ certificate }) => describeCertificate(certificate))
          .find(({ keyAlgorithm, keyBits }) => keyAlgorithm !== 'RSA' || keyBits !== 2048);
        return unusual === undefined
          ? undefined
          : `The key is ${unusual.keyAlgorithm} of ${unusual.keyBits} bits; not every TPM takes such a key.`;
      });
    },
  },
];

/** Spots at the blobs whose inspection came out as `kind`, where there is something to say about them. */
function* whereBlob<K extends PfxInspection['kind']>(
  payload: Payload,
  kind: K,
  say: (inspection: Extract<PfxInspection, { kind: K }>, install: Install) => string | undefined,
): Iterable<Spot> {
  for (const [install, trigger] of startedPfxInstalls(payload)) {
    const inspection = install.pfx();
    if (!isKind(inspection, kind)) continue;
    const message = say(inspection, install);
    if (message !== undefined) yield { position: trigger.positions.data, message };
  }
}

function isKind<K extends PfxInspection['kind']>(
  inspection: PfxInspection,
  kind: K,
): inspection is Extract<PfxInspection, { kind: K }> {
  return inspection.kind === kind;
}
