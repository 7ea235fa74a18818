import { DerReader, readDer, readObjectIdentifier, type DerValue } from './der-read.ts';
import {
  bitString,
  bmpString,
  derTrue,
  objectIdentifier,
  octetString,
  sequence,
  taggedPrimitive,
} from './der-write.ts';
import { ScepMessageError } from './error.ts';
import { readGeneralNames, writeGeneralNames, type GeneralName } from './general-names.ts';
import { readText } from './text.ts';

/** An extension of a certificate, or one that a request asks for. */
export interface Extension {
  readonly oid: string;
  readonly critical: boolean;
  /** DER inside of the OCTET STRING. */
  readonly value: Uint8Array;
}

export const extensionIds = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  subjectAlternativeName: '2.5.29.17',
  basicConstraints: '2.5.29.19',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  /** Name of a version 1 template (MS-WCCE 2.2.2.7.7.1, szOID_ENROLL_CERTTYPE_EXTENSION). */
  templateName: '1.3.6.1.4.1.311.20.2',
  /** Object identifier of a version 2 template (MS-WCCE 2.2.2.7.7.2, szOID_CERTIFICATE_TEMPLATE). */
  templateId: '1.3.6.1.4.1.311.21.7',
} as const;

/** What a request or a certificate says about the use of its key. */
export interface KeyPurpose {
  /** Bits as the CSP has them: 0x80 digitalSignature, 0x20 keyEncipherment, 0x8000 decipherOnly. */
  readonly keyUsage?: number;
  readonly extendedKeyUsages?: readonly string[];
  readonly subjectAlternativeNames?: readonly GeneralName[];
}

/** Extensions as they stand in a certificate: a SEQUENCE. */
export function writeExtensions(extensions: readonly Extension[]): Uint8Array {
  return sequence(
    ...extensions.map(({ oid, critical, value }) =>
      sequence(objectIdentifier(oid), ...(critical ? [derTrue] : []), octetString(value)),
    ),
  );
}

/** The extensions for a purpose; what is absent or empty gets none. @throws ScepMessageError `value` */
export function purposeExtensions(purpose: KeyPurpose): Extension[] {
  const { keyUsage, extendedKeyUsages = [], subjectAlternativeNames = [] } = purpose;
  const extensions: Extension[] = [];
  if (keyUsage !== undefined) {
    extensions.push({ oid: extensionIds.keyUsage, critical: true, value: writeKeyUsage(keyUsage) });
  }
  if (extendedKeyUsages.length > 0) {
    const value = sequence(...extendedKeyUsages.map(objectIdentifier));
    extensions.push({ oid: extensionIds.extendedKeyUsage, critical: false, value });
  }
  if (subjectAlternativeNames.length > 0) {
    const value = writeGeneralNames(subjectAlternativeNames);
    extensions.push({ oid: extensionIds.subjectAlternativeName, critical: false, value });
  }
  return extensions;
}

/** The extension that asks for a template: by its object identifier where the text is one, else by its name. */
export function templateExtension(template: string): Extension {
  return /^\d+(\.\d+)+$/.test(template)
    ? { oid: extensionIds.templateId, critical: false, value: sequence(objectIdentifier(template)) }
    : { oid: extensionIds.templateName, critical: false, value: bmpString(template) };
}

/** A BIT STRING of named bits, which DER cuts after the last one that is set (X.690 11.2.2). */
export function writeKeyUsage(keyUsage: number): Uint8Array {
  // Bit 0 of the BIT STRING is 0x80 of the first octet; bit 8, decipherOnly, is 0x80 of the second.
  const octets = [keyUsage & 0xff, (keyUsage >> 8) & 0xff];
  while (octets.at(-1) === 0) octets.pop();
  const last = octets.at(-1) ?? 0;
  return bitString(Uint8Array.from(octets), last === 0 ? 0 : 31 - Math.clz32(last & -last));
}

function readKeyUsage(value: DerValue): number {
  const octets = value.content.subarray(1);
  if (value.tag !== 0x03 || value.content.length === 0 || octets.length > 2) {
    throw new ScepMessageError('format', 'keyUsage is no BIT STRING of at most 16 bits');
  }
  return (octets[0] ?? 0) | ((octets[1] ?? 0) << 8);
}

/** @throws ScepMessageError */
export function readExtensions(extensions: DerValue): Extension[] {
  return DerReader.inside(extensions, 0x30, 'Extensions')
    .rest('Extensions', 100)
    .map((extension) => {
      const reader = DerReader.inside(extension, 0x30, 'an extension');
      const oid = readObjectIdentifier(reader.next('the type of an extension'));
      const critical = reader.optional(0x01, 'critical')?.content[0] === 0xff;
      const value = reader.take(0x04, `the value of extension ${oid}`).content;
      reader.end(`extension ${oid}`);
      return { oid, critical, value };
    });
}

/** The purpose that extensions tell, and the template. @throws ScepMessageError `format` where one is malformed */
export function readPurpose(extensions: readonly Extension[]): KeyPurpose & { readonly template?: string } {
  const value = (oid: string): DerValue | undefined => {
    const extension = extensions.find((entry) => entry.oid === oid);
    return extension && readDer(extension.value);
  };
  const keyUsage = value(extensionIds.keyUsage);
  const extendedKeyUsage = value(extensionIds.extendedKeyUsage);
  const subjectAlternativeName = value(extensionIds.subjectAlternativeName);
  const templateId = value(extensionIds.templateId);
  const templateName = value(extensionIds.templateName);
  return {
    ...(keyUsage && { keyUsage: readKeyUsage(keyUsage) }),
    ...(extendedKeyUsage && {
      extendedKeyUsages: DerReader.inside(extendedKeyUsage, 0x30, 'extKeyUsage')
        .rest('extKeyUsage')
        .map(readObjectIdentifier),
    }),
    ...(subjectAlternativeName && { subjectAlternativeNames: readGeneralNames(subjectAlternativeName) }),
    ...(templateName && { template: readText(templateName) }),
    ...(templateId && {
      template: readObjectIdentifier(DerReader.inside(templateId, 0x30, 'the template').next('the template')),
    }),
  };
}

/** BasicConstraints of an authority or of an end entity. */
export function basicConstraints(authority: boolean): Extension {
  return {
    oid: extensionIds.basicConstraints,
    critical: authority,
    value: sequence(...(authority ? [derTrue] : [])),
  };
}

export function subjectKeyIdentifier(identifier: Uint8Array): Extension {
  return { oid: extensionIds.subjectKeyIdentifier, critical: false, value: octetString(identifier) };
}

export function authorityKeyIdentifier(identifier: Uint8Array): Extension {
  return {
    oid: extensionIds.authorityKeyIdentifier,
    critical: false,
    value: sequence(taggedPrimitive(0, identifier)),
  };
}
