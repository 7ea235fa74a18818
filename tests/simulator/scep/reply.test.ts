import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../../pki/random.ts';
import { issueCertificate, readCertificate, selfSignedCertificate } from '../../../pki/scep/certificate.ts';
import { publicKeyOf } from '../../../pki/scep/keys.ts';
import { writePkiMessage, type PkiAttributes } from '../../../pki/scep/message.ts';
import { writeName } from '../../../pki/scep/names.ts';
import { writeCertificatesOnly } from '../../../pki/scep/signed-data-write.ts';
import { hresultOf, type WindowsErrorName } from '../../../simulator/csp/windows-errors.ts';
import { trustAuthority } from '../../../simulator/scep/authority.ts';
import { EnrollmentError } from '../../../simulator/scep/error.ts';
import { readReply, type Reply } from '../../../simulator/scep/reply.ts';
import { authorities, pool, start } from './laboratory.ts';

// Answers that the CA of the suite never gives: from the right server, in the right envelope, and wrong all the same.

const now = new Date(start);
const { root } = authorities.byName;
const { stranger } = authorities;
const { privateKey } = pool.identity('rsa-2048', 0);
const subject = writeName('CN=device');
const signer = { privateKey, certificate: selfSignedCertificate(subject, privateKey, now, 'sha256') };
const nonce = new Uint8Array(16).fill(7);
const rootName = readCertificate(root.root).subjectName;

/** A certificate for the device's key. */
function issued(issuer: Uint8Array, by: typeof stranger, life = 3_600_000): Uint8Array {
  return issueCertificate({
    serialNumber: Uint8Array.of(9),
    issuer,
    subject,
    notBefore: new Date(start - 7_200_000),
    notAfter: new Date(start - 7_200_000 + life),
    publicKey: publicKeyOf(privateKey),
    extensions: [],
    issuerPublicKey: publicKeyOf(by.privateKey),
    issuerKey: by.privateKey,
    hash: 'sha256',
  });
}

function read(certificates: readonly Uint8Array[], changes: Partial<PkiAttributes> = {}): Reply {
  const attributes = {
    messageType: 'CertRep',
    transactionId: 'A',
    pkiStatus: 'SUCCESS',
    recipientNonce: nonce,
    ...changes,
  } as const;
  const envelope = {
    recipient: signer.certificate,
    cipher: 'aes-128-cbc',
    random: seededRandom('reply'),
  } as const;
  const reply = writePkiMessage(attributes, writeCertificatesOnly(certificates), {
    signer: root.responder,
    hash: 'sha256',
    envelope,
  });
  const authority = trustAuthority(root.presented, () => true, now, true);
  return readReply(reply, { transactionId: 'A', senderNonce: nonce, signer }, authority, now, () => true);
}

function refusal(work: () => unknown): number | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    if (error instanceof EnrollmentError) return error.hresult;
    throw error;
  }
}

const day = 86_400_000;

describe('an answer of the right server', () => {
  it('is taken where the CA issued the certificate, which stands at the start of its path', () => {
    const certificate = issued(rootName, root.issuer, day);
    const reply = read([root.root, certificate]);
    expect(reply.kind === 'issued' && reply.path.map(({ subject: name }) => name)).toEqual([
      'CN=device',
      'CN=conformance SCEP root',
    ]);
  });

  it.each<[string, WindowsErrorName, () => unknown]>([
    ['by a stranger', 'CERT_E_CHAINING', () => read([issued(writeName('CN=x'), stranger, day)])],
    ["by a stranger under the CA's name", 'CERT_E_CHAINING', () => read([issued(rootName, stranger, day)])],
    ['that has expired', 'CERT_E_EXPIRED', () => read([issued(rootName, root.issuer)])],
    ['for another key', 'SCARD_E_NO_SUCH_CERTIFICATE', () => read([root.root])],
  ])('is refused with a certificate %s', (_title, name, work) => {
    expect(refusal(work)).toBe(hresultOf(name));
  });

  it('is refused where it is no CertRep', () => {
    const certificates = [issued(rootName, root.issuer, day)];
    expect(refusal(() => read(certificates, { messageType: 'PKCSReq' }))).toBe(hresultOf('CRYPT_E_BAD_MSG'));
  });
});

it('a server is not trusted once its certificates have expired', () => {
  const later = new Date(Date.UTC(2051, 0, 1));
  expect(refusal(() => trustAuthority(root.presented, () => true, later, true))).toBe(
    hresultOf('CERT_E_EXPIRED'),
  );
});
