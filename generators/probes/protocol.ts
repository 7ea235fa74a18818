import type { Part } from '../draft.ts';
import type { Message } from '../../syncml/message.ts';
import { writeSyncML } from '../../syncml/write.ts';
import type { Breach } from '../../cases/intent.ts';
import { addressOf, missingRequest, requestAddress } from '../address.ts';
import { add, command, exec, get, remove, replace, sequence } from '../command.ts';
import { sendingBytes } from '../draft.ts';
import { scepAddress } from '../scep/enrollment.ts';
import { broken } from '../intent.ts';
import { messageOf } from '../message.ts';
import { alone, findBlame, plain, request, type Probe } from './probe.ts';

const alpha = (...below: readonly string[]): string => requestAddress('device', 'Alpha', ...below);
const scepAlpha = (...below: readonly string[]): string => scepAddress('device', 'Alpha', ...below);

/** A request that is there, without a setting. */
const empty = alone(add(alpha(), 'node'));

/** Probes of a few messages, after it is known how a failed Atomic is answered. */
function asking(...messages: readonly Part[]): Probe['steps'] {
  return () => ({ parts: [findBlame, ...messages] });
}

/** A message that is not built as others are, and what SyncML does not allow about it, if so. */
function odd(change: (message: Message) => Message, number: number, ...breaches: readonly Breach[]): Part {
  const message = change(messageOf([get(addressOf('device', 'PFXCertInstall'))], number));
  return sendingBytes(new TextEncoder().encode(writeSyncML(message)), broken(...breaches));
}

function withCmdId(cmdId: string): (message: Message) => Message {
  return (message) => ({ ...message, commands: message.commands.map((one) => ({ ...one, cmdId })) });
}

function withEachTwice(message: Message): Message {
  return { ...message, commands: [...message.commands, ...message.commands] };
}

/** An Atomic that has no CmdID; its member has one. */
function atomicWithoutCmdId(message: Message): Message {
  return { ...message, commands: [{ kind: 'Atomic', commands: [{ ...add(alpha(), 'node'), cmdId: '1' }] }] };
}

