/** What an element may hold. */
export type Content =
  /** These, in this order and number. */
  | { readonly kind: 'elements'; readonly particles: readonly Particle[] }
  /** These, each at most once, in any order. */
  | { readonly kind: 'any-order'; readonly members: readonly string[] }
  | { readonly kind: 'text'; readonly demand?: Demand }
  /** Text, or markup that names a namespace of its own. */
  | { readonly kind: 'text-or-foreign' }
  | { readonly kind: 'empty' };

/** A place in a sequence: one of these names, so many times. */
export interface Particle {
  readonly names: readonly string[];
  readonly least: 0 | 1;
  readonly most: 1 | 'many';
}

/** What the text of an element has to be. */
export interface Demand {
  readonly words: string;
  readonly holds: (text: string) => boolean;
}

export const syncmlNamespace = 'SYNCML:SYNCML1.2';
export const metaNamespace = 'syncml:metinf';

const one = (...names: readonly string[]): Particle => ({ names, least: 1, most: 1 });
const some = (...names: readonly string[]): Particle => ({ names, least: 1, most: 'many' });
const maybe = (...names: readonly string[]): Particle => ({ names, least: 0, most: 1 });
const any = (...names: readonly string[]): Particle => ({ names, least: 0, most: 'many' });

const holding = (...particles: readonly Particle[]): Content => ({ kind: 'elements', particles });
const text = (demand?: Demand): Content => ({ kind: 'text', ...(demand === undefined ? {} : { demand }) });
const exactly = (value: string): Content => text({ words: value, holds: (found) => found.trim() === value });
const filled = text({ words: 'not empty', holds: (found) => found.trim() !== '' });
const empty: Content = { kind: 'empty' };

/** The commands of both DTDs that DM uses; Put, Map, Search, Sync and Move are for data synchronisation. */
const treeCommands = ['Add', 'Replace', 'Delete', 'Copy', 'Get', 'Exec', 'Alert'];
const common = [one('CmdID'), maybe('NoResp')];
const location = holding(one('LocURI'), maybe('LocName'));
const modifying = holding(...common, maybe('Cred'), maybe('Meta'), some('Item'));

/**
 * The elements of a DM message (OMA SyncML Representation Protocol 1.2, DTD; csp-truth.md 5.2 and 5.6). Where Microsoft
 * narrows it, as MS-MDM 2.2.4.3 does with Alert and Sequence, its own other sections use what it leaves out, so that the
 * DTD stands.
 */
export const syncmlElements: Readonly<Record<string, Content>> = {
  SyncML: holding(one('SyncHdr'), one('SyncBody')),
  SyncHdr: holding(
    one('VerDTD'),
    one('VerProto'),
    one('SessionID'),
    one('MsgID'),
    one('Target'),
    one('Source'),
    maybe('RespURI'),
    maybe('NoResp'),
    maybe('Cred'),
    maybe('Meta'),
  ),
  SyncBody: holding(some(...treeCommands, 'Atomic', 'Sequence', 'Status', 'Results'), maybe('Final')),

  // An Atomic may hold an Atomic and a Get by the DTD and by MS-MDM 2.2.7.3: that Windows answers 500 does not make the
  // message wrong. A Sequence may stand in an Atomic, and not in a Sequence.
  Atomic: holding(...common, maybe('Meta'), some(...treeCommands, 'Atomic', 'Sequence')),
  Sequence: holding(...common, maybe('Meta'), some(...treeCommands, 'Atomic')),
  Add: modifying,
  Replace: modifying,
  Copy: modifying,
  Delete: holding(...common, maybe('Archive'), maybe('SftDel'), maybe('Cred'), maybe('Meta'), some('Item')),
  Get: holding(...common, maybe('Lang'), maybe('Cred'), maybe('Meta'), some('Item')),
  // MS-MDM 2.2.7.5: exactly one Item.
  Exec: holding(...common, maybe('Cred'), maybe('Meta'), maybe('Correlator'), one('Item')),
  Alert: holding(...common, maybe('Cred'), maybe('Data'), maybe('Correlator'), any('Item')),
  Status: holding(
    one('CmdID'),
    one('MsgRef'),
    one('CmdRef'),
    one('Cmd'),
    any('TargetRef'),
    any('SourceRef'),
    maybe('Cred'),
    maybe('Chal'),
    one('Data'),
    any('Item'),
  ),
  Results: holding(
    one('CmdID'),
    maybe('MsgRef'),
    one('CmdRef'),
    maybe('Meta'),
    maybe('TargetRef'),
    maybe('SourceRef'),
    some('Item'),
  ),

  // MS-MDM, Item: Data last; MoreData behind it belongs to large objects.
  Item: holding(
    maybe('Target'),
    maybe('Source'),
    maybe('SourceParent'),
    maybe('TargetParent'),
    maybe('Meta'),
    maybe('Data'),
    maybe('MoreData'),
  ),
  Target: location,
  Source: location,
  TargetParent: holding(one('LocURI')),
  SourceParent: holding(one('LocURI')),
  Cred: holding(maybe('Meta'), one('Data')),
  Chal: holding(one('Meta')),

  // MS-MDM 2.2.3.2: present, any string but 0.
  CmdID: text({ words: 'some text other than 0', holds: (found) => !['', '0'].includes(found.trim()) }),
  // MS-MDM 2.2.4.2: VerDTD 1.2, VerProto DM/1.2, a SessionID of at most four bytes.
  VerDTD: exactly('1.2'),
  VerProto: exactly('DM/1.2'),
  SessionID: text({ words: '1 to 4 bytes', holds: (found) => /^[!-~]{1,4}$/.test(found.trim()) }),
  MsgID: filled,
  MsgRef: filled,
  // Empty where the command has no CmdID (Learn, OMA DM protocol support).
  CmdRef: text(),
  Cmd: filled,
  TargetRef: text(),
  SourceRef: text(),
  // What an address has to be is a matter of the tree (R-DM-14), and not of the document.
  LocURI: text(),
  LocName: text(),
  RespURI: text(),
  Lang: text(),
  Correlator: text(),
  Data: { kind: 'text-or-foreign' },
  Final: empty,
  NoResp: empty,
  Archive: empty,
  SftDel: empty,
  MoreData: empty,

  // The DTD of MetInf has an order, and that of Meta none: Microsoft's samples have Type and Format in both orders.
  Meta: {
    kind: 'any-order',
    members: ['Format', 'Type', 'Mark', 'Size', 'Version', 'NextNonce', 'MaxMsgSize', 'MaxObjSize'],
  },
};

/** The formats of OMA TND 8.3.7.2 and of MetInf 1.2. */
const formats = ['b64', 'bin', 'bool', 'chr', 'int', 'node', 'null', 'xml', 'date', 'time', 'float'];

/** The elements of Meta, which have the namespace of MetInf. */
export const metaElements: Readonly<Record<string, Content>> = {
  Format: text({ words: `one of ${formats.join(', ')}`, holds: (found) => formats.includes(found.trim()) }),
  Type: filled,
  Mark: filled,
  Size: text({ words: 'a number', holds: (found) => /^\d+$/.test(found.trim()) }),
  Version: filled,
  NextNonce: text(),
  MaxMsgSize: text({ words: 'a number', holds: (found) => /^\d+$/.test(found.trim()) }),
  MaxObjSize: text({ words: 'a number', holds: (found) => /^\d+$/.test(found.trim()) }),
};

/** The elements that have a CmdID, which no other of the message may have. */
export const commandElements: ReadonlySet<string> = new Set([
  ...treeCommands,
  'Atomic',
  'Sequence',
  'Status',
  'Results',
]);
