import { generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';
import type { EditionId } from '../../csp/editions.ts';
import { enroll } from '../../omadm/enrollment/client.ts';
import type { Enrollment } from '../../omadm/enrollment/client-options.ts';
import type { HttpClient } from '../../omadm/enrollment/http.ts';
import { openCaller, type Caller, type CallResponse } from '../../omadm/http/call.ts';
import { pemOf } from '../../omadm/server/identities.ts';
import type { KeyedCertificate } from '../../cases/case.ts';

export interface EnrollingDevice {
  readonly server: string;
  readonly user: string;
  readonly password: string;
  readonly deviceId: string;
  readonly edition: EditionId;
  /** RSA; default: a new one. */
  readonly privateKey?: KeyObject;
  /** PEM of roots whose servers the device trusts, beside those of Node. */
  readonly authorities?: readonly string[];
}

export interface EnrolledClient {
  readonly enrollment: Enrollment;
  /** The client certificate with its key: the MDM certificate of the CSP (encryption type 1). */
  readonly mdmCertificate: KeyedCertificate;
  /** Proves the device by its client certificate, and trusts the roots of the enrollment. */
  readonly caller: Caller;
}

/**
 * Enrolls a virtual device by MS-MDE2.
 * @throws EnrollmentFailure, CallFailure
 */
export async function enrollDevice(device: EnrollingDevice): Promise<EnrolledClient> {
  const { server, user, password, deviceId, edition, authorities } = device;
  const trust = authorities === undefined ? {} : { authorities };
  const stranger = openCaller(trust);
  const privateKey = device.privateKey ?? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  try {
    const enrollment = await enroll({
      server,
      user,
      password,
      privateKey,
      device: {
        deviceId,
        deviceName: `CONFORM-${deviceId.slice(0, 7)}`,
        enrollmentType: 'Full',
        // Enterprise, by its number of GetProductInfo.
        osEdition: '4',
        osVersion: `${edition}.1`,
        hardwareId: deviceId,
      },
      http: httpOver(stranger),
      randomBytes: (length) => randomBytes(length),
    });
    const pkcs8 = privateKey.export({ format: 'der', type: 'pkcs8' });
    return {
      enrollment,
      mdmCertificate: {
        certificate: Buffer.from(enrollment.certificate).toString('base64'),
        privateKey: pkcs8.toString('base64'),
      },
      caller: openCaller({
        ...trust,
        identity: {
          certificate: pemOf('CERTIFICATE', enrollment.certificate),
          privateKey: pemOf('PRIVATE KEY', pkcs8),
        },
      }),
    };
  } finally {
    stranger.close();
  }
}

function httpOver(caller: Caller): HttpClient {
  const plain = ({ status, headers, body }: CallResponse): Awaited<ReturnType<HttpClient['get']>> => ({
    status,
    headers: Object.fromEntries(Object.entries(headers).flatMap(([name, value = '']) => [[name, value]])),
    body,
  });
  return {
    get: async (url, headers) => plain(await caller.call({ method: 'GET', url, headers })),
    post: async (url, headers, body) => plain(await caller.call({ method: 'POST', url, headers, body })),
  };
}
