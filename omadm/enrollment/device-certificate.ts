import { readSignatureAlgorithm } from '../../pki/scep/algorithms.ts';
import { issueCertificate, readCertificate, type KeyedCertificate } from '../../pki/scep/certificate.ts';
import { DerReader, readBer, readObjectIdentifier, readWholeBitString } from '../../pki/scep/der-read.ts';
import { directoryString, objectIdentifier, sequence, setOf } from '../../pki/scep/der-write.ts';
import { ScepMessageError } from '../../pki/scep/error.ts';
import { basicConstraints, purposeExtensions } from '../../pki/scep/extensions.ts';
import { describePublicKey, verifySignature } from '../../pki/scep/keys.ts';
import type { RandomBytes } from '../../pki/random.ts';
import { EnrollmentFault } from './faults.ts';
import { minimalKeyLength } from './policy.ts';

/**
 * The public key that a PKCS#10 request is for: SubjectPublicKeyInfo in DER.
 *
 * Subject and attributes are not looked at, because the subject is chosen here and because Windows writes what no
 * strict reader takes: a PrintableString with `!` and NUL in it (device-and-mdm.md, 6).
 *
 * @throws EnrollmentFault CertificateRequest
 */
export function publicKeyOfRequest(request: Uint8Array): Uint8Array {
  try {
    return verifiedKey(request);
  } catch (error) {
    if (!(error instanceof ScepMessageError)) throw error;
    throw new EnrollmentFault(
      'CertificateRequest',
      `the certificate request can not be read: ${error.message}`,
    );
  }
}

function verifiedKey(request: Uint8Array): Uint8Array {
  const outer = DerReader.inside(readBer(request), 0x30, 'the request');
  const information = outer.take(0x30, 'certificationRequestInfo');
  const algorithm = outer.take(0x30, 'signatureAlgorithm');
  const signature = readWholeBitString(outer.next('signature'), 'signature');
  outer.end('the request');
  const inner = new DerReader(information.content);
  inner.take(0x02, 'version');
  inner.take(0x30, 'subject');
  const publicKey = inner.take(0x30, 'subjectPKInfo').encoded;

  const { keyAlgorithm, keyBits } = describePublicKey(publicKey);
  if (keyAlgorithm !== 'RSA' || keyBits < minimalKeyLength) {
    throw new EnrollmentFault(
      'CertificateRequest',
      `the certificate request is for a key ${keyAlgorithm} of ${keyBits} bits; it has to be RSA of ${minimalKeyLength} or more`,
    );
  }
  if (!verifySignature(hashOf(algorithm), information.encoded, publicKey, signature)) {
    throw new EnrollmentFault(
      'CertificateRequest',
      'the certificate request is not signed by the key that it is for',
    );
  }
  return publicKey;
}

/** sha1RSA of OIW, which Windows writes where a policy names it, as the sample of Microsoft's does. */
const oiwSha1 = '1.3.14.3.2.29';

function hashOf(algorithm: ReturnType<DerReader['take']>): string {
  const identifier = readObjectIdentifier(new DerReader(algorithm.content).next('signatureAlgorithm'));
  return identifier === oiwSha1 ? 'sha1' : readSignatureAlgorithm(algorithm);
}

export interface DeviceCertificateOptions {
  readonly authority: KeyedCertificate;
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array;
  readonly deviceId: string;
  readonly now: Date;
  readonly validitySeconds: number;
  readonly randomBytes: RandomBytes;
}

const commonName = '2.5.4.3';
const clientAuthentication = '1.3.6.1.5.5.7.3.2';
/** digitalSignature and keyEncipherment. */
const keyUsage = 0xa0;
/** The clock of a device may be behind. */
const backdating = 3_600_000;

/** The certificate that a device proves itself with in TLS: subject CN and its id, for client authentication only. */
export function issueDeviceCertificate(options: DeviceCertificateOptions): Uint8Array {
  const { authority, publicKey, deviceId, now, validitySeconds, randomBytes } = options;
  const issuer = readCertificate(authority.certificate);
  const serialNumber = Uint8Array.from(randomBytes(16));
  serialNumber[0] = ((serialNumber[0] ?? 0) & 0x3f) | 0x40;
  return issueCertificate({
    serialNumber,
    issuer: issuer.subjectName,
    subject: sequence(setOf(sequence(objectIdentifier(commonName), directoryString(deviceId)))),
    notBefore: new Date(Math.max(now.getTime() - backdating, issuer.notBefore.getTime())),
    notAfter: new Date(Math.min(now.getTime() + validitySeconds * 1000, issuer.notAfter.getTime())),
    publicKey,
    extensions: [
      basicConstraints(false),
      ...purposeExtensions({ keyUsage, extendedKeyUsages: [clientAuthentication] }),
    ],
    issuerPublicKey: issuer.publicKey,
    issuerKey: authority.privateKey,
    hash: 'sha256',
  });
}
