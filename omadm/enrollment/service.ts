import type { DmAccount } from '../account.ts';
import { issueDeviceCertificate, publicKeyOfRequest } from './device-certificate.ts';
import { readDiscover, writeDiscoverResponse } from './discovery.ts';
import { EnrollmentFault, writeFault } from './faults.ts';
import { httpResponse, soapContentType, type HttpRequest, type HttpResponse } from './http.ts';
import { servicePaths, type EnrollmentStep } from './namespaces.ts';
import { readGetPolicies, writePolicies } from './policy.ts';
import { thumbprintOf, writeProvisioning, type CertificateStore } from './provisioning-write.ts';
import { readTokenRequest, writeTokenResponse, type AdditionalContext } from './security-token.ts';
import { settingsOf, type EnrollmentServiceOptions, type EnrollmentSettings } from './service-options.ts';
import { readEnvelope, readUserCredentials, uuidOf, writeResponse, type Envelope } from './soap.ts';
import { MalformedMessage } from './xml.ts';

/** The enrollment of a management server: discovery, policy and certificates (MS-MDE2, on-premise authentication). */
export interface EnrollmentService {
  /** Whether the path is one of its three. */
  serves(path: string): boolean;
  /** Who reads bodies may stop beyond so many bytes: what is longer is refused. */
  readonly maximumBytes: number;
  /** Answers a request. Never throws for what came from outside. */
  handle(request: HttpRequest): Promise<HttpResponse>;
}

/** @throws RangeError for options that no device could be enrolled with */
export function createEnrollmentService(options: EnrollmentServiceOptions): EnrollmentService {
  const settings = settingsOf(options);
  return {
    serves: (path) => stepAt(path) !== undefined,
    maximumBytes: settings.limits.bytes,
    handle: async (request) => {
      const step = stepAt(request.path);
      if (step === undefined) return plain(404, 'There is no enrollment service at this path.');
      // The first request of a device only asks whether there is anybody (device-and-mdm.md, 6).
      if (step === 'discovery' && request.method === 'GET')
        return httpResponse(200, 'text/html', new Uint8Array());
      if (request.method !== 'POST') {
        const allowed = step === 'discovery' ? 'GET, POST' : 'POST';
        return plain(405, 'This service takes SOAP messages by POST.', { Allow: allowed });
      }
      return answer(step, request.body, settings);
    },
  };
}

function stepAt(path: string): EnrollmentStep | undefined {
  const [name = ''] = path.split('?', 1);
  const steps: readonly EnrollmentStep[] = ['discovery', 'policy', 'enrollment'];
  return steps.find((step) => servicePaths[step].toLowerCase() === name.toLowerCase());
}

const plain = (status: number, text: string, headers: Readonly<Record<string, string>> = {}): HttpResponse =>
  httpResponse(status, 'text/plain; charset=utf-8', Buffer.from(`${text}\n`), headers);

/** A body with all that its envelope needs, or a fault. */
async function answer(
  step: EnrollmentStep,
  bytes: Uint8Array,
  settings: EnrollmentSettings,
): Promise<HttpResponse> {
  const { limits, now, randomBytes } = settings;
  const activityId = uuidOf(randomBytes(16));
  let envelope: Envelope | undefined;
  try {
    envelope = readEnvelope(bytes, limits);
    const body = await bodies[step](envelope, settings);
    const created = step === 'enrollment' ? { created: now() } : {};
    const response = { step, relatesTo: envelope.messageId, activityId, ...created };
    return httpResponse(200, soapContentType, writeResponse(response, body));
  } catch (error) {
    const fault = writeFault(faultOf(error, settings), { step, relatesTo: envelope?.messageId, activityId });
    return httpResponse(bytes.length > limits.bytes ? 413 : 500, soapContentType, fault);
  }
}

/** Of an error that nobody expected the device learns nothing: its text could hold anything. */
function faultOf(error: unknown, { failed }: EnrollmentSettings): EnrollmentFault {
  if (error instanceof EnrollmentFault) return error;
  if (error instanceof MalformedMessage) return new EnrollmentFault('MessageFormat', error.message);
  failed(error);
  return new EnrollmentFault('InternalServiceFault', 'the server failed; nothing was enrolled');
}

