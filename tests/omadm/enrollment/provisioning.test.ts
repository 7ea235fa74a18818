import { deepEqual, equal, ok } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, it } from 'vitest';
import type { DmAccount } from '../../../omadm/account.ts';
import { readProvisioning } from '../../../omadm/enrollment/provisioning-read.ts';
import {
  thumbprintOf,
  writeProvisioning,
  type Provisioning,
} from '../../../omadm/enrollment/provisioning-write.ts';
import { everyMinute } from '../../../omadm/enrollment/poll-schedule.ts';
import { defaultLimits } from '../../../syncml/limits.ts';
import { authority, pool } from './laboratory.ts';

const nonce = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString('base64'));
const printable = fc.stringMatching(/^[!-~À-ÿ]{1,20}$/u);
const account: fc.Arbitrary<DmAccount> = fc
  .record({
    providerId: printable,
    address: fc.webUrl({ validSchemes: ['https'], withQueryParameters: true }),
    deviceId: printable,
    authentication: fc.constantFrom('md5' as const, 'basic' as const),
    device: fc.record({ name: printable, secret: printable, nonce }, { noNullPrototype: true }),
    server: fc.record({ secret: printable, nonce }),
  })
  .map((made) => ({ ...made, server: { ...made.server, name: made.providerId } }));

const { certificate } = pool.identity('rsa-2048', 0);
const provisioning: fc.Arbitrary<Provisioning> = fc.record({
  account,
  providerName: printable,
  root: fc.constant(authority.certificate),
  certificate: fc.constant(certificate),
  store: fc.constantFrom('User' as const, 'System' as const),
  deviceName: fc.option(printable, { nil: undefined }),
  poll: fc.constantFrom(everyMinute, { pollOnLogin: false }),
  renewalDays: fc.integer({ min: 1, max: 365 }),
});

/** The document read by a library: `a/b/c@name` for a parm c/name, each with its value; `a/b/` for an empty characteristic. */
function pathsOf(document: Uint8Array): string[] {
  interface Node {
    readonly [name: string]: readonly Node[] | Readonly<Record<string, string>>;
  }
  const parser = new XMLParser({ preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '' });
  const walk = (nodes: readonly Node[], path: string): string[] =>
    nodes.flatMap((node) => {
      const attributes = (node[':@'] ?? {}) as Readonly<Record<string, string>>;
      if (node['parm'] !== undefined) return [`${path}@${attributes['name']}=${attributes['value']}`];
      const below = `${path}/${attributes['type']}`;
      const children = node['characteristic'] as readonly Node[];
      return children.length === 0 ? [`${below}/`] : walk(children, below);
    });
  const [root] = parser.parse(Buffer.from(document)) as readonly Node[];
  ok(root);
  deepEqual(root[':@'], { version: '1.1' });
  return walk(root['wap-provisioningdoc'] as readonly Node[], '');
}

const plain: Provisioning = {
  account: {
    providerId: 'ConformanceSuite',
    address: 'https://mdm.example.test/dm',
    deviceId: 'ABC',
    authentication: 'none',
    device: { name: 'ABC', secret: 'd', nonce: 'ZGRk' },
    server: { name: 'ConformanceSuite', secret: 's', nonce: 'c3Nz' },
  },
  providerName: 'Conformance suite',
  root: authority.certificate,
  certificate,
  store: 'User',
  deviceName: 'DESKTOP-1',
  poll: everyMinute,
  renewalDays: 60,
};

