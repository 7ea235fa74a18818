import { describe, expect, it } from 'vitest';
import { readAddress } from '../../oracles/address.ts';

const csp = 'Vendor/MSFT/ClientCertificateInstall';

describe('readAddress', () => {
  it.each([
    ['/Device/Vendor', 'the LocURI starts with a slash'],
    ['', 'the LocURI is empty'],
    [`./Device/${csp}//a`, 'a name in the LocURI is empty'],
    [`./Device/${csp}/`, 'a name in the LocURI is empty'],
    [`./Device/${csp}/PFXCertInstall/*`, 'a name in the LocURI is only an asterisk'],
    [`./Device/${csp}/PFXCertInstall/..`, 'the LocURI has .. as a name'],
  ])('finds fault with "%s": %s', (locUri, because) => {
    expect(readAddress(locUri)).toEqual({ kind: 'malformed', because });
  });

  it('reads scope, node and UniqueID', () => {
    expect(readAddress(`./User/${csp}/PFXCertInstall/some.id/KeyLocation`)).toMatchObject({
      kind: 'path',
      scope: 'user',
      prefixed: true,
      id: 'some.id',
      node: { id: 'PFXCertInstall/{UniqueID}/KeyLocation' },
      doubts: [],
    });
  });

  it('means the device where no scope is named', () => {
    expect(readAddress(`./${csp}/SCEP`)).toMatchObject({
      kind: 'path',
      scope: 'device',
      prefixed: false,
      node: { id: 'SCEP' },
    });
  });

  it('tells names that it does not know, and other parts of the tree', () => {
    expect(readAddress(`./Device/${csp}/Other`)).toMatchObject({ kind: 'path', node: undefined });
    expect(readAddress(`./Device/${csp}/PFXCertInstall/a/KeyLocation/deeper`)).toMatchObject({
      kind: 'path',
      node: undefined,
    });
    expect(readAddress('./DevInfo/Man')).toEqual({ kind: 'outside' });
    expect(readAddress('./Device/Vendor/MSFT')).toEqual({ kind: 'outside' });
    expect(readAddress(`./Device/${csp}?list=Struct`)).toEqual({ kind: 'property' });
    expect(readAddress(undefined)).toEqual({ kind: 'missing' });
  });

  it.each([
    [`./device/${csp}`, [{ kind: 'answer', key: 'A-30/scope-prefix' }]],
    [`./Device/${csp.replace('Client', 'client')}`, [{ kind: 'answer', key: 'A-30/node-name' }]],
    [`./Device/${csp}/pfxcertinstall/a/keylocation`, [{ key: 'A-30/node-name' }, { key: 'A-30/node-name' }]],
    [`./Device/${csp.replace('MSFT', 'msft')}`, [{ kind: 'assume' }]],
    [`Device/${csp}`, [{ kind: 'assume' }]],
    [` ./Device/${csp} `, [{ kind: 'assume' }]],
  ])('understands "%s" with a doubt', (locUri, doubts) => {
    expect(readAddress(locUri)).toMatchObject({ kind: 'path', doubts });
  });
});
