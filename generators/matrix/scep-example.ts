import type { Scope } from '../../cases/case.ts';
import type { Intent } from '../../cases/intent.ts';
import type { Pool } from '../../pki/pool.ts';
import type { ScepScript } from '../../pki/scep/script.ts';
import type { Command, Message } from '../../syncml/message.ts';
import { add, atomic, exec, get } from '../command.ts';
import { sendingBytes, type Draft, type Part } from '../draft.ts';
import { bytesOf, wireOf } from '../faults/wire/wire.ts';
import { broken, valid } from '../intent.ts';
import type { Drafts } from '../list-family.ts';
import { messageOf } from '../message.ts';
import { scepAddress, scepServer, serverUrlOf, thumbprintText } from '../scep/enrollment.ts';
import { lookingAt } from '../scep/sessions/observing.ts';

/** The request of the example, whose name the document leaves as a placeholder, and the server that we give it. */
const uniqueId = 'Example';
const serverName = 'certsrv';

/** What the document prints where a payload has to be filled in. */
const printed = {
  ServerURL: 'http://constoso.com/certsrv/mscep/mscep.dll',
  CAThumbprint: '12345087E648875D1DF5D9F9FF89DD10',
} as const;

const challenge = '1234CB055B7EBF384A9486A22B7559A5';

/** How a variant differs from the example with its placeholders filled in and its slips corrected. */
interface Variant {
  readonly words?: readonly string[];
  /** The variant without this fault, where it is not the corrected one. */
  readonly twin?: string;
  readonly scope?: Scope;
  /** The Atomic has no CmdID; ServerURL has 313$; there is no SyncHdr. */
  readonly atomicWithoutId?: true;
  readonly oddId?: true;
  readonly withoutHeader?: true;
  /** Settings with another value; undefined leaves them out. */
  readonly settings?: Readonly<Record<string, string | undefined>>;
  /** Install is added by a command of its own, which the example leaves to implicit Add. */
  readonly installAdded?: true;
  readonly server?: ScepScript;
}

const noAtomicId = 'an Atomic has no CmdID';
const oddCmdId = 'a CmdID is not a number';
const noHeader = 'there is no SyncHdr';
const shortThumbprint = 'CAThumbprint has 16 bytes';
const nobody = 'nobody answers at ServerURL';

/** Each oddity of the example alone, then all of them; and what is right about it, done in another way. */
const variants: Readonly<Record<string, Variant>> = {
  corrected: {},
  'corrected-for-the-user': { scope: 'user' },
  'install-added': { installAdded: true },
  'names-left-out': { settings: { SubjectAlternativeNames: undefined } },
  'any-challenge': { server: {} },
  // RetryCount and RetryDelay of the example are 1.
  'pending-once': { server: { challenge, pending: 1 } },
  'pending-twice': {
    server: { challenge, pending: 2 },
    words: ['the SCEP server is pending for longer than the device asks'],
    twin: 'pending-once',
  },
  'another-challenge': {
    server: { challenge: challenge.toLowerCase() },
    words: ['the SCEP server demands another challenge'],
  },
  'atomic-without-cmdid': { words: [noAtomicId], atomicWithoutId: true },
  'cmdid-not-a-number': { words: [oddCmdId], oddId: true },
  'both-cmdids': {
    words: [noAtomicId, oddCmdId],
    twin: 'cmdid-not-a-number',
    atomicWithoutId: true,
    oddId: true,
  },
  'without-header': { words: [noHeader], withoutHeader: true },
  'thumbprint-of-16-bytes': {
    words: [shortThumbprint],
    settings: { CAThumbprint: printed.CAThumbprint },
  },
  'server-of-the-document': { words: [nobody], settings: { ServerURL: printed.ServerURL } },
  'as-printed': {
    words: [noAtomicId, oddCmdId, noHeader, shortThumbprint, nobody],
    twin: 'both-cmdids',
    atomicWithoutId: true,
    oddId: true,
    withoutHeader: true,
    settings: printed,
  },
};