const bodies: Readonly<
  Record<EnrollmentStep, (envelope: Envelope, settings: EnrollmentSettings) => string | Promise<string>>
> = {
  discovery: ({ content }, { urls }) =>
    writeDiscoverResponse(
      { policyUrl: urls.policy, enrollmentUrl: urls.enrollment },
      readDiscover(content).requestVersion,
    ),
  policy: async (envelope, settings) => {
    readGetPolicies(envelope.content);
    await authenticated(envelope, settings);
    return writePolicies(settings.providerName, settings.validity);
  },
  enrollment: enrollDevice,
};

/** The user whose name and password stand in the message. @throws EnrollmentFault */
async function authenticated(envelope: Envelope, { authenticate }: EnrollmentSettings): Promise<string> {
  const credentials = readUserCredentials(envelope);
  if (credentials === undefined) {
    throw new EnrollmentFault(
      'InvalidSecurity',
      'the message has no UsernameToken with a password in clear text',
    );
  }
  if (!(await authenticate(credentials.user, credentials.password)))
    throw new EnrollmentFault('Authentication', 'user name or password is wrong');
  return credentials.user;
}

async function enrollDevice(envelope: Envelope, settings: EnrollmentSettings): Promise<string> {
  const request = readTokenRequest(envelope.content);
  if (request.kind === 'renew') {
    throw new EnrollmentFault(
      'EnrollmentServer',
      'this server renews no certificates; enroll the device again',
      'NotEligibleToRenew',
    );
  }
  const user = await authenticated(envelope, settings);
  const { context } = request;
  const { authority, providerName, validity, poll, randomBytes } = settings;
  const deviceId = deviceIdOf(context);
  const certificate = issueDeviceCertificate({
    authority,
    publicKey: publicKeyOfRequest(request.certificationRequest),
    deviceId,
    now: settings.now(),
    validitySeconds: validity.validitySeconds,
    randomBytes,
  });
  const account = accountFor(deviceId, settings);
  // A certificate of the user's store serves only while that user is logged on.
  const store: CertificateStore = context.get('EnrollmentType')?.[0] === 'Device' ? 'System' : 'User';
  await settings.enrolled({
    account,
    certificate,
    thumbprint: thumbprintOf(certificate),
    store,
    user,
    context,
  });
  const document = writeProvisioning({
    account,
    providerName,
    root: authority.certificate,
    certificate,
    store,
    deviceName: context.get('DeviceName')?.[0],
    poll,
    renewalDays: Math.max(1, Math.floor(validity.renewalSeconds / 86_400)),
  });
  return writeTokenResponse(document);
}

/** At most what a common name may have (RFC 5280, ub-common-name); a colon would end the name of basic credentials. */
const deviceIdForm = /^[^\p{Cc}:]{1,64}$/u;

function deviceIdOf(context: AdditionalContext): string {
  const deviceId = context.get('DeviceID')?.[0] ?? '';
  if (deviceIdForm.test(deviceId)) return deviceId;
  throw new EnrollmentFault(
    'MessageFormat',
    'AdditionalContext has no DeviceID of 1 to 64 characters, none of them a colon or a control character',
    'InvalidEnrollmentData',
  );
}

/** Secrets and nonces of 16 random bytes, each from a call of its own: they have to be independent. */
function accountFor(deviceId: string, settings: EnrollmentSettings): DmAccount {
  const { providerId, managementUrl, authentication, randomBytes } = settings;
  const credentials = (name: string): DmAccount['device'] => ({
    name,
    secret: Buffer.from(randomBytes(16)).toString('hex'),
    nonce: Buffer.from(randomBytes(16)).toString('base64'),
  });
  return {
    providerId,
    address: managementUrl,
    deviceId,
    authentication,
    device: credentials(deviceId),
    server: credentials(providerId),
  };
}
