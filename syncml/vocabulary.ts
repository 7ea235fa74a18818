/**
 * The names of SyncML 1.2 and what may stand in what: OMA RepPro 1.2.1 (DTD), narrowed to what Windows speaks
 * (MS-MDM 2.2; Learn, OMA DM protocol support). Reader, writer and checks share this one list.
 */
import type { Command, Meta } from './message.ts';

/** Of the root and of everything in it but the children of Meta (MS-MDM 2.2.4.1). */
export const syncMLNamespace = 'SYNCML:SYNCML1.2';
/** Of the children of Meta. */
export const metaInformationNamespace = 'syncml:metinf';
/** Of the attribute originalerror (MS-MDM 2.2.5.1). */
export const microsoftNamespace = 'http://schemas.microsoft.com/MobileDevice/MDM';

export type CommandName = Exclude<Command['kind'], 'Unknown'>;

const treeCommandNames = ['Add', 'Replace', 'Delete', 'Get', 'Exec'] as const;

/** Status and Results answer commands, so they never stand in a container. */
const memberNames: readonly CommandName[] = [...treeCommandNames, 'Alert', 'Atomic', 'Sequence'];
export const commandNames: readonly CommandName[] = [...memberNames, 'Status', 'Results'];

const commandNameSet: ReadonlySet<string> = new Set(commandNames);

export function isCommandName(name: string): name is CommandName {
  return commandNameSet.has(name);
}

export type Occurrence = 'one' | 'optional' | 'some' | 'any';

/** One step in the order of an element's children: an element, or any of several commands. */
export interface Particle {
  readonly names: readonly string[];
  readonly occurrence: Occurrence;
}

const one = (name: string): Particle => ({ names: [name], occurrence: 'one' });
const optional = (name: string): Particle => ({ names: [name], occurrence: 'optional' });
const some = (...names: readonly string[]): Particle => ({ names, occurrence: 'some' });
const any = (name: string): Particle => ({ names: [name], occurrence: 'any' });

const opening = [one('CmdID'), optional('NoResp')];
const treeCommand = [...opening, optional('Cred'), optional('Meta'), some('Item')];
const container = [...opening, optional('Meta'), some(...memberNames)];
const location = [one('LocURI'), optional('LocName')];

/** Children of Meta in the order in which they are written; any order is read, since devices send any. */
export const metaFields: readonly (readonly [field: keyof Meta, element: string])[] = [
  ['format', 'Format'],
  ['type', 'Type'],
  ['mark', 'Mark'],
  ['size', 'Size'],
  ['nextNonce', 'NextNonce'],
  ['maxMsgSize', 'MaxMsgSize'],
  ['maxObjSize', 'MaxObjSize'],
  ['version', 'Version'],
];

/** Elements that hold elements. What is not listed holds text; Data may hold markup and is looked at on its own. */
export const contentModels: ReadonlyMap<string, readonly Particle[]> = new Map<string, readonly Particle[]>([
  ['SyncML', [one('SyncHdr'), one('SyncBody')]],
  [
    'SyncHdr',
    [
      ...['VerDTD', 'VerProto', 'SessionID', 'MsgID', 'Target', 'Source'].map(one),
      ...['RespURI', 'NoResp', 'Cred', 'Meta'].map(optional),
    ],
  ],
  ['SyncBody', [some(...commandNames), optional('Final')]],
  ['Add', treeCommand],
  ['Replace', treeCommand],
  ['Delete', treeCommand],
  ['Get', treeCommand],
  // Exactly one Item: MS-MDM 2.2.7.5.
  ['Exec', [...opening, optional('Cred'), optional('Meta'), optional('Correlator'), one('Item')]],
  ['Atomic', container],
  ['Sequence', container],
  ['Alert', [...opening, optional('Cred'), optional('Data'), optional('Correlator'), any('Item')]],
  [
    'Status',
    [
      ...['CmdID', 'MsgRef', 'CmdRef', 'Cmd'].map(one),
      ...['TargetRef', 'SourceRef'].map(any),
      ...['Cred', 'Chal'].map(optional),
      one('Data'),
      any('Item'),
    ],
  ],
  [
    'Results',
    [
      one('CmdID'),
      optional('MsgRef'),
      one('CmdRef'),
      ...['Cmd', 'Meta', 'TargetRef', 'SourceRef'].map(optional),
      some('Item'),
    ],
  ],
  ['Item', ['Target', 'Source', 'Meta', 'Data', 'MoreData'].map(optional)],
  ['Target', location],
  ['Source', location],
  ['Cred', [optional('Meta'), one('Data')]],
  ['Chal', [one('Meta')]],
  ['Meta', metaFields.map(([, element]) => optional(element))],
]);

/** Whether the element may hold commands, so that a stranger in it is a command that nobody knows (R-DM-12). */
export function holdsCommands(name: string): boolean {
  return name === 'SyncBody' || name === 'Atomic' || name === 'Sequence';
}

/** Whether a child of this name has a meaning of its own in the element. */
export function isExpectedChild(parent: string, name: string): boolean {
  return contentModels.get(parent)?.some((particle) => particle.names.includes(name)) ?? false;
}
