import { namespaces } from './namespaces.ts';
import {
  childOf,
  element,
  isNamed,
  MalformedMessage,
  requiredChild,
  textElement,
  textOf,
  type XmlElement,
} from './xml.ts';

/** How a server wants users to prove who they are; `Federated` and `Certificate` exist beside it. */
export const onPremise = 'OnPremise';

/** What a device says of itself at the discovery. */
export interface DiscoverRequest {
  readonly emailAddress: string;
  readonly requestVersion: string;
  readonly deviceType: string;
  readonly applicationVersion: string;
  readonly osEdition: string;
}

/** Body of the request. */
export function writeDiscover(request: DiscoverRequest): string {
  const fields = [
    textElement('EmailAddress', request.emailAddress),
    textElement('RequestVersion', request.requestVersion),
    textElement('DeviceType', request.deviceType),
    textElement('ApplicationVersion', request.applicationVersion),
    textElement('OSEdition', request.osEdition),
    element('AuthPolicies', [textElement('AuthPolicy', onPremise)]),
  ];
  return element('Discover', [element('request', fields)], { xmlns: namespaces.discoveryRequest });
}

/** The version of the protocol that the device asks for. @throws MalformedMessage */
export function readDiscover(content: XmlElement): { readonly requestVersion: string | undefined } {
  const namespace = discoveryNamespace(content, 'Discover');
  const request = requiredChild(content, namespace, 'request');
  return { requestVersion: textOf(childOf(request, namespace, 'RequestVersion')) };
}

/** Where the other services are, and how users are authenticated. */
export interface DiscoverResult {
  readonly authPolicy: string;
  readonly policyUrl: string | undefined;
  readonly enrollmentUrl: string;
}

/** The latest version of the protocol that is known here; real devices took it (device-and-mdm.md, 6). */
const enrollmentVersion = 5;

/** Body of the response. */
export function writeDiscoverResponse(
  result: { readonly policyUrl: string; readonly enrollmentUrl: string },
  requestVersion: string | undefined,
): string {
  const requested = Number(requestVersion ?? enrollmentVersion);
  const version = requested >= 1 && requested < enrollmentVersion ? requested : enrollmentVersion;
  const fields = [
    textElement('AuthPolicy', onPremise),
    textElement('EnrollmentVersion', version.toFixed(1)),
    textElement('EnrollmentPolicyServiceUrl', result.policyUrl),
    textElement('EnrollmentServiceUrl', result.enrollmentUrl),
  ];
  return element('DiscoverResponse', [element('DiscoverResult', fields)], { xmlns: namespaces.discovery });
}

/** @throws MalformedMessage */
export function readDiscoverResponse(content: XmlElement): DiscoverResult {
  const namespace = discoveryNamespace(content, 'DiscoverResponse');
  const result = requiredChild(content, namespace, 'DiscoverResult');
  const field = (name: string): string | undefined => textOf(childOf(result, namespace, name));
  return {
    authPolicy: field('AuthPolicy') ?? '',
    policyUrl: field('EnrollmentPolicyServiceUrl'),
    enrollmentUrl: textOf(requiredChild(result, namespace, 'EnrollmentServiceUrl')) ?? '',
  };
}

/** With or without the slash at its end, which not everybody keeps apart. */
function discoveryNamespace(content: XmlElement, name: string): string {
  const known = [namespaces.discovery, namespaces.discoveryRequest].find((uri) =>
    isNamed(content, uri, name),
  );
  if (known === undefined) throw new MalformedMessage(`Body holds no ${name} of the discovery`);
  return known;
}
