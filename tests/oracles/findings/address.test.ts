import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodes, scopeRoots } from '../../../csp/tree.ts';
import { readAddress } from '../../../oracles/findings/address.ts';

const below = (id: string) => (id === '.' ? '' : `/${id.replace('{UniqueID}', 'some id')}`);

describe('address of a node', () => {
  it.each(nodes.map((node) => [node.id, node] as const))(
    '%s is found in both scopes and in any case',
    (id, node) => {
      for (const scope of ['device', 'user'] as const) {
        const address = readAddress(`${scopeRoots[scope]}${below(id)}`);
        expect(address).toMatchObject({
          scope,
          place: { kind: 'node', node: { id: node.id } },
          otherCase: [],
        });
        const upper = readAddress(`${scopeRoots[scope]}${below(id)}`.toUpperCase());
        expect(upper).toMatchObject({ scope, place: { kind: 'node', node: { id: node.id } } });
        expect(upper.otherCase.length).toBeGreaterThan(0);
      }
    },
  );

  it('is that of the device without a scope', () => {
    expect(readAddress('./Vendor/MSFT/ClientCertificateInstall/SCEP')).toMatchObject({
      scope: 'device',
      prefix: '',
    });
  });

  it.each([
    ['/Device/Vendor', 'malformed'],
    ['./Device/Vendor/MSFT/ClientCertificateInstall/', 'malformed'],
    ['./Device/Vendor/MSFT/ClientCertificateInstall/*', 'malformed'],
    ['./Device/Vendor/MSFT/ClientCertificateInstall/../WiFi', 'malformed'],
    ['./Device/./Vendor', 'malformed'],
    ['', 'malformed'],
    ['./Device/Vendor/MSFT/ClientCertificateInstall/Other', 'unknown'],
    ['./Device/Vendor/MSFT/ClientCertificateInstall/SCEP/id/Status/deeper', 'unknown'],
    ['./DevInfo/DevId', 'elsewhere'],
    ['./Device/Vendor/MSFT', 'elsewhere'],
  ])('%s is %s', (text, kind) => {
    expect(readAddress(text).place.kind).toBe(kind);
  });

  it('is read of any text without an error', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (start, end) => {
        assert.equal(readAddress(start).text, start);
        assert.equal(readAddress(`./Device/Vendor/MSFT/ClientCertificateInstall/${end}`).scope, 'device');
      }),
    );
  });
});
