import { namespaces, tokenTypes } from './namespaces.ts';
import {
  attributeOf,
  bytesIn,
  childrenOf,
  childOf,
  element,
  isNamed,
  MalformedMessage,
  requiredChild,
  textElement,
  textOf,
  type XmlElement,
} from './xml.ts';

/**
 * AdditionalContext: what a device says of itself, by the names of its items (DeviceID, DeviceName, OSEdition, …). Some,
 * such as MAC, may stand there several times.
 */
export type AdditionalContext = ReadonlyMap<string, readonly string[]>;

/** What a device asks for. */
export type TokenRequest =
  | {
      readonly kind: 'issue';
      /** PKCS#10, as it came. */
      readonly certificationRequest: Uint8Array;
      readonly context: AdditionalContext;
    }
  /** A certificate that it has is to be renewed. */
  | { readonly kind: 'renew' };

/** Body of the request. */
export function writeTokenRequest(certificationRequest: Uint8Array, context: AdditionalContext): string {
  const items = [...context].flatMap(([name, values]) =>
    values.map((value) => element('ac:ContextItem', [textElement('ac:Value', value)], { Name: name })),
  );
  return element('wst:RequestSecurityToken', [
    textElement('wst:TokenType', tokenTypes.deviceEnrollment),
    textElement('wst:RequestType', `${namespaces.trust}/Issue`),
    textElement('wsse:BinarySecurityToken', Buffer.from(certificationRequest).toString('base64'), {
      ValueType: tokenTypes.pkcs10,
      EncodingType: tokenTypes.base64,
    }),
    element('ac:AdditionalContext', items),
  ]);
}

/** @throws MalformedMessage */
export function readTokenRequest(content: XmlElement): TokenRequest {
  if (!isNamed(content, namespaces.trust, 'RequestSecurityToken'))
    throw new MalformedMessage('Body holds no RequestSecurityToken');
  if (textOf(childOf(content, namespaces.trust, 'RequestType'))?.endsWith('/Renew') === true)
    return { kind: 'renew' };
  const token = requiredChild(content, namespaces.security, 'BinarySecurityToken');
  if (attributeOf(token, 'ValueType')?.trim() !== tokenTypes.pkcs10)
    throw new MalformedMessage('BinarySecurityToken is not of the type PKCS10');
  return {
    kind: 'issue',
    certificationRequest: bytesIn(token.text, 'BinarySecurityToken'),
    context: readContext(content),
  };
}

function readContext(content: XmlElement): AdditionalContext {
  const context = new Map<string, string[]>();
  const items = childOf(content, namespaces.authorization, 'AdditionalContext');
  for (const item of items === undefined ? [] : childrenOf(items, namespaces.authorization, 'ContextItem')) {
    const name = attributeOf(item, 'Name');
    const value = textOf(childOf(item, namespaces.authorization, 'Value'));
    if (name === undefined || value === undefined)
      throw new MalformedMessage('a ContextItem has no Name or no Value');
    const known = context.get(name);
    if (known === undefined) context.set(name, [value]);
    else known.push(value);
  }
  return context;
}

/** Body of the response. */
export function writeTokenResponse(provisioningDocument: Uint8Array): string {
  const token = textElement('BinarySecurityToken', Buffer.from(provisioningDocument).toString('base64'), {
    ValueType: tokenTypes.provisioningDocument,
    EncodingType: tokenTypes.base64,
    xmlns: namespaces.security,
  });
  const response = element('RequestSecurityTokenResponse', [
    textElement('TokenType', tokenTypes.deviceEnrollment),
    element('DispositionMessage', [], { xmlns: namespaces.enrollment }),
    element('RequestedSecurityToken', [token]),
    textElement('RequestID', '0', { xmlns: namespaces.enrollment }),
  ]);
  return element('RequestSecurityTokenResponseCollection', [response], { xmlns: namespaces.trust });
}

/** The provisioning document of a response. @throws MalformedMessage */
export function readTokenResponse(content: XmlElement): Uint8Array {
  if (!isNamed(content, namespaces.trust, 'RequestSecurityTokenResponseCollection'))
    throw new MalformedMessage('Body holds no RequestSecurityTokenResponseCollection');
  const response = requiredChild(content, namespaces.trust, 'RequestSecurityTokenResponse');
  const requested = requiredChild(response, namespaces.trust, 'RequestedSecurityToken');
  const token = requiredChild(requested, namespaces.security, 'BinarySecurityToken');
  if (attributeOf(token, 'ValueType')?.trim() !== tokenTypes.provisioningDocument)
    throw new MalformedMessage('BinarySecurityToken is not of the type DeviceEnrollmentProvisionDoc');
  return bytesIn(token.text, 'BinarySecurityToken');
}
