import type { HashName } from '../../pki/scep/algorithms.ts';
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

/** How long the certificate of a device is valid, and how long before its end it may be renewed. */
export interface CertificateValidity {
  readonly validitySeconds: number;
  readonly renewalSeconds: number;
}

/** The smallest RSA key that is certified, in bits. */
export const minimalKeyLength = 2048;

const missing = { 'xsi:nil': 'true' } as const;
const nil = (name: string): string => element(name, [], missing);

/** Body of the request: everything is left to the server. */
export function writeGetPolicies(): string {
  return element(
    'GetPolicies',
    [element('client', [nil('lastUpdate'), nil('preferredLanguage')]), nil('requestFilter')],
    { xmlns: namespaces.policy },
  );
}

/** @throws MalformedMessage */
export function readGetPolicies(content: XmlElement): void {
  if (!isNamed(content, namespaces.policy, 'GetPolicies'))
    throw new MalformedMessage('Body holds no GetPolicies');
}

/** Body of the response: one policy, in the order of MS-XCEP 3.1.4.1.3. */
export function writePolicies(commonName: string, validity: CertificateValidity): string {
  const attributes = [
    textElement('commonName', commonName),
    textElement('policySchema', '3'),
    element('certificateValidity', [
      textElement('validityPeriodSeconds', String(validity.validitySeconds)),
      textElement('renewalPeriodSeconds', String(validity.renewalSeconds)),
    ]),
    element('permission', [textElement('enroll', 'true'), textElement('autoEnroll', 'false')]),
    element('privateKeyAttributes', [
      textElement('minimalKeyLength', String(minimalKeyLength)),
      ...['keySpec', 'keyUsageProperty', 'permissions', 'algorithmOIDReference', 'cryptoProviders'].map(nil),
    ]),
    element('revision', [textElement('majorRevision', '101'), textElement('minorRevision', '0')]),
    ...['supersededPolicies', 'privateKeyFlags', 'subjectNameFlags', 'enrollmentFlags'].map(nil),
    nil('generalFlags'),
    textElement('hashAlgorithmOIDReference', '0'),
    ...['rARequirements', 'keyArchivalAttributes', 'extensions'].map(nil),
  ];
  const policy = [textElement('policyOIDReference', '0'), nil('cAs'), element('attributes', attributes)];
  const response = [
    element('policyID'),
    ...['policyFriendlyName', 'nextUpdateHours', 'policiesNotChanged'].map(nil),
    element('policies', [element('policy', policy)]),
  ];
  return element(
    'GetPoliciesResponse',
    [element('response', response), nil('cAs'), element('oIDs', [element('oID', sha256)])],
    { xmlns: namespaces.policy },
  );
}

/** Group 4 is what Microsoft's sample has (MS-MDE2 4.2.2), and what a Windows 11 of 2026 took from go-microsoft-dm. */
const sha256 = [
  textElement('value', '2.16.840.1.101.3.4.2.1'),
  textElement('group', '4'),
  textElement('oIDReferenceID', '0'),
  textElement('defaultName', 'szOID_NIST_sha256'),
];

/** What a policy asks of the certificate request. */
export interface EnrollmentPolicy {
  readonly minimalKeyLength: number;
  readonly hash: HashName;
}

/** Object identifiers that hashAlgorithmOIDReference leads to: of a hash, or of a signature with it. */
const hashes: Readonly<Record<string, HashName>> = {
  '1.3.14.3.2.26': 'sha1',
  '1.3.14.3.2.29': 'sha1',
  '1.2.840.113549.1.1.5': 'sha1',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '1.2.840.113549.1.1.11': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '1.2.840.113549.1.1.12': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '1.2.840.113549.1.1.13': 'sha512',
};

/** What the first policy asks; SHA-256 where it names no hash that is known here. @throws MalformedMessage */
export function readPolicies(content: XmlElement): EnrollmentPolicy {
  const { policy: namespace } = namespaces;
  if (!isNamed(content, namespace, 'GetPoliciesResponse'))
    throw new MalformedMessage('Body holds no GetPoliciesResponse');
  const policies = childOf(requiredChild(content, namespace, 'response'), namespace, 'policies');
  const attributes = childOf(childOf(policies, namespace, 'policy'), namespace, 'attributes');
  const key = childOf(attributes, namespace, 'privateKeyAttributes');
  const length = Number(textOf(childOf(key, namespace, 'minimalKeyLength')) ?? '0');
  const reference = textOf(childOf(attributes, namespace, 'hashAlgorithmOIDReference'));
  const identifier = childOf(content, namespace, 'oIDs')?.children.find(
    (entry) => textOf(childOf(entry, namespace, 'oIDReferenceID')) === reference,
  );
  return {
    minimalKeyLength: Number.isFinite(length) ? length : 0,
    hash: hashes[textOf(childOf(identifier, namespace, 'value')) ?? ''] ?? 'sha256',
  };
}
