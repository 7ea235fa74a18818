import type { Limits } from '../../syncml/limits.ts';
import type { Authentication, Credentials, DmAccount } from '../account.ts';
import { readPollSchedule, type PollSchedule } from './poll-schedule.ts';
import type { CertificateStore } from './provisioning-write.ts';
import { attributeOf, bytesIn, MalformedMessage, readXml, type XmlElement } from './xml.ts';

/** A certificate that a device is given for a key of its own, and the store that it goes to. */
export interface GivenCertificate {
  readonly store: CertificateStore;
  readonly certificate: Uint8Array;
}

/** What a provisioning document says to a device. */
export interface ProvisioningContent {
  readonly account: DmAccount;
  readonly certificates: readonly GivenCertificate[];
  /** CertificateStore/Root/System. */
  readonly roots: readonly Uint8Array[];
  /** CertificateStore/CA/System. */
  readonly intermediates: readonly Uint8Array[];
  readonly poll: PollSchedule;
}

/**
 * Reads a provisioning document as a Windows device takes it.
 *
 * @param deviceId what the device calls itself, which the document does not repeat
 * @throws MalformedMessage also for what Windows was seen to refuse
 */
export function readProvisioning(bytes: Uint8Array, deviceId: string, limits: Limits): ProvisioningContent {
  const root = readXml(bytes, limits);
  if (root.tag.name !== 'wap-provisioningdoc')
    throw new MalformedMessage('the provisioning document is no wap-provisioningdoc');
  if (inside(root, ['RootCATrustedCertificates']).length > 0) {
    throw new MalformedMessage(
      'the provisioning document has a characteristic RootCATrustedCertificates, which Windows refuses (0x83750005)',
    );
  }
  const account = readAccount(root, deviceId);
  const stores: readonly CertificateStore[] = ['User', 'System'];
  return {
    account,
    certificates: stores.flatMap((store) =>
      certificatesIn(root, 'My', store).map((certificate) => ({ store, certificate })),
    ),
    roots: certificatesIn(root, 'Root', 'System'),
    intermediates: certificatesIn(root, 'CA', 'System'),
    poll: readPoll(root, account.providerId),
  };
}

/** The characteristics at the end of a path of types; a type may stand there several times. */
function inside(root: XmlElement, path: readonly string[]): readonly XmlElement[] {
  return path.reduce<readonly XmlElement[]>(
    (parents, type) =>
      parents.flatMap(({ children }) =>
        children.filter(
          (entry) => entry.tag.name === 'characteristic' && attributeOf(entry, 'type') === type,
        ),
      ),
    [root],
  );
}

/** The value of a parm; undefined where there is none of the name. */
function valueIn(characteristic: XmlElement, name: string): string | undefined {
  const parm = characteristic.children.find(
    (entry) => entry.tag.name === 'parm' && attributeOf(entry, 'name') === name,
  );
  return parm === undefined ? undefined : (attributeOf(parm, 'value') ?? '');
}

function certificatesIn(root: XmlElement, store: string, place: string): readonly Uint8Array[] {
  return inside(root, ['CertificateStore', store, place])
    .flatMap(({ children }) => children)
    .flatMap((entry) => {
      const encoded = valueIn(entry, 'EncodedCertificate');
      return encoded === undefined ? [] : [bytesIn(encoded, `EncodedCertificate of ${store}/${place}`)];
    });
}

function readAccount(root: XmlElement, deviceId: string): DmAccount {
  const application = inside(root, ['APPLICATION']).find((entry) => valueIn(entry, 'APPID') === 'w7');
  if (application === undefined)
    throw new MalformedMessage('the provisioning document has no APPLICATION w7');
  const required = (name: string): string => {
    const value = valueIn(application, name);
    if (value === undefined || value === '') throw new MalformedMessage(`APPLICATION w7 has no ${name}`);
    return value;
  };
  const providerId = required('PROVIDER-ID');
  const device = readAuthentication(application, 'APPSRV', deviceId);
  const server = readAuthentication(application, 'CLIENT', providerId);
  return {
    providerId,
    address: required('ADDR'),
    deviceId,
    authentication: device.authentication,
    device: device.credentials,
    server: server.credentials,
  };
}

/** AAUTHTYPE by its value; without one it is a digest (Learn, w7 APPLICATION CSP). */
const authentications: Readonly<Record<string, Authentication>> = { DIGEST: 'md5', BASIC: 'basic' };

function readAuthentication(
  application: XmlElement,
  level: 'APPSRV' | 'CLIENT',
  defaultName: string,
): { readonly authentication: Authentication; readonly credentials: Credentials } {
  const appauth = inside(application, ['APPAUTH']).find((entry) => valueIn(entry, 'AAUTHLEVEL') === level);
  // Both have to be there (MS-MDE2 2.2.9.5).
  if (appauth === undefined) throw new MalformedMessage(`APPLICATION w7 has no APPAUTH of ${level}`);
  const authentication = authentications[valueIn(appauth, 'AAUTHTYPE') ?? 'DIGEST'];
  if (authentication === undefined) {
    throw new MalformedMessage(`AAUTHTYPE of ${level} is neither DIGEST nor BASIC`);
  }
  const nonce = valueIn(appauth, 'AAUTHDATA') ?? '';
  if (authentication === 'md5' && nonce === '') {
    throw new MalformedMessage(
      `APPAUTH of ${level} has no nonce in AAUTHDATA, without which Windows ends the enrollment (0x80070057)`,
    );
  }
  return {
    authentication,
    credentials: {
      name: valueIn(appauth, 'AAUTHNAME') ?? defaultName,
      secret: valueIn(appauth, 'AAUTHSECRET') ?? '',
      nonce,
    },
  };
}

function readPoll(root: XmlElement, providerId: string): PollSchedule {
  const polls = inside(root, ['DMClient', 'Provider', providerId, 'Poll']);
  return readPollSchedule(
    (name) => polls.map((poll) => valueIn(poll, name)).find((value) => value !== undefined),
    (message) => {
      throw new MalformedMessage(message);
    },
  );
}
