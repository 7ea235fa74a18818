import type { KeyObject } from 'node:crypto';
import type { HashName } from '../../pki/scep/algorithms.ts';
import { readCertificate } from '../../pki/scep/certificate.ts';
import { writeCertificationRequest } from '../../pki/scep/certification-request.ts';
import { ScepMessageError } from '../../pki/scep/error.ts';
import { publicKeyOf } from '../../pki/scep/keys.ts';
import { sameBytes } from '../../pki/scep/text.ts';
import { indexOfIllegalCharacter } from '../../syncml/escape.ts';
import { defaultLimits } from '../../syncml/limits.ts';
import {
  contextOf,
  deviceType,
  EnrollmentFailure,
  type Enrollment,
  type EnrollmentOptions,
  type FailedStep,
} from './client-options.ts';
import { onPremise, readDiscoverResponse, writeDiscover, type DiscoverResult } from './discovery.ts';
import { readFault } from './faults.ts';
import { soapContentType, type HttpResponse } from './http.ts';
import { servicePaths, type EnrollmentStep } from './namespaces.ts';
import { readPolicies, writeGetPolicies } from './policy.ts';
import { readProvisioning, type GivenCertificate, type ProvisioningContent } from './provisioning-read.ts';
import { readTokenResponse, writeTokenRequest } from './security-token.ts';
import { readEnvelope, writeRequest, type UserCredentials } from './soap.ts';
import { MalformedMessage, type XmlElement } from './xml.ts';

/**
 * Enrolls a device, as Windows does with on-premise authentication: discovery, policy, certificate.
 *
 * @throws EnrollmentFailure whatever goes wrong
 */
export async function enroll(options: EnrollmentOptions): Promise<Enrollment> {
  const { device, privateKey } = options;
  const keyLength = checkOptions(options);
  const discovery = discoveryUrl(options);
  const found = await discover(options, discovery);
  const policyUrl = serviceUrl('policy', found.policyUrl ?? found.enrollmentUrl, discovery);
  const enrollmentUrl = serviceUrl('enrollment', found.enrollmentUrl, discovery);

  const policy = await ask(options, 'policy', policyUrl, writeGetPolicies(), readPolicies);
  if (keyLength < policy.minimalKeyLength) {
    throw new EnrollmentFailure(
      'policy',
      `the server wants keys of ${policy.minimalKeyLength} bits or more, the device has one of ${keyLength}`,
    );
  }
  const request = requestFor(device.deviceId, privateKey, policy.hash);
  const body = writeTokenRequest(request, contextOf(device));
  const document = await ask(options, 'enrollment', enrollmentUrl, body, readTokenResponse);
  return provisioned(document, options);
}

/** The length of the key, if it can be used. @throws EnrollmentFailure */
function checkOptions({ user, password, device, privateKey }: EnrollmentOptions): number {
  if (privateKey.asymmetricKeyType !== 'rsa')
    throw new EnrollmentFailure('options', 'the key of the device has to be an RSA key');
  const texts = { 'user name': user, password, ...device };
  for (const [name, text] of Object.entries(texts)) {
    if (indexOfIllegalCharacter(text) >= 0)
      throw new EnrollmentFailure('options', `the ${name} has a character that XML can not carry`);
  }
  return privateKey.asymmetricKeyDetails?.modulusLength ?? 0;
}

