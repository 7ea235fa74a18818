import { emptyDevice, type GivenState } from '../../../oracles/explain/given.ts';
import { findIn } from '../../../oracles/findings/find.ts';
import type { Finding } from '../../../oracles/findings/finding.ts';
import { payloadOf } from '../../../oracles/findings/payload.ts';
import { readSyncML } from '../../../syncml/read.ts';

export const thumbprint = '3559DC5D5C4017BD4CDBD0466AF14DDA41655E57';

/** One command with one Item, as the tests write it. */
export interface Line {
  readonly verb?: string;
  /** Path below the CSP, or a whole LocURI where it begins with a dot or a slash. */
  readonly node: string;
  readonly format?: string | undefined;
  /** Text of Data as XML; absent: no Data. */
  readonly data?: string | undefined;
}

export function add(node: string, format: string, data?: string): Line {
  return { node, format, data };
}

/** Name and value of the SCEP settings that make a correct enrollment. */
export const scepSettings: Readonly<Record<string, string>> = {
  RetryCount: '3',
  RetryDelay: '10',
  KeyUsage: '160',
  KeyLength: '2048',
  HashAlgorithm: 'SHA-2',
  SubjectName: 'CN=device01',
  SubjectAlternativeNames: '11+user@contoso.com;3+host.contoso.com',
  ValidPeriod: 'Days',
  ValidPeriodUnits: '30',
  EKUMapping: '1.3.6.1.5.5.7.3.2+1.3.6.1.4.1.311.10.3.4',
  KeyProtection: '3',
  ServerURL: 'https://scep.contoso.com/certsrv/mscep/mscep.dll',
  Challenge: 'c2VjcmV0',
  CAThumbprint: thumbprint,
};

const ints = ['RetryCount', 'RetryDelay', 'KeyUsage', 'KeyLength', 'ValidPeriodUnits', 'KeyProtection'];

/** A correct enrollment; `changes` replaces values, and undefined leaves a setting out. */
export function scep(changes: Readonly<Record<string, string | undefined>> = {}): readonly Line[] {
  const values = Object.entries({ ...scepSettings, ...changes });
  return [
    add('SCEP/id1', 'node'),
    ...values.flatMap(([name, value]) =>
      value === undefined
        ? []
        : [add(`SCEP/id1/Install/${name}`, ints.includes(name) ? 'int' : 'chr', value)],
    ),
    { verb: 'Exec', node: 'SCEP/id1/Install/Enroll' },
  ];
}

/** A correct PFX install; `changes` as above, in the order of PFXCertBlob last. */
export function pfx(
  blob: string,
  changes: Readonly<Record<string, string | undefined>> = {},
): readonly Line[] {
  const formats: Readonly<Record<string, string>> = {
    KeyLocation: 'int',
    PFXCertPasswordEncryptionType: 'int',
    PFXKeyExportable: 'bool',
  };
  const values: Readonly<Record<string, string | undefined>> = {
    KeyLocation: '3',
    PFXKeyExportable: 'true',
    ...changes,
    PFXCertBlob: blob,
  };
  return [
    add('PFXCertInstall/id1', 'node'),
    ...Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [add(`PFXCertInstall/id1/${name}`, formats[name] ?? 'chr', value)],
    ),
  ];
}

/** The commands with another Format for the setting of this name. */
export function withFormat(
  lines: readonly Line[],
  name: string,
  format: string | undefined,
): readonly Line[] {
  return lines.map((line) => (line.node.endsWith(`/${name}`) ? { ...line, format } : line));
}

/** The commands with one of them moved to another place. */
export function moved(lines: readonly Line[], from: number, to: number): readonly Line[] {
  const others = [...lines];
  others.splice(to, 0, ...others.splice(from, 1));
  return others;
}

/** A whole message with these commands in one Atomic; every command starts on a line of its own. */
export function atomic(lines: readonly Line[]): string {
  return message([
    '<Atomic><CmdID>1</CmdID>',
    ...lines.map((line, index) => commandOf(line, index + 2)),
    '</Atomic>',
  ]);
}

/** A whole message with these commands in a row. */
export function loose(lines: readonly Line[]): string {
  return message(lines.map((line, index) => commandOf(line, index + 2)));
}

/** A whole message around lines of XML. */
export function message(body: readonly string[]): string {
  return [
    '<SyncML xmlns="SYNCML:SYNCML1.2">',
    '<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID><MsgID>1</MsgID>' +
      '<Target><LocURI>device</LocURI></Target><Source><LocURI>server</LocURI></Source></SyncHdr>',
    '<SyncBody>',
    ...body,
    '<Final/></SyncBody>',
    '</SyncML>',
  ].join('\n');
}

export function commandOf({ verb = 'Add', node, format, data }: Line, cmdId: number | string): string {
  const locUri = /^[./]/.test(node) ? node : `./Device/Vendor/MSFT/ClientCertificateInstall/${node}`;
  const meta = format === undefined ? '' : `<Meta><Format xmlns="syncml:metinf">${format}</Format></Meta>`;
  const value = data === undefined ? '' : `<Data>${data}</Data>`;
  return `<${verb}><CmdID>${cmdId}</CmdID><Item><Target><LocURI>${locUri}</LocURI></Target>${meta}${value}</Item></${verb}>`;
}

/** What the rules say about a text. */
export function findingsIn(source: string, given: Partial<GivenState> = {}): readonly Finding[] {
  const read = readSyncML(source);
  if (!read.ok) throw new Error(`the test's payload is refused: ${read.error.reason}`);
  return findIn(payloadOf(source, read.message, read.irregularities, { ...emptyDevice, ...given }));
}

/** Ids of the findings that say that something is wrong. */
export function complaints(findings: readonly Finding[]): readonly string[] {
  return findings.filter(({ severity }) => severity !== 'information').map(({ id }) => id);
}
