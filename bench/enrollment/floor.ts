import {
  constants,
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  hash,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import type { Pool } from '../../pki/pool.ts';

/** Octets of what is signed, hashed and encrypted in the enrollment of device.ts, to the nearest ten. */
const sizes = {
  requestInformation: 540,
  toBeSigned: 650,
  attributes: 280,
  request: 820,
  certificatesOnly: 1870,
} as const;

/**
 * The cryptographic operations that nobody can do without in one enrollment with RSA 2048, SHA-256, AES-128 and a
 * registration authority (RFC 8894, 2.2, 2.3, 3.2), called without anything around them. The data have the length of
 * the real ones and no meaning.
 *
 * 5 signatures: request, self-signed certificate, PKCSReq, certificate, CertRep. 6 to verify: the same, and the
 * registration authority's certificate. 2 content keys to encrypt, 2 to decrypt.
 */
export function floorOf(pool: Pool): {
  run: (count: number) => void;
  runWithNewKeys: (count: number) => void;
} {
  const root = pairOf(pool.authority(0).privateKey);
  const registration = pairOf(pool.authority(2).privateKey);
  const device = pairOf(pool.identity('rsa-2048', 0).privateKey);
  const data = {
    requestInformation: randomBytes(sizes.requestInformation),
    toBeSigned: randomBytes(sizes.toBeSigned),
    attributes: randomBytes(sizes.attributes),
    request: randomBytes(sizes.request),
    certificatesOnly: randomBytes(sizes.certificatesOnly),
  };
  const ofRegistration = sign('sha256', data.toBeSigned, root.privateKey);

  const enroll = (): void => {
    // The device: GetCACert and PKCSReq.
    check(verify('sha256', data.toBeSigned, root.publicKey, ofRegistration));
    hash('sha1', data.toBeSigned);
    const ofRequest = sign('sha256', data.requestInformation, device.privateKey);
    const ofSelfSigned = sign('sha256', data.toBeSigned, device.privateKey);
    const request = seal(data.request, registration.publicKey);
    hash('sha256', request.encrypted);
    const ofMessage = sign('sha256', data.attributes, device.privateKey);
    // The CA.
    hash('sha256', request.encrypted);
    check(verify('sha256', data.attributes, device.publicKey, ofMessage));
    check(verify('sha256', data.toBeSigned, device.publicKey, ofSelfSigned));
    open(request, registration.privateKey);
    check(verify('sha256', data.requestInformation, device.publicKey, ofRequest));
    const ofCertificate = sign('sha256', data.toBeSigned, root.privateKey);
    const answer = seal(data.certificatesOnly, device.publicKey);
    hash('sha256', answer.encrypted);
    const ofAnswer = sign('sha256', data.attributes, registration.privateKey);
    // The device again.
    hash('sha256', answer.encrypted);
    check(verify('sha256', data.attributes, registration.publicKey, ofAnswer));
    open(answer, device.privateKey);
    check(verify('sha256', data.toBeSigned, root.publicKey, ofCertificate));
    hash('sha1', data.toBeSigned);
  };
  return {
    run: (count) => {
      for (let index = 0; index < count; index++) enroll();
    },
    // A new key is also written into request and certificate, and loaded from there by the CA.
    runWithNewKeys: (count) => {
      for (let index = 0; index < count; index++) {
        const key = createPublicKey(device.privateKey).export({ format: 'der', type: 'spki' });
        createPublicKey({ key, format: 'der', type: 'spki' });
        enroll();
      }
    },
  };
}

interface Pair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const pairOf = (privateKey: KeyObject): Pair => ({ privateKey, publicKey: createPublicKey(privateKey) });

interface Sealed {
  readonly key: Uint8Array;
  readonly vector: Uint8Array;
  readonly encrypted: Uint8Array;
}

function seal(plain: Uint8Array, publicKey: KeyObject): Sealed {
  const key = randomBytes(16);
  const vector = randomBytes(16);
  const cipher = createCipheriv('aes-128-cbc', key, vector);
  return {
    key: publicEncrypt({ key: publicKey, padding: constants.RSA_PKCS1_PADDING }, key),
    vector,
    encrypted: Buffer.concat([cipher.update(plain), cipher.final()]),
  };
}

function open({ key, vector, encrypted }: Sealed, privateKey: KeyObject): void {
  // Without padding, for the reason that pki/key-transport.ts has: the content key is at the end.
  const block = privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, key);
  const decipher = createDecipheriv('aes-128-cbc', block.subarray(-16), vector);
  Buffer.concat([decipher.update(encrypted), decipher.final()]);
}

function check(right: boolean): void {
  if (!right) throw new Error('the floor does not verify its own signatures');
}
