import { describe, expect, it } from 'vitest';
import type { Preparation } from '../../cases/case.ts';
import { add, atomic, csp, get, open, remove, replace, userCsp, type Session } from './client.ts';
import { encrypted, installing, keyed, pfxOf, pool, type InstallNodes } from './pfx-files.ts';

const pfx = `${csp}/PFXCertInstall`;
const id = `${pfx}/a`;
const first = pool.identity('rsa-2048', 0);
const second = pool.identity('rsa-2048', 1);

interface Installed {
  readonly session: Session;
  readonly all: string;
  readonly status: string;
}

function install(nodes: InstallNodes = {}, preparation: Partial<Preparation> = {}): Installed {
  const session = open({}, preparation);
  const { all } = session.send(atomic(...installing(id, nodes)));
  return { session, all, status: session.read(`${id}/Status`) };
}

describe('import', () => {
  it('R-PFX-07, R-PFX-12, R-PFX-22, R-PFX-23: the certificate is in My, Status 0, Thumbprint its own', () => {
    const { session, all, status } = install();
    expect(all).toBe('200 200 200 200');
    expect(status).toBe('0');
    expect(session.read(`${id}/Thumbprint`)).toBe(first.thumbprint);
    expect(session.stores()).toEqual([
      {
        scope: 'device',
        store: 'My',
        thumbprint: first.thumbprint,
        subject: expect.stringContaining(first.subject) as string,
        provider: 'software',
        exportable: true,
        keyAlgorithm: 'RSA',
        keyBits: 2048,
      },
    ]);
  });

  it('R-GEN-05: ./User installs into the store of the user, and nothing into that of the device', () => {
    const session = open();
    session.send(atomic(...installing(`${userCsp}/PFXCertInstall/a`)));
    expect(session.stores().map(({ scope }) => scope)).toEqual(['user']);
  });

  it('a chain goes to CA and Root, and only the certificate with the key to My', () => {
    const { session } = install({ PFXCertBlob: pfxOf([first], { chain: true }) });
    const stores = session.stores().map(({ store, provider }) => `${store} ${provider}`);
    expect(stores[0]).toBe('My software');
    expect(new Set(stores.slice(1))).toEqual(
      new Set(first.chain.length > 1 ? ['CA none', 'Root none'] : ['Root none']),
    );
  });

  it('several keys in one PFX are all installed; Thumbprint is that of the first', () => {
    const { session } = install({ PFXCertBlob: pfxOf([second, first]) });
    expect(session.stores().map(({ thumbprint }) => thumbprint)).toEqual([
      second.thumbprint,
      first.thumbprint,
    ]);
    expect(session.read(`${id}/Thumbprint`)).toBe(second.thumbprint);
  });

  it('R-PFX-11: Get of the blob brings the text that was set, as b64', () => {
    const { session } = install();
    expect(session.send(get(`${id}/PFXCertBlob`)).results).toMatchObject([{ format: 'b64', text: pfxOf() }]);
  });
});

describe('KeyLocation', () => {
  it('R-PFX-05: 1 needs a TPM, and takes the key there', () => {
    expect(install({ KeyLocation: '1' }).session.stores()[0]?.provider).toBe('tpm');
    const without = install({ KeyLocation: '1' }, { tpm: false });
    expect([without.all, without.session.stores()]).toEqual(['507 216 216 500', []]);
  });

  it('R-PFX-06: 2 takes the TPM where there is one, else software', () => {
    expect(install({ KeyLocation: '2' }).session.stores()[0]?.provider).toBe('tpm');
    expect(install({ KeyLocation: '2' }, { tpm: false }).session.stores()[0]?.provider).toBe('software');
  });

  it('R-PFX-08 and R-PFX-10: 4 takes the Windows Hello container, and fails without ContainerName', () => {
    const hello = install({ KeyLocation: '4', ContainerName: 'box' }, { helloContainers: ['box'] });
    expect(hello.session.stores()).toMatchObject([
      { provider: 'hello', container: 'box', exportable: false },
    ]);
    expect(install({ KeyLocation: '4' }).session.stores()).toEqual([]);
  });

  it('R-PFX-04: without KeyLocation nothing is installed', () => {
    expect(install({ KeyLocation: undefined }).session.stores()).toEqual([]);
  });

  it('R-GEN-04 and R-PFX-21: true is for KeyLocation 3 alone, and a key in the TPM is never exportable', () => {
    for (const location of ['1', '2', '4']) {
      const nodes = { KeyLocation: location, PFXKeyExportable: 'true', ContainerName: 'box' };
      expect(install(nodes, { helloContainers: ['box'] }).session.stores(), location).toEqual([]);
      const without = { ...nodes, PFXKeyExportable: 'false' };
      expect(install(without, { helloContainers: ['box'] }).session.stores()).toMatchObject([
        { exportable: false },
      ]);
    }
    for (const [text, exportable] of [
      ['true', true],
      ['false', false],
    ] as const) {
      expect(install({ PFXKeyExportable: text }).session.stores()).toMatchObject([{ exportable }]);
    }
  });
});

