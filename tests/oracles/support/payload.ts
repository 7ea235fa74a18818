/** Builds requests as text, so that these tests depend on no writer. */

export interface Leaf {
  readonly format?: string;
  readonly data?: string;
}

/** Command text, with a CmdID that is given, or `undefined` for none. */
export type CmdId = string | number | undefined;

export function message(commands: readonly string[], msgId = '2'): string {
  return (
    '<SyncML xmlns="SYNCML:SYNCML1.2"><SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>1</SessionID>' +
    `<MsgID>${msgId}</MsgID><Target><LocURI>device</LocURI></Target><Source><LocURI>server</LocURI></Source></SyncHdr>` +
    `<SyncBody>${commands.join('\n')}<Final/></SyncBody></SyncML>`
  );
}

export function item(locUri: string, { format, data }: Leaf = {}): string {
  const meta = format === undefined ? '' : `<Meta><Format xmlns="syncml:metinf">${format}</Format></Meta>`;
  const value = data === undefined ? '' : `<Data>${escapeXml(data)}</Data>`;
  return `<Item><Target><LocURI>${escapeXml(locUri)}</LocURI></Target>${meta}${value}</Item>`;
}

export function command(name: string, cmdId: CmdId, ...content: readonly string[]): string {
  const id = cmdId === undefined ? '' : `<CmdID>${cmdId}</CmdID>`;
  return `<${name}>${id}${content.join('')}</${name}>`;
}

export const add = (cmdId: CmdId, locUri: string, leaf?: Leaf): string =>
  command('Add', cmdId, item(locUri, leaf));
export const replace = (cmdId: CmdId, locUri: string, leaf?: Leaf): string =>
  command('Replace', cmdId, item(locUri, leaf));
export const get = (cmdId: CmdId, locUri: string): string => command('Get', cmdId, item(locUri));
export const remove = (cmdId: CmdId, locUri: string): string => command('Delete', cmdId, item(locUri));
export const exec = (cmdId: CmdId, locUri: string): string => command('Exec', cmdId, item(locUri));
export const atomic = (cmdId: CmdId, ...members: readonly string[]): string =>
  command('Atomic', cmdId, ...members);
export const sequence = (cmdId: CmdId, ...members: readonly string[]): string =>
  command('Sequence', cmdId, ...members);

const roots = {
  device: './Device/Vendor/MSFT/ClientCertificateInstall',
  user: './User/Vendor/MSFT/ClientCertificateInstall',
} as const;

/** A node of the PFX half: `pfx('a', 'KeyLocation')`; without a name, the UniqueID itself. */
export function pfx(id: string, name?: string, scope: keyof typeof roots = 'device'): string {
  return `${roots[scope]}/PFXCertInstall/${id}${name === undefined ? '' : `/${name}`}`;
}

/** A node of the SCEP half below Install; without a name, the UniqueID itself. */
export function scep(id: string, name?: string, scope: keyof typeof roots = 'device'): string {
  return `${roots[scope]}/SCEP/${id}${name === undefined ? '' : `/Install/${name}`}`;
}

export const root = roots.device;

/** Format and text of every setting that these tests use. */
export const leaf = {
  node: { format: 'node' },
  int: (value: number | string): Leaf => ({ format: 'int', data: String(value) }),
  bool: (value: boolean | string): Leaf => ({ format: 'bool', data: String(value) }),
  text: (value: string): Leaf => ({ format: 'chr', data: value }),
  blob: (value: string, format = 'b64'): Leaf => ({ format, data: value }),
} as const;

export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
