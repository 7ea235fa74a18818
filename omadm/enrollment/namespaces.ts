/** Names of the enrollment protocol (MS-MDE2 2.2.1, MS-XCEP 2.2.1, MS-WSTEP 2.2.1; device-and-mdm.md, 6). */
export const namespaces = {
  soap: 'http://www.w3.org/2003/05/soap-envelope',
  /** SOAP 1.1: one sample of Microsoft's is in it (Learn, "On-premises authentication device enrollment"). */
  oldSoap: 'http://schemas.xmlsoap.org/soap/envelope/',
  addressing: 'http://www.w3.org/2005/08/addressing',
  diagnostics: 'http://schemas.microsoft.com/2004/09/ServiceModel/Diagnostics',
  security: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
  securityUtility: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd',
  trust: 'http://docs.oasis-open.org/ws-sx/ws-trust/200512',
  authorization: 'http://schemas.xmlsoap.org/ws/2006/12/authorization',
  /** Requests end it with a slash, responses do not. */
  discovery: 'http://schemas.microsoft.com/windows/management/2012/01/enrollment',
  discoveryRequest: 'http://schemas.microsoft.com/windows/management/2012/01/enrollment/',
  policy: 'http://schemas.microsoft.com/windows/pki/2009/01/enrollmentpolicy',
  enrollment: 'http://schemas.microsoft.com/windows/pki/2009/01/enrollment',
  instance: 'http://www.w3.org/2001/XMLSchema-instance',
} as const;

/** The action of each request, and of its response. */
export const actions = {
  discovery: {
    request: `${namespaces.discovery}/IDiscoveryService/Discover`,
    response: `${namespaces.discovery}/IDiscoveryService/DiscoverResponse`,
  },
  policy: {
    request: `${namespaces.policy}/IPolicy/GetPolicies`,
    response: `${namespaces.policy}/IPolicy/GetPoliciesResponse`,
  },
  enrollment: {
    request: `${namespaces.enrollment}/RST/wstep`,
    response: `${namespaces.enrollment}/RSTRC/wstep`,
  },
} as const;

/** The three services, in the order in which a device asks them. */
export type EnrollmentStep = keyof typeof actions;

const configurationManager = 'http://schemas.microsoft.com/5.0.0.0/ConfigurationManager/Enrollment';

/** Types of tokens, and what is in a BinarySecurityToken. */
export const tokenTypes = {
  deviceEnrollment: `${configurationManager}/DeviceEnrollmentToken`,
  provisioningDocument: `${configurationManager}/DeviceEnrollmentProvisionDoc`,
  pkcs10: `${namespaces.enrollment}#PKCS10`,
  base64: `${namespaces.security}#base64binary`,
  passwordText:
    'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordText',
} as const;

/** Where a server of this project has its services; a client takes them from the discovery. */
export const servicePaths = {
  discovery: '/EnrollmentServer/Discovery.svc',
  policy: '/EnrollmentServer/Policy.svc',
  enrollment: '/EnrollmentServer/Enrollment.svc',
} as const satisfies Record<EnrollmentStep, string>;

/** Where DM sessions go to by default, below the server's base URL. */
export const managementPath = '/ManagementServer/MDM.svc';
