import { Buffer } from 'node:buffer';
import { openPool } from '../../../pki/pool.ts';
import { seededRandom } from '../../../pki/random.ts';
import { authoritiesOf } from '../../../pki/scep/authorities.ts';
import { enroll } from '../../../omadm/enrollment/client.ts';
import {
  EnrollmentFailure,
  type DeviceDescription,
  type Enrollment,
  type EnrollmentOptions,
} from '../../../omadm/enrollment/client-options.ts';
import type { HttpClient, HttpResponse } from '../../../omadm/enrollment/http.ts';
import { createEnrollmentService, type EnrollmentService } from '../../../omadm/enrollment/service.ts';
import type { EnrolledDevice, EnrollmentServiceOptions } from '../../../omadm/enrollment/service-options.ts';

export const pool = await openPool();
export const authority = authoritiesOf(pool).byName.root.issuer;

/** A moment within the life of every certificate of the pool. */
export const now = new Date('2030-06-01T12:00:00Z');

export const baseUrl = 'https://mdm.example.test:8443';
export const user = 'anna@example.test';
export const password = 'Grüße & "<Küsse>"';

export const device: DeviceDescription = {
  deviceId: '7BA748C8-703E-4DF2-A74A-92984117346A',
  deviceName: 'DESKTOP-1',
  enrollmentType: 'Full',
  osEdition: '4',
  osVersion: '10.0.26100.1',
  hardwareId: 'F1D2',
};

/** A server for one account, and the devices that it has enrolled. */
export function server(options: Partial<EnrollmentServiceOptions> = {}): {
  readonly service: EnrollmentService;
  readonly enrolled: readonly EnrolledDevice[];
} {
  const enrolled: EnrolledDevice[] = [];
  const service = createEnrollmentService({
    baseUrl,
    providerId: 'ConformanceSuite',
    providerName: 'Conformance suite',
    authority,
    authenticate: (name, secret) => name === user && secret === password,
    enrolled: (entry) => void enrolled.push(entry),
    now: () => now,
    randomBytes: seededRandom('server'),
    ...options,
  });
  return { service, enrolled };
}

/** Requests of a client go to a service as they would over HTTP. */
export function httpTo(service: EnrollmentService): HttpClient {
  const send = (
    method: string,
    url: string,
    headers: Readonly<Record<string, string>>,
    body: Uint8Array,
  ): Promise<HttpResponse> => {
    const { pathname, search } = new URL(url);
    return service.handle({ method, path: `${pathname}${search}`, headers, body });
  };
  return {
    get: (url, headers) => send('GET', url, headers, new Uint8Array()),
    post: (url, headers, body) => send('POST', url, headers, body),
  };
}

/** An answer of a server: complete, or the body alone. */
export type Answer = Partial<HttpResponse> | string;

/** A server that answers what it is told, in the order of the steps: discovery, policy, enrollment. */
export function scripted(answers: readonly Answer[]): HttpClient {
  const left = [...answers];
  return {
    get: () => Promise.resolve(responseOf('')),
    post: () => Promise.resolve(responseOf(left.shift() ?? { status: 503 })),
  };
}

function responseOf(answer: Answer): HttpResponse {
  const given = typeof answer === 'string' ? { body: Buffer.from(answer) } : answer;
  return { status: 200, headers: {}, body: new Uint8Array(), ...given };
}

export function enrollWith(http: HttpClient, more: Partial<EnrollmentOptions> = {}): Promise<Enrollment> {
  return enroll({
    server: baseUrl,
    user,
    password,
    privateKey: pool.identity('rsa-2048', 0).privateKey,
    device,
    http,
    randomBytes: seededRandom('client'),
    ...more,
  });
}

/** The message of the error that an enrollment ends with. */
export async function failureOf(enrolling: Promise<Enrollment>): Promise<string> {
  try {
    await enrolling;
  } catch (error) {
    if (error instanceof EnrollmentFailure) return error.message;
    throw error;
  }
  return 'none';
}

/** Sends bytes to a service. */
export function post(
  service: EnrollmentService,
  path: string,
  body: Uint8Array | string,
): Promise<HttpResponse> {
  return service.handle({ method: 'POST', path, headers: {}, body: Buffer.from(body) });
}

export const textOf = (response: HttpResponse): string => Buffer.from(response.body).toString('utf8');