/** What OMA-DM on Windows leaves open. */
export const protocolProbes: readonly Probe[] = [
  {
    asks: ['A-01/leaf'],
    requirement: 'R-DM-03',
    title: 'Replace of a setting that is missing below a request that is there',
    steps: asking([empty, alone(replace(alpha('KeyLocation'), 'int', '3'))]),
  },
  {
    asks: ['A-01/UniqueID'],
    requirement: 'R-DM-03',
    title: 'Replace of a request that is missing',
    steps: asking([alone(replace(alpha(), 'node'))]),
  },
  {
    asks: ['A-02'],
    requirement: 'R-DM-06',
    title: 'Add of a setting below a request that is missing',
    steps: asking([alone(add(alpha('KeyLocation'), 'int', '3'))]),
  },
  {
    asks: ['A-05/format'],
    requirement: 'R-DM-17',
    title: 'Settings and a request with a Format that is not theirs, in an Atomic and without one',
    steps: asking(
      [empty, add(alpha('KeyLocation'), 'int', '3'), add(requestAddress('device', 'Bravo'), 'node')],
      [add(alpha('ContainerName'), 'int', '3')],
      [add(requestAddress('device', 'Charlie'), 'chr')],
      [alone(add(alpha('ContainerName'), 'int', '3'))],
    ),
  },
  {
    asks: ['A-18'],
    requirement: 'R-DM-11',
    irregular: true,
    title: 'An Atomic without CmdID',
    steps: asking(odd(atomicWithoutCmdId, 2, 'element-missing'), [get(alpha())]),
  },
  {
    asks: ['A-19/zero', 'A-19/not-a-number', 'A-19/duplicate'],
    requirement: 'R-DM-01',
    irregular: true,
    title: 'Gets whose CmdID is 0, is no number, and is used twice',
    steps: asking(
      odd(withCmdId('0'), 2, 'value'),
      odd(withCmdId('313$'), 3),
      odd(withEachTwice, 4, 'cmdid-repeated'),
    ),
  },
  {
    asks: ['A-30/scope-prefix', 'A-30/node-name', 'A-30/UniqueID'],
    requirement: 'R-DM-15',
    title: 'Get of a request in other cases',
    steps: asking(
      [empty],
      [
        get(alpha().replace('./Device', './device')),
        get(alpha().replace('PFXCertInstall', 'pfxcertinstall')),
        get(alpha().replace('Alpha', 'ALPHA')),
      ],
    ),
  },
  {
    asks: ['A-33'],
    requirement: 'R-DM-16',
    title: 'A setting whose value stands in a CDATA section',
    steps: asking([
      empty,
      alone({
        kind: 'Add',
        items: [
          {
            target: { locUri: alpha('KeyLocation') },
            meta: { format: 'int' },
            data: { text: '3', cdata: true },
          },
        ],
      }),
    ]),
  },
  {
    asks: ['A-35/Get', 'A-35/Exec'],
    requirement: 'R-DM-04',
    title: 'Get of Enroll and Exec of a setting',
    steps: asking([
      alone(...request('Alpha', plain)),
      alone(add(scepAlpha(), 'node'), add(scepAlpha('Install', 'KeyLength'), 'int', '2048')),
      get(scepAlpha('Install', 'Enroll')),
      exec(alpha('KeyLocation')),
    ]),
  },
  {
    asks: ['A-38/UniqueID', 'A-38/settings'],
    requirement: 'R-GEN-02',
    title: 'A request and a setting outside an Atomic',
    steps: asking([
      empty,
      add(requestAddress('device', 'Bravo'), 'node'),
      add(alpha('KeyLocation'), 'int', '3'),
    ]),
  },
  {
    asks: ['A-42'],
    requirement: 'R-DM-17',
    title: 'A setting without a Format',
    steps: asking([empty, alone(add(alpha('KeyLocation'), undefined, '3'))]),
  },
  {
    asks: ['A-43'],
    requirement: 'R-PFX-02',
    title: 'Replace of a request that has settings',
    steps: asking(
      [alone(...request('Alpha', plain)), alone(replace(alpha(), 'node'))],
      [get(alpha('KeyLocation'))],
    ),
  },
  {
    asks: ['A-58'],
    requirement: 'R-DM-13',
    title: 'A Sequence whose first member fails',
    steps: asking([
      sequence([get(requestAddress('device', missingRequest)), get(addressOf('device', 'PFXCertInstall'))]),
    ]),
  },
  {
    asks: ['A-60'],
    requirement: 'R-DM-08',
    title: 'Add and Replace of one setting in one Atomic',
    steps: asking([
      empty,
      alone(add(alpha('KeyLocation'), 'int', '3'), replace(alpha('KeyLocation'), 'int', '2')),
      get(alpha('KeyLocation')),
    ]),
  },
  {
    asks: ['A-10'],
    requirement: 'R-PFX-02',
    title: 'Delete of a request',
    steps: asking([empty, remove(alpha())]),
  },
  {
    asks: ['A-11/PFX-ContainerName'],
    requirement: 'R-PFX-10',
    title: 'Delete of ContainerName',
    steps: asking([
      alone(...request('Alpha', { ContainerName: 'FirstContainer' })),
      remove(alpha('ContainerName')),
    ]),
  },
  {
    asks: ['A-11/SubjectName', 'A-11/SCEP-UniqueID'],
    requirement: 'R-SCEP-11',
    title: 'Delete of SubjectName and of its request',
    steps: asking([
      alone(add(scepAlpha(), 'node'), add(scepAlpha('Install', 'SubjectName'), 'chr', 'CN=Alpha')),
      remove(scepAlpha('Install', 'SubjectName')),
      remove(scepAlpha()),
    ]),
  },
  {
    asks: [
      'A-29/PFXCertPasswordEncryptionType',
      'A-29/PFXKeyExportable',
      'A-39/Thumbprint',
      'A-39/Status',
      'A-22',
    ],
    requirement: 'R-DM-03',
    title:
      'Get of the password, of settings that were never set, and of what an install brings before there is one',
    steps: asking([
      alone(...request('Alpha', { PFXCertPassword: 'Secret-1' })),
      ...['PFXCertPassword', 'PFXCertPasswordEncryptionType', 'PFXKeyExportable', 'Thumbprint', 'Status'].map(
        (name) => command('Get', alpha(name)),
      ),
    ]),
  },
  {
    asks: [
      'A-29/KeyProtection',
      'A-29/RetryDelay',
      'A-29/RetryCount',
      'A-29/ValidPeriod',
      'A-29/ValidPeriodUnits',
    ],
    requirement: 'R-DM-03',
    title: 'Get of SCEP settings that were never set',
    steps: asking([
      alone(add(scepAlpha(), 'node'), add(scepAlpha('Install', 'KeyLength'), 'int', '2048')),
      ...['KeyProtection', 'RetryDelay', 'RetryCount', 'ValidPeriod', 'ValidPeriodUnits'].map((name) =>
        command('Get', scepAlpha('Install', name)),
      ),
    ]),
  },
];
