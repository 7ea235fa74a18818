/** Answers in the shapes of servers made by others: other prefixes, other paths, blanks, SOAP 1.1 (Learn's samples). */
import { pool } from './laboratory.ts';

const discovery = 'http://schemas.microsoft.com/windows/management/2012/01/enrollment';
export const pki = 'http://schemas.microsoft.com/windows/pki/2009/01/enrollment';
const security = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const configuration = 'http://schemas.microsoft.com/5.0.0.0/ConfigurationManager/Enrollment';

export const envelope = (body: string, soap = 'http://www.w3.org/2003/05/soap-envelope'): string =>
  `<?xml version="1.0"?>\n<q:Envelope xmlns:q="${soap}"><q:Body>${body}</q:Body></q:Envelope>`;

export const discovered = (authPolicy = 'OnPremise', host = 'https://other.example.test'): string =>
  envelope(`<d:DiscoverResponse xmlns:d="${discovery}"><d:DiscoverResult>
      <d:AuthPolicy> ${authPolicy} </d:AuthPolicy><d:EnrollmentVersion>4.0</d:EnrollmentVersion>
      <d:AuthenticationServiceUrl>https://login.example.test/</d:AuthenticationServiceUrl>
      <d:EnrollmentPolicyServiceUrl>
        ${host}/api/mdm/microsoft/policy
      </d:EnrollmentPolicyServiceUrl>
      <d:EnrollmentServiceUrl>${host}/api/mdm/microsoft/enroll</d:EnrollmentServiceUrl>
    </d:DiscoverResult></d:DiscoverResponse>`);

export const policy = (length = 2048): string =>
  envelope(`<p:GetPoliciesResponse xmlns:p="${pki}policy"><p:response><p:policies><p:policy><p:attributes>
      <p:privateKeyAttributes><p:minimalKeyLength>${length}</p:minimalKeyLength></p:privateKeyAttributes>
      <p:hashAlgorithmOIDReference>7</p:hashAlgorithmOIDReference>
    </p:attributes></p:policy></p:policies></p:response>
    <p:oIDs><p:oID><p:value>2.16.840.1.101.3.4.2.3</p:value><p:oIDReferenceID>7</p:oIDReferenceID></p:oID></p:oIDs>
    </p:GetPoliciesResponse>`);

/** In SOAP 1.1, as a sample of Microsoft's is. */
export const token = (document: string): string =>
  envelope(
    `<t:RequestSecurityTokenResponseCollection xmlns:t="http://docs.oasis-open.org/ws-sx/ws-trust/200512">
      <t:RequestSecurityTokenResponse><t:RequestedSecurityToken>
        <b:BinarySecurityToken xmlns:b="${security}" ValueType="${configuration}/DeviceEnrollmentProvisionDoc">
          ${Buffer.from(document).toString('base64')}
        </b:BinarySecurityToken>
      </t:RequestedSecurityToken></t:RequestSecurityTokenResponse>
    </t:RequestSecurityTokenResponseCollection>`,
    'http://schemas.xmlsoap.org/soap/envelope/',
  );

export const identity = pool.identity('rsa-2048', 0);
export const other = pool.identity('rsa-2048', 1);
export const base64 = (der: Uint8Array): string => Buffer.from(der).toString('base64');

const stored = (path: readonly string[], certificate: Uint8Array): string =>
  `<characteristic type="CertificateStore">${path.map((type) => `<characteristic type="${type}">`).join('')}
     <characteristic type="00"><parm name="EncodedCertificate" value="${base64(certificate)}"/></characteristic>
     <characteristic type="PrivateKeyContainer"/>
   ${'</characteristic>'.repeat(path.length + 1)}`;
const appauth = (level: string, ...parms: readonly (readonly [string, string])[]): string =>
  `<characteristic type="APPAUTH"><parm name="AAUTHLEVEL" value="${level}"/>${parms
    .map(([name, value]) => `<parm name="${name}" value="${value}"/>`)
    .join('')}</characteristic>`;
export const client = appauth(
  'CLIENT',
  ['AAUTHTYPE', 'DIGEST'],
  ['AAUTHSECRET', 'password1'],
  ['AAUTHDATA', 'nonce'],
);
export const service = appauth(
  'APPSRV',
  ['AAUTHTYPE', 'BASIC'],
  ['AAUTHNAME', 'testclient'],
  ['AAUTHSECRET', 'password2'],
);

/** The shape of Microsoft's sample, with two CertificateStore; each part can be replaced. */
export function provisioning(
  more: { certificate?: Uint8Array; auth?: string; address?: string; extra?: string } = {},
): string {
  const {
    certificate = identity.certificate,
    auth = client + service,
    address = 'https://dm.example.test/omadm',
  } = more;
  return `<wap-provisioningdoc version="1.1">
    ${stored(['Root', 'System'], other.certificate)} ${stored(['My', 'User'], certificate)}
    <characteristic type="APPLICATION"><parm name="APPID" value="w7"/><parm name="PROVIDER-ID" value="TestMDMServer"/>
      <parm name="NAME" value="Microsoft"/><parm name="ADDR" value="${address}"/><parm name="BACKCOMPATRETRYDISABLED"/>
      ${auth}</characteristic>
    <characteristic type="DMClient"><characteristic type="Provider"><characteristic type="TestMDMServer">
      <characteristic type="Poll"><parm name="NumberOfFirstRetries" value="8" datatype="integer"/>
        <parm name="PollOnLogin" value="true" datatype="boolean"/></characteristic>
      <parm name="EntDeviceName" value="Administrator_Windows" datatype="string"/>
    </characteristic></characteristic></characteristic>${more.extra ?? ''}</wap-provisioningdoc>`;
}