describe('a fault that could not be found when set', () => {
  it('is found at the trigger: PFXKeyExportable absent where that counts as true', () => {
    const session = open({ 'A-41': 'fails', 'A-04/exportable-location': 'when-set' });
    const { all } = session.send(...installing(id, { KeyLocation: '1' }));
    expect([all, session.stores()]).toEqual(['200 200 500', []]);
  });
});

describe('blob', () => {
  it('R-PFX-13: Add where a blob exists fails, and the certificate stays', () => {
    const { session } = install();
    expect(session.send(add(`${id}/PFXCertBlob`, pfxOf([second]))).all).toBe('418');
    expect(session.stores()).toMatchObject([{ thumbprint: first.thumbprint }]);
  });

  it('R-PFX-14: Replace overwrites the certificate', () => {
    const { session } = install();
    expect(session.send(atomic(replace(`${id}/PFXCertBlob`, pfxOf([second])))).all).toBe('200 200');
    expect(session.stores()).toMatchObject([{ thumbprint: second.thumbprint }]);
    expect(session.stores()).toHaveLength(1);
    expect(session.read(`${id}/Thumbprint`)).toBe(second.thumbprint);
  });

  it('R-PFX-15: Replace where there is no blob fails even on a device that creates by Replace', () => {
    const session = open({ 'A-01/leaf': 'created' });
    session.send(add(`${id}/KeyLocation`, '3'), add(`${id}/PFXCertPassword`, 'pw'));
    expect(session.send(replace(`${id}/PFXCertBlob`, pfxOf())).all).toBe('404');
    expect(session.stores()).toEqual([]);
  });

  it.each([
    ['no base64', 'not base64!', '13'],
    ['cut off', pfxOf(undefined, { damage: 'truncated' }), '-2146881269'],
    ['no DER', pfxOf(undefined, { damage: 'not-der' }), '-2146881269'],
    ['with a wrong MAC', pfxOf(undefined, { damage: 'wrong-mac' }), '86'],
    ['empty', '', '-2146881269'],
  ])('a PFX that is %s leaves its error in Status and nothing in the store', (_, blob, code) => {
    const { session, status } = install({ PFXCertBlob: blob });
    expect([status, session.stores()]).toEqual([code, []]);
    expect(session.read(`${id}/Thumbprint`)).toBe('404');
  });
});

describe('password', () => {
  it('R-PFX-16: missing or wrong, the install fails with ERROR_INVALID_PASSWORD', () => {
    for (const PFXCertPassword of [undefined, 'wrong', '']) {
      const { session, status } = install({ PFXCertPassword });
      expect([status, session.stores()]).toEqual(['86', []]);
    }
  });

  it('an empty password is none that a PFX without password could object to', () => {
    const session = open({ 'A-53/unneeded': 'fails' });
    const PFXCertBlob = pfxOf(undefined, { password: null });
    session.send(atomic(...installing(id, { PFXCertPassword: '', PFXCertBlob })));
    expect(session.stores()).toHaveLength(1);
  });

  it('R-PFX-18: type 1 is decrypted with the key of the MDM certificate', () => {
    const nodes = { PFXCertPassword: encrypted('pw', pool.mdm), PFXCertPasswordEncryptionType: '1' };
    expect(install(nodes, { mdmCertificate: keyed(pool.mdm) }).status).toBe('0');
    expect(install(nodes).status).toBe('-2146893780');
    const forAnother = { ...nodes, PFXCertPassword: encrypted('pw', pool.custom(0)) };
    expect(install(forAnother, { mdmCertificate: keyed(pool.mdm) }).status).toBe('-2146893780');
  });

  it('R-PFX-19, R-PFX-24: type 2 is decrypted with a certificate of the store named, of the same scope', () => {
    const nodes = {
      PFXCertPassword: encrypted('pw', pool.custom(0)),
      PFXCertPasswordEncryptionType: '2',
      PFXCertPasswordEncryptionStore: 'My',
    };
    const inStore = (scope: 'device' | 'user', store: string): Partial<Preparation> => ({
      certificates: [{ ...keyed(pool.custom(0)), scope, store }],
    });
    expect(install(nodes, inStore('device', 'My')).status).toBe('0');
    expect(install(nodes, inStore('user', 'My')).status).toBe('-2146893780');
    expect(install(nodes, inStore('device', 'Other')).status).toBe('-2146893780');
    const user = open({}, inStore('user', 'My'));
    user.send(atomic(...installing(`${userCsp}/PFXCertInstall/a`, nodes)));
    expect(user.read(`${userCsp}/PFXCertInstall/a/Status`)).toBe('0');
    const withoutStore = { ...nodes, PFXCertPasswordEncryptionStore: undefined };
    expect(install(withoutStore, inStore('device', 'My')).all).toContain('507');
  });

  it('a plain password with type 1 is not taken for the password', () => {
    const nodes = { PFXCertPasswordEncryptionType: '1' };
    expect(install(nodes, { mdmCertificate: keyed(pool.mdm) }).status).toBe('-2146893780');
  });
});

