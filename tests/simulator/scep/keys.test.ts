import { describe, expect, it } from 'vitest';
import { createCertificateStores } from '../../../simulator/keys/certificate-stores.ts';
import { readCertificate } from '../../../pki/scep/certificate.ts';
import { createCertificateWatch } from '../../../simulator/scep/certificate-watch.ts';
import { freshKeys } from '../../../simulator/scep/key-source.ts';
import { code, laboratory, pool, requestTo, type Options, type Settings } from './laboratory.ts';

/** Status, and the provider or the ErrorCode, of an enrollment. */
function place(settings: Settings, preparation: Options['preparation'] = {}, answers = {}): string {
  const session = laboratory({}, { preparation, answers });
  session.enroll(settings);
  const [entry] = session.stores();
  return `${session.node('Status')} ${entry?.provider ?? session.node('ErrorCode')}`;
}

const noTpm = { tpm: false };

describe('where the key is kept', () => {
  it('R-SCEP-12: in software where KeyProtection is not set, or 3', () => {
    expect([place({}), place({ KeyProtection: '3' })]).toEqual(['1 software', '1 software']);
  });

  it('R-SCEP-13: 1 is the TPM, and fails without one', () => {
    expect(place({ KeyProtection: '1' })).toBe('1 tpm');
    expect(place({ KeyProtection: '1' }, noTpm)).toBe(`16 ${code('TBS_E_SERVICE_NOT_RUNNING')}`);
  });

  it('R-SCEP-14: 2 is the TPM where there is one, else software', () => {
    expect([place({ KeyProtection: '2' }), place({ KeyProtection: '2' }, noTpm)]).toEqual([
      '1 tpm',
      '1 software',
    ]);
  });

  it('A-25: the TPM takes RSA 4096, and RSA 1024, where the device says so', () => {
    const refused = `16 ${code('NTE_NOT_SUPPORTED')}`;
    const long = { KeyProtection: '1', KeyLength: '4096' };
    const short = { KeyProtection: '1', KeyLength: '1024' };
    expect(place(long)).toBe(refused);
    expect(place(long, {}, { 'A-25/4096': 'taken' })).toBe('1 tpm');
    expect(place(short)).toBe('1 tpm');
    expect(place(short, {}, { 'A-25/1024': 'refused' })).toBe(refused);
    expect(place({ ...long, KeyProtection: '2' })).toBe('1 software');
    expect(place({ ...long, KeyProtection: '2' }, {}, { 'A-25/fallback': 'fails' })).toBe(refused);
  });

  it('R-SCEP-15, R-SCEP-27: 4 is a Windows Hello container', () => {
    const session = laboratory({}, { preparation: { helloContainers: ['work'] } });
    session.enroll({ KeyProtection: '4', ContainerName: 'work', CustomTextToShowInPrompt: 'for mail' });
    expect(session.stores()).toMatchObject([{ provider: 'hello', container: 'work' }]);
  });

  it('A-63: a container that does not exist is made, or not', () => {
    const hello = { KeyProtection: '4', ContainerName: 'new' };
    expect(place(hello)).toBe(`16 ${code('NTE_BAD_KEYSET')}`);
    expect(place(hello, {}, { 'A-63': 'created' })).toBe('1 hello');
  });

  it('R-SCEP-20, R-SCEP-22: Windows Hello takes 2048 bits and SHA-256 only', () => {
    const withContainer = { helloContainers: ['work'] };
    const hello = { KeyProtection: '4', ContainerName: 'work' };
    for (const settings of [{ KeyLength: '1024' }, { KeyLength: '4096' }, { HashAlgorithm: 'SHA-1' }]) {
      expect(place({ ...hello, ...settings }, withContainer)).toBe(`16 ${code('NTE_NOT_SUPPORTED')}`);
    }
    for (const HashAlgorithm of ['SHA256', 'SHA-2', 'SHA-1+SHA-2']) {
      expect(place({ ...hello, HashAlgorithm }, withContainer)).toBe('1 hello');
    }
  });

  it('R-SCEP-22: a request of Windows Hello has SHA-256 also where the server knows only others', () => {
    for (const capabilities of [['SHA-1'], ['SHA-512', 'AES']]) {
      const session = laboratory({ capabilities }, { preparation: { helloContainers: ['work'] } });
      session.enroll({ KeyProtection: '4', ContainerName: 'work', HashAlgorithm: 'SHA-1+SHA-2' });
      expect(requestTo(session.ca)?.hash).toBe('sha256');
      expect(session.ca.log.at(-1)?.message?.hash).toBe('sha256');
    }
  });

  it('R-SCEP-15: without ContainerName, or with an empty one, nothing is asked for', () => {
    for (const ContainerName of [undefined, '']) {
      const session = laboratory({}, { answers: { 'A-28/settings': 'in-status', 'A-63': 'created' } });
      session.enroll({ KeyProtection: '4', ContainerName });
      expect([session.node('Status'), session.ca.log, session.stores()]).toEqual(['16', [], []]);
    }
  });
});

describe('R-SCEP-31: AADKeyIdentifierList', () => {
  const mismatch = `16 ${code('DM_NGC_AAD_KEY_IDENTIFIER_MISMATCH')}`;
  const entra = { entraKeyIdentifier: 'key-b' };

  it("lets the enrollment go on where the device's key is in it", () => {
    expect(place({ AADKeyIdentifierList: 'key-a;key-b' }, entra)).toBe('1 software');
  });

  it('fails it where it is not, or where the device has no key', () => {
    expect(place({ AADKeyIdentifierList: 'key-a' }, entra)).toBe(mismatch);
    expect(place({ AADKeyIdentifierList: 'key-a' })).toBe(mismatch);
  });
});

describe('the source of keys', () => {
  it('can be one of fresh keys', () => {
    const [one, other] = [freshKeys(), freshKeys()].map((source) => source.next(1024));
    expect(one?.asymmetricKeyDetails?.modulusLength).toBe(1024);
    expect(one?.equals(other ?? one)).toBe(false);
  });

  it('of the pool gives the same keys in the same order to every device', () => {
    const [one, other] = [laboratory(), laboratory()].map((session) => {
      session.enroll();
      return requestTo(session.ca)?.publicKey;
    });
    expect(one).toBe(other);
  });
});

it('R-SCEP-33: a certificate whose key has gone is told of, once', () => {
  const { certificate, pkcs8 } = pool.identity('rsa-2048', 0);
  const stores = createCertificateStores();
  const watch = createCertificateWatch(stores, () => true);
  const where = { scope: 'device', store: 'My', provider: 'software', exportable: false } as const;
  stores.install({ ...where, certificate, pkcs8 }, 'a');
  const now = readCertificate(certificate).notBefore.getTime();
  let times = 0;
  watch.watch('a', {
    path: [readCertificate(certificate)],
    scope: 'device',
    invalidated: () => void (times += 1),
  });
  watch.look(now);
  expect(times).toBe(0);
  stores.release('a', 'go');
  watch.look(now);
  watch.look(now);
  expect(times).toBe(1);
});