describe('the provisioning document', () => {
  it('has what Windows was seen to take, and nothing else', () => {
    const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64');
    const provider = '/DMClient/Provider/ConformanceSuite';
    deepEqual(pathsOf(writeProvisioning(plain)), [
      `/CertificateStore/Root/System/${thumbprintOf(authority.certificate)}@EncodedCertificate=${base64(authority.certificate)}`,
      `/CertificateStore/My/User/${thumbprintOf(certificate)}@EncodedCertificate=${base64(certificate)}`,
      '/CertificateStore/My/User/PrivateKeyContainer/',
      '/CertificateStore/My/WSTEP/Renew@ROBOSupport=true',
      '/CertificateStore/My/WSTEP/Renew@RenewPeriod=60',
      '/CertificateStore/My/WSTEP/Renew@RetryInterval=4',
      '/APPLICATION@APPID=w7',
      '/APPLICATION@PROVIDER-ID=ConformanceSuite',
      '/APPLICATION@NAME=Conformance suite',
      '/APPLICATION@ADDR=https://mdm.example.test/dm',
      '/APPLICATION@CONNRETRYFREQ=6',
      '/APPLICATION@INITIALBACKOFFTIME=30000',
      '/APPLICATION@MAXBACKOFFTIME=120000',
      '/APPLICATION@BACKCOMPATRETRYDISABLED=undefined',
      '/APPLICATION@DEFAULTENCODING=application/vnd.syncml.dm+xml',
      '/APPLICATION@SSLCLIENTCERTSEARCHCRITERIA=Subject=CN%3DABC&Stores=My%5CUser',
      '/APPLICATION/APPAUTH@AAUTHLEVEL=CLIENT',
      '/APPLICATION/APPAUTH@AAUTHTYPE=DIGEST',
      '/APPLICATION/APPAUTH@AAUTHSECRET=s',
      '/APPLICATION/APPAUTH@AAUTHDATA=c3Nz',
      '/APPLICATION/APPAUTH@AAUTHLEVEL=APPSRV',
      '/APPLICATION/APPAUTH@AAUTHTYPE=DIGEST',
      '/APPLICATION/APPAUTH@AAUTHNAME=ABC',
      '/APPLICATION/APPAUTH@AAUTHSECRET=d',
      '/APPLICATION/APPAUTH@AAUTHDATA=ZGRk',
      `${provider}/Poll@NumberOfFirstRetries=0`,
      `${provider}/Poll@IntervalForFirstSetOfRetries=1`,
      `${provider}/Poll@NumberOfSecondRetries=0`,
      `${provider}/Poll@IntervalForSecondSetOfRetries=0`,
      `${provider}/Poll@NumberOfRemainingScheduledRetries=0`,
      `${provider}/Poll@IntervalForRemainingScheduledRetries=0`,
      `${provider}/Poll@PollOnLogin=true`,
      `${provider}@EntDeviceName=DESKTOP-1`,
    ]);
  });

  it('is read as what it was written from', () => {
    fc.assert(
      fc.property(provisioning, (written) => {
        const read = readProvisioning(writeProvisioning(written), written.account.deviceId, defaultLimits);
        deepEqual(read.account, written.account);
        deepEqual(read.poll, written.poll);
        equal(read.certificates[0]?.store, written.store);
        deepEqual(Buffer.from(read.certificates[0].certificate), Buffer.from(certificate));
      }),
    );
  });

  const version = spawnSync('xmllint', ['--version']).status;
  it.skipIf(version !== 0)('is well-formed for xmllint (needs the program xmllint)', () => {
    fc.assert(
      fc.property(provisioning, (written) => {
        const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', '-'], {
          input: writeProvisioning(written),
        });
        equal(status, 0, stderr.toString());
      }),
      { numRuns: 20 },
    );
  });

  it('needs what it is said to need', () => {
    const document = Buffer.from(writeProvisioning(plain)).toString();
    const reading = (text: string) => () => readProvisioning(Buffer.from(text), 'ABC', defaultLimits);
    expect(reading(document)).not.toThrow();
    expect(reading(document.replace('"w7"', '"w8"'))).toThrow(/no APPLICATION w7/);
    expect(reading(document.replace('PROVIDER-ID', 'PROVIDER'))).toThrow(/no PROVIDER-ID/);
    expect(reading('<a/>')).toThrow(/no wap-provisioningdoc/);
  });
});
