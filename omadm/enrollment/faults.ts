import { namespaces } from './namespaces.ts';
import { writeResponse, type ResponseEnvelope } from './soap.ts';
import { element, textElement, type XmlElement } from './xml.ts';

/** Subcodes of enrollment faults, with the prefix that each has and what Windows makes of it (MS-MDE2 2.2.10). */
const subcodes = {
  MessageFormat: { prefix: 's', hresult: '0x80180001' },
  Authentication: { prefix: 's', hresult: '0x80180002' },
  Authorization: { prefix: 's', hresult: '0x80180003' },
  CertificateRequest: { prefix: 's', hresult: '0x80180004' },
  EnrollmentServer: { prefix: 's', hresult: '0x80180005' },
  InternalServiceFault: { prefix: 'a', hresult: '0x80180006' },
  InvalidSecurity: { prefix: 'a', hresult: '0x80180007' },
} as const;

export type FaultSubcode = keyof typeof subcodes;

/** What ErrorType of a DeviceEnrollmentServiceError says beyond the subcodes (MS-MDE2 2.2.10). */
const errorTypes = {
  DeviceCapReached: '0x80180013',
  DeviceNotSupported: '0x80180014',
  NotSupported: '0x80180015',
  NotEligibleToRenew: '0x80180016',
  InMaintenance: '0x80180017',
  UserLicense: '0x80180018',
  InvalidEnrollmentData: '0x80180019',
} as const;

export type FaultErrorType = keyof typeof errorTypes;

/**
 * Why an enrollment is declined. The message goes to the device and into its event log; it never holds what the device
 * sent.
 */
export class EnrollmentFault extends Error {
  override readonly name = 'EnrollmentFault';
  readonly subcode: FaultSubcode;
  readonly errorType: FaultErrorType | FaultSubcode;

  constructor(subcode: FaultSubcode, message: string, errorType: FaultErrorType | FaultSubcode = subcode) {
    super(message);
    this.subcode = subcode;
    this.errorType = errorType;
  }
}

/** The fault as a SOAP message. The activity stands in it as TraceId, which Windows shows. */
export function writeFault(fault: EnrollmentFault, response: ResponseEnvelope): Uint8Array {
  const { subcode, errorType, message } = fault;
  const detail = [
    textElement('ErrorType', errorType),
    textElement('Message', message),
    textElement('TraceId', response.activityId),
  ];
  const body = element('s:Fault', [
    element('s:Code', [
      textElement('s:Value', 's:Receiver'),
      element('s:Subcode', [textElement('s:Value', `${subcodes[subcode].prefix}:${subcode}`)]),
    ]),
    element('s:Reason', [textElement('s:Text', message, { 'xml:lang': 'en-US' })]),
    element('s:Detail', [element('DeviceEnrollmentServiceError', detail, { xmlns: namespaces.enrollment })]),
  ]);
  return writeResponse(response, body);
}

/** What a server says in a fault. */
export interface FaultReport {
  /** The more telling one of subcode and ErrorType. */
  readonly code: string;
  /** The code that Windows shows for it; undefined for one that it does not know. */
  readonly hresult: string | undefined;
  readonly reason: string;
}

const windowsCodes = new Map<string, string>([
  ...Object.entries(subcodes).map(([name, { hresult }]) => [name.toLowerCase(), hresult] as const),
  ...Object.entries(errorTypes).map(([name, hresult]) => [name.toLowerCase(), hresult] as const),
]);

/**
 * What a fault says; undefined for anything else. Servers differ in version of SOAP, namespaces and even the case of
 * names (the sample on Learn is in small letters throughout), so only the local names count here.
 */
export function readFault(content: XmlElement): FaultReport | undefined {
  if (content.tag.name.toLowerCase() !== 'fault') return undefined;
  const subcode = descendant(descendant(content, 'subcode'), 'value') ?? descendant(content, 'faultcode');
  const codes = [descendant(content, 'errortype'), subcode]
    .map((entry) => entry?.text.trim().replace(/^.*:/s, '') ?? '')
    .filter((code) => code !== '');
  const code = codes.find((entry) => windowsCodes.has(entry.toLowerCase())) ?? codes[0] ?? 'no code';
  const reason = descendant(content, 'text') ?? descendant(content, 'faultstring');
  return {
    code: onOneLine(code),
    hresult: windowsCodes.get(code.toLowerCase()),
    reason: onOneLine(reason?.text ?? ''),
  };
}

function descendant(parent: XmlElement | undefined, name: string): XmlElement | undefined {
  for (const child of parent?.children ?? []) {
    const found = child.tag.name.toLowerCase() === name ? child : descendant(child, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

const maximumReason = 300;

function onOneLine(text: string): string {
  const line = text.trim().replaceAll(/[\s\p{Cc}]+/gu, ' ');
  return line.length > maximumReason ? `${line.slice(0, maximumReason)}…` : line;
}
