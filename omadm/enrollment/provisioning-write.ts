import { hash } from 'node:crypto';
import type { Authentication, DmAccount } from '../account.ts';
import { pollParms, type Parm, type PollSchedule } from './poll-schedule.ts';
import { element } from './xml.ts';

/** The store that the device puts its certificate into: `User` for an enrollment by a user, `System` for one of a device. */
export type CertificateStore = 'User' | 'System';

/** Everything that a device is told at the end of its enrollment. */
export interface Provisioning {
  readonly account: DmAccount;
  /** NAME: who manages the device, for people. */
  readonly providerName: string;
  /** Certificate of the authority, in DER. */
  readonly root: Uint8Array;
  /** The device's own, in DER; its subject is CN and the device's id. */
  readonly certificate: Uint8Array;
  readonly store: CertificateStore;
  readonly deviceName: string | undefined;
  readonly poll: PollSchedule;
  /** How many days before its end the certificate may be renewed. */
  readonly renewalDays: number;
}

/** SHA-1 of a certificate in DER, as the CertificateStore CSP names it. */
export const thumbprintOf = (certificate: Uint8Array): string => hash('sha1', certificate).toUpperCase();

/**
 * The provisioning document (device-and-mdm.md, 6; Learn, "On-premises authentication device enrollment"). Windows takes
 * no other characteristic beside these: RootCATrustedCertificates ends the enrollment with 0x83750005.
 */
export function writeProvisioning(provisioning: Provisioning): Uint8Array {
  const document = element(
    'wap-provisioningdoc',
    [certificateStore(provisioning), application(provisioning), dmClient(provisioning)],
    { version: '1.1' },
  );
  return Buffer.from(document, 'utf8');
}

function certificateStore({ root, certificate, store, renewalDays }: Provisioning): string {
  return characteristic('CertificateStore', [
    characteristic('Root', [characteristic('System', [encoded(root)])]),
    characteristic('My', [
      // The empty container has to be there (Learn, the sample's comment).
      characteristic(store, [encoded(certificate), characteristic('PrivateKeyContainer', [])]),
      characteristic('WSTEP', [
        characteristic('Renew', [
          parm({ name: 'ROBOSupport', value: 'true', datatype: 'boolean' }),
          parm({ name: 'RenewPeriod', value: String(renewalDays), datatype: 'integer' }),
          parm({ name: 'RetryInterval', value: '4', datatype: 'integer' }),
        ]),
      ]),
    ]),
  ]);
}

const encoded = (certificate: Uint8Array): string =>
  characteristic(thumbprintOf(certificate), [
    parm({ name: 'EncodedCertificate', value: Buffer.from(certificate).toString('base64') }),
  ]);

/** w7 knows no account without authentication, and Windows takes none without nonces: 0x80070057 (device-and-mdm.md, 6). */
const types: Readonly<Record<Authentication, string>> = { md5: 'DIGEST', basic: 'BASIC', none: 'DIGEST' };

function application({ account, providerName, store }: Provisioning): string {
  const subject = encodeURIComponent(`CN=${account.deviceId}`);
  const stores = encodeURIComponent(`My\\${store}`);
  const parms: readonly Parm[] = [
    { name: 'APPID', value: 'w7' },
    { name: 'PROVIDER-ID', value: account.providerId },
    { name: 'NAME', value: providerName },
    { name: 'ADDR', value: account.address },
    { name: 'CONNRETRYFREQ', value: '6' },
    { name: 'INITIALBACKOFFTIME', value: '30000' },
    { name: 'MAXBACKOFFTIME', value: '120000' },
  ];
  return characteristic('APPLICATION', [
    ...parms.map(parm),
    element('parm', [], { name: 'BACKCOMPATRETRYDISABLED' }),
    parm({ name: 'DEFAULTENCODING', value: 'application/vnd.syncml.dm+xml' }),
    parm({ name: 'SSLCLIENTCERTSEARCHCRITERIA', value: `Subject=${subject}&Stores=${stores}` }),
    // The server proves itself with a digest only (Learn, w7 APPLICATION CSP); its name is the provider's.
    characteristic('APPAUTH', [
      parm({ name: 'AAUTHLEVEL', value: 'CLIENT' }),
      parm({ name: 'AAUTHTYPE', value: 'DIGEST' }),
      parm({ name: 'AAUTHSECRET', value: account.server.secret }),
      parm({ name: 'AAUTHDATA', value: account.server.nonce }),
    ]),
    characteristic('APPAUTH', [
      parm({ name: 'AAUTHLEVEL', value: 'APPSRV' }),
      parm({ name: 'AAUTHTYPE', value: types[account.authentication] }),
      parm({ name: 'AAUTHNAME', value: account.device.name }),
      parm({ name: 'AAUTHSECRET', value: account.device.secret }),
      parm({ name: 'AAUTHDATA', value: account.device.nonce }),
    ]),
  ]);
}

function dmClient({ account, deviceName, poll }: Provisioning): string {
  const provider = [
    characteristic('Poll', pollParms(poll).map(parm)),
    ...(deviceName === undefined
      ? []
      : [parm({ name: 'EntDeviceName', value: deviceName, datatype: 'string' })]),
  ];
  return characteristic('DMClient', [
    characteristic('Provider', [characteristic(account.providerId, provider)]),
  ]);
}

const characteristic = (type: string, content: readonly string[]): string =>
  element('characteristic', content, { type });

const parm = ({ name, value, datatype }: Parm): string =>
  element('parm', [], { name, value, ...(datatype && { datatype }) });