/** Where the discovery is: at the server given, or at enterpriseenrollment of the user's domain. */
function discoveryUrl({ server, user }: EnrollmentOptions): URL {
  if (server !== undefined) {
    const url = URL.canParse(server) ? new URL(server) : undefined;
    if (url === undefined || !/^https?:$/.test(url.protocol))
      throw new EnrollmentFailure('options', `${server} is no address such as https://mdm.example.com`);
    return url.pathname === '/' ? new URL(servicePaths.discovery, url) : url;
  }
  const [, domain] = /^[^@\\]+@([^@\\/\s:?#]+)$/.exec(user) ?? [];
  const address = `https://enterpriseenrollment.${domain ?? ''}${servicePaths.discovery}`;
  if (domain === undefined || !URL.canParse(address)) {
    throw new EnrollmentFailure(
      'options',
      'no server is given, and the user name is not of the form user@domain, from which it could be found',
    );
  }
  return new URL(address);
}

async function discover(options: EnrollmentOptions, url: URL): Promise<DiscoverResult> {
  const { http, user, device } = options;
  const there = await reached('discovery', url, () => http.get(url.href, requestHeaders));
  if (there.status !== 200)
    throw new EnrollmentFailure('discovery', `GET ${url.href} was answered with HTTP ${there.status}`);
  const body = writeDiscover({
    emailAddress: user,
    requestVersion: '5.0',
    deviceType,
    applicationVersion: device.osVersion,
    osEdition: device.osEdition,
  });
  const found = await ask(options, 'discovery', url, body, readDiscoverResponse);
  if (found.authPolicy !== onPremise) {
    throw new EnrollmentFailure(
      'discovery',
      `the server wants authentication of the kind ${shown(found.authPolicy)}, and only ${onPremise} is done here`,
    );
  }
  return found;
}

/** An address that the discovery gave. A password goes there, so it is no less protected than the server was. */
function serviceUrl(step: EnrollmentStep, address: string, discovery: URL): URL {
  if (!URL.canParse(address))
    throw new EnrollmentFailure(
      'discovery',
      `the ${step} service has the address ${shown(address)}, which is none`,
    );
  const url = new URL(address);
  if (url.protocol !== 'https:' && url.protocol !== discovery.protocol)
    throw new EnrollmentFailure(
      'discovery',
      `the ${step} service is at ${shown(address)}, which is not protected by TLS`,
    );
  return url;
}

const requestHeaders = { 'User-Agent': 'ENROLLClient', 'Cache-Control': 'no-cache', Pragma: 'no-cache' };

/** Sends a body to a service and reads what is in the answer. */
async function ask<Result>(
  options: EnrollmentOptions,
  step: EnrollmentStep,
  url: URL,
  body: string,
  read: (content: XmlElement) => Result,
): Promise<Result> {
  const { http, user, password, randomBytes } = options;
  const credentials: { credentials?: UserCredentials } =
    step === 'discovery' ? {} : { credentials: { user, password } };
  const message = writeRequest({ step, to: url.href, randomBytes, ...credentials }, body);
  const headers = { ...requestHeaders, 'Content-Type': soapContentType };
  const response = await reached(step, url, () => http.post(url.href, headers, message));
  return malformedIs(step, `the answer of ${url.href} (HTTP ${response.status})`, () => {
    const { content } = contentOf(response, step, url);
    const fault = readFault(content);
    if (fault !== undefined) {
      const windows = fault.hresult === undefined ? '' : ` (${fault.hresult})`;
      throw new EnrollmentFailure(step, `the server declines with ${fault.code}${windows}: ${fault.reason}`);
    }
    if (response.status !== 200)
      throw new EnrollmentFailure(step, `${url.href} answered with HTTP ${response.status}`);
    return read(content);
  });
}

/** Faults come with any status, but what is no SOAP at all is best told by the status. */
function contentOf(response: HttpResponse, step: EnrollmentStep, url: URL): { readonly content: XmlElement } {
  try {
    return readEnvelope(response.body, defaultLimits);
  } catch (error) {
    if (!(error instanceof MalformedMessage) || response.status === 200) throw error;
    throw new EnrollmentFailure(
      step,
      `${url.href} answered with HTTP ${response.status} and no SOAP message`,
    );
  }
}

async function reached(
  step: EnrollmentStep,
  url: URL,
  send: () => Promise<HttpResponse>,
): Promise<HttpResponse> {
  try {
    return await send();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new EnrollmentFailure(step, `${url.href} can not be reached: ${reason}`);
  }
}

function requestFor(deviceId: string, privateKey: KeyObject, hash: HashName): Uint8Array {
  // Quoted, so that any text is one value (names.ts).
  const name = deviceId.replaceAll('\\', '\\\\').replaceAll('"', '""');
  try {
    return writeCertificationRequest({ subject: `CN="${name}"`, privateKey, hash });
  } catch (error) {
    if (!(error instanceof ScepMessageError)) throw error;
    throw new EnrollmentFailure('options', `the device id is no name for a certificate: ${error.message}`);
  }
}

function provisioned(document: Uint8Array, { device, privateKey }: EnrollmentOptions): Enrollment {
  return malformedIs('provisioning', 'the provisioning document', () => {
    const content = readProvisioning(document, device.deviceId, defaultLimits);
    const given = certificateFor(publicKeyOf(privateKey), content);
    if (given === undefined)
      throw new MalformedMessage('no certificate in My/User or My/System is for the key of the request');
    const { account, roots, intermediates, poll } = content;
    if (!URL.canParse(account.address))
      throw new MalformedMessage(`ADDR is ${shown(account.address)}, which is no address`);
    return { account, ...given, roots, intermediates, poll };
  });
}

function certificateFor(
  publicKey: Uint8Array,
  { certificates }: ProvisioningContent,
): GivenCertificate | undefined {
  return certificates.find(({ certificate }) => sameBytes(readCertificate(certificate).publicKey, publicKey));
}

/** Runs what reads a message, and turns its complaints into the failure of a step. */
function malformedIs<Result>(step: FailedStep, what: string, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    if (error instanceof MalformedMessage || error instanceof ScepMessageError)
      throw new EnrollmentFailure(step, `${what} can not be used: ${error.message}`);
    throw error;
  }
}

/** A text from outside within a sentence. */
const shown = (text: string): string => JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