/** Name, Format and value of each setting, in the order of the example; the numbering begins at 302. */
function settingsOf(
  { settings = {} }: Variant,
  pool: Pool,
): readonly (readonly [name: string, format: string, value: string])[] {
  const all: readonly (readonly [string, string, string])[] = [
    ['RetryCount', 'int', '1'],
    ['RetryDelay', 'int', '1'],
    ['KeyUsage', 'int', '160'],
    ['KeyLength', 'int', '1024'],
    ['HashAlgorithm', 'chr', 'SHA-1'],
    ['SubjectName', 'chr', 'CN=ContosoCSP'],
    ['SubjectAlternativeNames', 'chr', ''],
    ['ValidPeriod', 'chr', 'Years'],
    ['ValidPeriodUnits', 'int', '1'],
    [
      'EKUMapping',
      'chr',
      '1.3.6.1.4.1.311.10.3.12+1.3.6.1.4.1.311.10.3.4+1.3.6.1.4.1.311.20.2.2+1.3.6.1.5.5.7.3.2',
    ],
    ['KeyProtection', 'int', '3'],
    ['ServerURL', 'chr', serverUrlOf(serverName)],
    ['Challenge', 'chr', challenge],
    ['CAThumbprint', 'chr', thumbprintText({ caThumbprint: 'root', server: {} }, pool) ?? ''],
  ];
  return all.flatMap(([name, format, value]) => {
    const text = name in settings ? settings[name] : value;
    return text === undefined ? [] : [[name, format, text] as const];
  });
}

function messageFor(variant: Variant, pool: Pool): Message {
  const { scope = 'device', atomicWithoutId, oddId, withoutHeader, installAdded } = variant;
  const at = (...below: readonly string[]): string => scepAddress(scope, uniqueId, ...below);
  const members: readonly Command[] = [
    { ...add(at(), 'node'), cmdId: '301' },
    ...(installAdded ? [{ ...add(at('Install'), 'node'), cmdId: '299' }] : []),
    ...settingsOf(variant, pool).map(([name, format, value], index) => ({
      ...add(at('Install', name), format, value),
      cmdId: name === 'ServerURL' && oddId ? '313$' : String(302 + index),
    })),
    { ...exec(at('Install', 'Enroll')), cmdId: '316' },
  ];
  const container = atomic(members);
  const { header, ...message } = messageOf([]);
  return {
    ...message,
    ...(withoutHeader || header === undefined ? {} : { header }),
    // Numbering would give the Atomic an id that the example does not have.
    commands: [atomicWithoutId ? container : { ...container, cmdId: '300' }],
  };
}

/** A CmdID of 313$ is a string as any other, and settings are nothing that SyncML knows. */
function intentOf({ atomicWithoutId, withoutHeader }: Variant): Intent {
  return atomicWithoutId || withoutHeader ? broken('element-missing') : valid;
}

/** R-EX-01: the SCEP example, corrected, with each thing that it does oddly, and with its placeholder left in. */
export const scepExampleDrafts: Drafts = ({ pool }) => {
  const draft = (id: string, variant: Variant, bytes: Uint8Array, intent = intentOf(variant)): Draft => {
    const { words = [], twin = 'corrected', scope = 'device', server = { challenge } } = variant;
    const request = { scope, uniqueId };
    const looks: readonly Part[] = [
      // Twice the RetryDelay of the example, and time for the first answer and the last.
      { kind: 'wait', seconds: 300 },
      [...lookingAt([request]), get(scepAddress(scope, uniqueId, 'Install', 'RetryCount'))],
      { kind: 'read-scep-log' },
    ];
    return {
      id: `scep/${id}`,
      title: `The SCEP example (${id.replaceAll('-', ' ')}).`,
      ...(words.length === 0 ? {} : { faults: words, twin: `scep/${twin}` }),
      device: { scepServers: [scepServer(serverName, server, pool)] },
      parts: [sendingBytes(bytes, intent), ...looks],
      watched: [],
    };
  };
  const asPrinted = variants['as-printed'] ?? {};
  const unfilled = bytesOf({
    ...wireOf(messageFor(asPrinted, pool)),
    // Not escaped: the document has it as if it were a tag, so it is no XML.
    edits: [(text) => text.replaceAll(`/SCEP/${uniqueId}`, '/SCEP/<InsertUniqueIDHere>')],
  });
  return [
    ...Object.entries(variants).map(([id, variant]) =>
      draft(id, variant, bytesOf(wireOf(messageFor(variant, pool)))),
    ),
    draft(
      'placeholder-kept',
      {
        ...asPrinted,
        twin: 'as-printed',
        words: [...(asPrinted.words ?? []), 'the document is not well-formed'],
      },
      unfilled,
      broken('not-well-formed'),
    ),
  ];
};