describe('requests', () => {
  it('R-PFX-03: Delete of the UniqueID removes what its PFX installed, and nothing else', () => {
    const session = open({}, { certificates: [{ ...keyed(pool.custom(0)), scope: 'device', store: 'My' }] });
    session.send(
      atomic(...installing(id)),
      atomic(...installing(`${pfx}/b`, { PFXCertBlob: pfxOf([second]) })),
    );
    session.send(remove(id));
    const left = session.stores().map(({ thumbprint }) => thumbprint);
    expect(left).toEqual([pool.custom(0).thumbprint, second.thumbprint]);
    expect(session.read(id)).toBe('404');
  });

  it('R-GEN-01: a certificate that comes again without a key does not take the key away', () => {
    const { session } = install();
    const keyless = { PFXCertBlob: pfxOf(undefined, { content: 'certificates-only' }) };
    session.send(atomic(...installing(`${pfx}/b`, keyless)));
    expect(session.stores()).toMatchObject([{ provider: 'software', exportable: true }]);
  });

  it('R-GEN-01: a deleted UniqueID that is added again knows nothing of the old install', () => {
    const { session } = install();
    session.send(remove(id), add(id));
    expect([session.read(`${id}/Thumbprint`), session.read(`${id}/Status`)]).toEqual(['404', '404']);
  });

  it('R-GEN-02: when a member of the Atomic fails, no certificate is installed', () => {
    for (const answers of [{}, { 'A-08': 'at-add' }, { 'A-34': 'checked-first' }]) {
      const session = open(answers);
      expect(session.send(atomic(...installing(id), get(csp))).codes('1')).toBe('507');
      expect([session.stores(), session.read(id)]).toEqual([[], '404']);
    }
  });
});

describe('editions', () => {
  it('R-GEN-06: version 1511 puts the device certificate into the user store too, when both come at once', () => {
    const both = [
      atomic(...installing(id)),
      atomic(...installing(`${userCsp}/PFXCertInstall/b`, { PFXCertBlob: pfxOf([second]) })),
    ];
    const scopes = (session: Session): readonly string[] => session.stores().map(({ scope }) => scope);
    const session = open({}, { edition: '10.0.10586' });
    session.send(...both);
    expect(scopes(session)).toEqual(['device', 'user', 'user']);
    session.send(remove(id));
    expect(session.stores()).toMatchObject([{ scope: 'user', thumbprint: second.thumbprint }]);

    const apart = open({}, { edition: '10.0.10586' });
    for (const message of both) apart.send(message);
    expect(scopes(apart)).toEqual(['device', 'user']);
    const later = open({}, { edition: '10.0.14393' });
    later.send(...both);
    expect(scopes(later)).toEqual(['device', 'user']);
  });

  it('nodes that an edition does not have are not found', () => {
    const store = `${id}/PFXCertPasswordEncryptionStore`;
    const list = `${csp}/SCEP/a/Install/AADKeyIdentifierList`;
    const answer = (edition: Preparation['edition']): string =>
      open({}, { edition }).send(add(store), add(list)).all;
    expect([answer('10.0.10240'), answer('10.0.10586'), answer('10.0.15063')]).toEqual([
      '404 404',
      '200 404',
      '200 200',
    ]);
  });
});
