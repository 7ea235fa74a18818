import { readBase64 } from '../pfx-content.ts';
import type { FindingRule, Spot } from './finding.ts';
import type { PfxInspection } from './inspect-pfx.ts';
import type { Payload } from './payload.ts';
import { startedPfxInstalls } from './pfx-settings.ts';

/** How a CMS EnvelopedData begins after its SEQUENCE header: the object identifier 1.2.840.113549.1.7.3 (RFC 5652, 6.1). */
const envelopedData = Buffer.from('06092a864886f70d010703', 'hex');

/** Passwords that are said to be encrypted. The documents leave the container open; CMS EnvelopedData is what is sent. */
export const pfxPasswordFindings: readonly FindingRule[] = [
  {
    // The PFX example of csp-source.txt: base64 of an encrypted password.
    id: 'encrypted-password-not-base64',
    severity: 'error',
    requirement: 'R-PFX-18',
    *find(payload) {
      yield* encryptedPasswords(payload, (bytes, type) =>
        bytes === undefined
          ? `PFXCertPasswordEncryptionType is ${type}, but PFXCertPassword is not base64, so that it can not be an encrypted password: the install fails. Encrypt it, or set the type to 0.`
          : undefined,
      );
    },
  },
  {
    // A capture of a failed install shows a plain password with type 2.
    id: 'encrypted-password-not-cms',
    severity: 'warning',
    requirement: 'R-PFX-18',
    *find(payload) {
      yield* encryptedPasswords(payload, (bytes, type) =>
        bytes !== undefined && !isEnveloped(bytes)
          ? `PFXCertPasswordEncryptionType is ${type}, but PFXCertPassword is no CMS EnvelopedData in base64; it is probably not encrypted. Encrypt it for the certificate, or set the type to 0.`
          : undefined,
      );
    },
  },
  {
    // Only the device has the key.
    id: 'encrypted-password-not-checked',
    severity: 'information',
    requirement: 'R-PFX-18',
    *find(payload) {
      yield* encryptedPasswords(payload, (_bytes, _type, inspection) =>
        inspection.kind === 'password-sealed'
          ? 'The password is encrypted for a key that the given state does not hold, so that it was not checked whether it opens the PFX.'
          : undefined,
      );
    },
  },
  {
    // csp-source.txt, PFXCertPasswordEncryptionType: the MDM certificate, or one of the named store.
    id: 'encrypted-password-for-another',
    severity: 'error',
    requirement: 'R-PFX-18',
    *find(payload) {
      yield* encryptedPasswords(payload, (bytes, _type, inspection) =>
        inspection.kind === 'password-for-another' && bytes !== undefined && isEnveloped(bytes)
          ? 'The password is not encrypted for a key of the given device: the install fails. Encrypt it for the certificate of this device.'
          : undefined,
      );
    },
  },
];

/** The header is at most five bytes long for anything that fits into a payload. */
function isEnveloped(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 16)).includes(envelopedData);
}

/** Spots at the passwords of type 1 and 2; `bytes` is undefined where the password is no base64. */
function* encryptedPasswords(
  payload: Payload,
  say: (bytes: Uint8Array | undefined, type: string, inspection: PfxInspection) => string | undefined,
): Iterable<Spot> {
  for (const [install] of startedPfxInstalls(payload)) {
    const type = install.value('PFXCertPasswordEncryptionType')?.text?.trim();
    const password = install.value('PFXCertPassword');
    if ((type !== '1' && type !== '2') || password?.text === undefined || password.setting === undefined)
      continue;
    const base64 = readBase64(password.text);
    const bytes = base64.kind === 'no-base64' ? undefined : base64.bytes;
    const message = say(bytes, type, install.pfx());
    if (message === undefined) continue;
    yield {
      position: password.setting.positions.data,
      message,
      requirement: type === '1' ? 'R-PFX-18' : 'R-PFX-19',
    };
  }
}
