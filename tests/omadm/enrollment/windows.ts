/** Messages in the shapes that Windows sends (Learn, "On-premises authentication device enrollment"), with its blanks. */
import { sign, type KeyObject } from 'node:crypto';
import { rsaSignatureAlgorithm } from '../../../pki/scep/algorithms.ts';
import {
  bitString,
  integer,
  objectIdentifier,
  sequence,
  setOf,
  tagged,
  taggedValue,
} from '../../../pki/scep/der-write.ts';
import { publicKeyOf } from '../../../pki/scep/keys.ts';
import { escapeText } from '../../../syncml/escape.ts';
import { baseUrl, password, user } from './laboratory.ts';

const security = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';

export const messageId = 'urn:uuid:0d5a1441-5891-453b-becf-a2e5f6ea3749';

export interface WindowsMessage {
  readonly action: string;
  readonly body: string;
  /** Inside of Security; without it there is no such header. */
  readonly token?: string;
  readonly to?: string;
}

export function windowsMessage({ action, body, token, to = baseUrl }: WindowsMessage): string {
  const header = token === undefined ? '' : `<wsse:Security s:mustUnderstand="1">${token}</wsse:Security>`;
  return `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"
   xmlns:a="http://www.w3.org/2005/08/addressing"
   xmlns:u="${security}-wssecurity-utility-1.0.xsd"
   xmlns:wsse="${security}-wssecurity-secext-1.0.xsd"
   xmlns:wst="http://docs.oasis-open.org/ws-sx/ws-trust/200512"
   xmlns:ac="http://schemas.xmlsoap.org/ws/2006/12/authorization">
  <s:Header>
    <a:Action s:mustUnderstand="1">
      ${action}
    </a:Action>
    <a:MessageID>${messageId}</a:MessageID>
    <a:ReplyTo><a:Address>http://www.w3.org/2005/08/addressing/anonymous</a:Address></a:ReplyTo>
    <a:To s:mustUnderstand="1">${to}</a:To>
    ${header}
  </s:Header>
  <s:Body xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">
    ${body}
  </s:Body>
</s:Envelope>`;
}

export function usernameToken(name = user, secret = password): string {
  return `<wsse:UsernameToken u:Id="uuid-cc1ccc1f-2fba-4bcf-b063-ffc0cac77917-4">
      <wsse:Username>${escapeText(name)}</wsse:Username>
      <wsse:Password wsse:Type="${security}-username-token-profile-1.0#PasswordText">${escapeText(secret)}</wsse:Password>
    </wsse:UsernameToken>`;
}

export const discover = windowsMessage({
  action: 'http://schemas.microsoft.com/windows/management/2012/01/enrollment/IDiscoveryService/Discover',
  body: `<Discover xmlns="http://schemas.microsoft.com/windows/management/2012/01/enrollment/">
      <request xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
        <EmailAddress>${user}</EmailAddress>
        <OSEdition>4</OSEdition><!-- Enterprise -->
        <RequestVersion>3.0</RequestVersion>
        <DeviceType>CIMClient_Windows</DeviceType>
        <ApplicationVersion>10.0.26100.1</ApplicationVersion>
        <AuthPolicies><AuthPolicy>OnPremise</AuthPolicy><AuthPolicy>Federated</AuthPolicy></AuthPolicies>
      </request>
    </Discover>`,
});

export function getPolicies(token: string | undefined = usernameToken()): string {
  return windowsMessage({
    action: 'http://schemas.microsoft.com/windows/pki/2009/01/enrollmentpolicy/IPolicy/GetPolicies',
    ...(token === '' ? {} : { token }),
    body: `<GetPolicies xmlns="http://schemas.microsoft.com/windows/pki/2009/01/enrollmentpolicy">
      <client><lastUpdate xsi:nil="true"/><preferredLanguage xsi:nil="true"/></client>
      <requestFilter xsi:nil="true"/>
    </GetPolicies>`,
  });
}

export interface WindowsTokenRequest {
  readonly certificationRequest: Uint8Array;
  readonly token?: string;
  readonly context?: string;
  readonly requestType?: 'Issue' | 'Renew';
}

export const context = `<ac:ContextItem Name="OSEdition"><ac:Value> 4</ac:Value></ac:ContextItem>
        <ac:ContextItem Name="DeviceName"><ac:Value>MY_WINDOWS_DEVICE</ac:Value></ac:ContextItem>
        <ac:ContextItem Name="MAC"><ac:Value>FF:FF:FF:FF:FF:FF</ac:Value></ac:ContextItem>
        <ac:ContextItem Name="MAC"><ac:Value>CC:CC:CC:CC:CC:CC</ac:Value></ac:ContextItem>
        <ac:ContextItem Name="EnrollmentType"><ac:Value>Device</ac:Value></ac:ContextItem>
        <ac:ContextItem Name="DeviceType"><ac:Value>CIMClient_Windows</ac:Value></ac:ContextItem>
        <ac:ContextItem Name="ApplicationVersion"><ac:Value>10.0.26100.1</ac:Value></ac:ContextItem>
        <ac:ContextItem Name="DeviceID"><ac:Value>AAAA48C8703E4DF2A74A92984117346A</ac:Value></ac:ContextItem>`;

export function requestSecurityToken(request: WindowsTokenRequest): string {
  const { certificationRequest, token = usernameToken(), requestType = 'Issue' } = request;
  const lines = Buffer.from(certificationRequest)
    .toString('base64')
    .replaceAll(/.{1,76}/g, '          $&\r\n');
  return windowsMessage({
    action: 'http://schemas.microsoft.com/windows/pki/2009/01/enrollment/RST/wstep',
    ...(token === '' ? {} : { token }),
    body: `<wst:RequestSecurityToken>
      <wst:TokenType>
        http://schemas.microsoft.com/5.0.0.0/ConfigurationManager/Enrollment/DeviceEnrollmentToken
      </wst:TokenType>
      <wst:RequestType>
        http://docs.oasis-open.org/ws-sx/ws-trust/200512/${requestType}</wst:RequestType>
      <wsse:BinarySecurityToken
         ValueType="http://schemas.microsoft.com/windows/pki/2009/01/enrollment#PKCS10"
         EncodingType="${security}-wssecurity-secext-1.0.xsd#base64binary">
${lines}      </wsse:BinarySecurityToken>
      <ac:AdditionalContext xmlns="http://schemas.xmlsoap.org/ws/2006/12/authorization">
        ${request.context ?? context}
      </ac:AdditionalContext>
    </wst:RequestSecurityToken>`,
  });
}

/** The services of the server. */
export const paths = {
  discovery: '/EnrollmentServer/Discovery.svc',
  policy: '/EnrollmentServer/Policy.svc',
  enrollment: '/EnrollmentServer/Enrollment.svc',
} as const;

/** As Windows makes them: the subject a PrintableString with `!` and NUL, and no attributes (fleet, wstep_csr.go). */
export function windowsRequest(
  privateKey: KeyObject,
  algorithm = rsaSignatureAlgorithm('sha256'),
  hash = 'sha256',
): Uint8Array {
  const name = 'F717C0F0-5F68-4AC3-A341-01B254!4219DFB0A902F747A9C4FD43C8CE36CE\0';
  const subject = sequence(
    setOf(sequence(objectIdentifier('2.5.4.3'), taggedValue(0x13, Buffer.from(name, 'latin1')))),
  );
  const information = sequence(integer(0), subject, publicKeyOf(privateKey), tagged(0));
  return sequence(information, algorithm, bitString(sign(hash, information, privateKey)));
}
