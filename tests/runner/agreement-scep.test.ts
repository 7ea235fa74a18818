import { describe, expect, it } from 'vitest';
import type { Answers } from '../../cases/case.ts';
import { add, atomic, exec, get, remove, replace } from '../../generators/command.ts';
import type { Part } from '../../generators/draft.ts';
import { scepServer, serverUrlOf } from '../../generators/scep/enrollment.ts';
import type { ScepScript } from '../../pki/scep/script.ts';
import { enrolls, gets, node, readsLog, readsStores, waits } from '../oracles/support/enrolling.ts';
import { caseOfScenario } from '../oracles/support/executed.ts';
import { pool } from '../oracles/support/laboratory.ts';
import { complaintOf } from './agreement-complaint.ts';

interface Session {
  readonly title: string;
  readonly parts: readonly Part[];
  readonly answers?: Answers;
  readonly tpm?: boolean;
  /** By the last part of their URL; absent: none can be reached. */
  readonly servers?: Readonly<Record<string, ScepScript>>;
}

const enroll = exec(node('Install', 'Enroll'));
const challenge = node('Install', 'Challenge');
const both = `${serverUrlOf('device-Alpha')};${serverUrlOf('other')}`;
const settings = { keyLength: '1024' };

/** Each was an accusation when it was found, among random sessions of few commands that disturb one another. */
const sessions: readonly Session[] = [
  {
    title: 'a log that was read before the enrollment',
    servers: { 'device-Alpha': {} },
    parts: [readsLog, enrolls(settings), waits(150), readsStores],
  },
  {
    title: 'a challenge that is refused where a certificate would be missing from the answer',
    servers: {
      'device-Alpha': {
        pending: 9,
        challenge: 'another',
        faults: [{ operation: 'PKIOperation', fault: { kind: 'no-certificate' } }],
      },
    },
    parts: [enrolls(settings), waits(150), gets('Status'), readsLog],
  },
  {
    title: 'an odd name that is accepted, and then a used challenge that is not',
    answers: { 'A-67': 'begins-again', 'A-28/settings': 'failure' },
    parts: [enrolls({ ...settings, subjectName: 'Alpha' }), [atomic([enroll])]],
  },
  {
    title: 'a thumbprint that is too short with an odd name, and then a used challenge that is refused',
    tpm: true,
    answers: { 'A-17': 'enrollment-fails', 'A-25/1024': 'taken', 'A-28/settings': 'failure' },
    parts: [
      enrolls({
        ...settings,
        subjectName: 'Alpha',
        caThumbprint: 'short',
        keyProtection: '1',
        tpm: true,
        serverUrl: both,
      }),
      waits(750),
      [atomic([enroll])],
    ],
  },
  {
    title: 'an Exec without Install, and then one of which settings are missing',
    answers: { 'A-20': 'works-then', 'A-28/settings': 'in-status' },
    parts: [[add(node(), 'node'), enroll], [atomic([add(challenge, 'chr', 'Y2hhbGxlbmdlLTE='), enroll])]],
  },
  {
    title: 'an Exec that waits behind an enrollment that may have ended',
    answers: { 'A-20': 'waits-for-commit', 'A-28/settings': 'in-status', 'A-67': 'refused' },
    parts: [enrolls({ ...settings, wrapping: 'bare' }), [atomic([enroll, enroll]), enroll]],
  },
  {
    title: 'a challenge that an Exec of its Atomic has taken away, and that is set again behind it',
    answers: { 'A-01/leaf': 'created', 'A-28/settings': 'in-status', 'A-60': 'fails' },
    parts: [
      [
        atomic([
          add(challenge, 'chr', 'Y2hhbGxlbmdlLTE='),
          enroll,
          replace(challenge, 'chr', 'Y2hhbGxlbmdlLTE='),
        ]),
      ],
    ],
  },
  {
    title:
      'an Exec that is not last while an enrollment is under way, on a device that refuses such a one first',
    answers: { 'A-20': 'fails', 'A-67': 'goes-on' },
    servers: { 'device-Alpha': {} },
    parts: [
      [
        ...commandsOf(enrolls({ ...settings, challenge: 'QQ==' })),
        atomic([add(challenge, 'chr', 'Y2hhbGxlbmdlLTE='), enroll]),
        enroll,
      ],
      readsLog,
    ],
  },
  {
    title: 'a certificate of one of two servers, which has ended by now',
    answers: { 'A-26': 'any-order' },
    servers: { 'device-Alpha': { pending: 2 }, other: { pending: 2, validitySeconds: 900 } },
    parts: [enrolls({ ...settings, serverUrl: both }), waits(3600), gets('CertThumbprint')],
  },
  {
    title: 'an enrollment that ends between two messages',
    answers: { 'A-67': 'refused' },
    parts: [
      [
        ...commandsOf(enrolls({ ...settings, wrapping: 'bare' })),
        remove(challenge),
        add(challenge, 'chr', 'Y2hhbGxlbmdlLTE='),
        enroll,
      ],
      [enroll],
    ],
  },
  {
    title: 'two servers that stay pending, one after the other',
    answers: { 'A-20': 'fails', 'A-26': 'in-order' },
    servers: { 'device-Alpha': { pending: 99 }, other: { pending: 99 } },
    parts: [
      enrolls({ ...settings, serverUrl: both, retryCount: '2' }),
      waits(900),
      gets('RespondentServerUrl'),
      [enroll, get(node('Status')), get(node('ErrorCode'))],
    ],
  },
  {
    title: 'a server that refuses, and one behind it that is not trusted',
    answers: { 'A-26': 'in-order' },
    servers: { 'device-Alpha': { failure: { failInfo: 'badTime' } }, other: { authority: 'another' } },
    parts: [enrolls({ ...settings, serverUrl: both }), waits(4000), gets('RespondentServerUrl')],
  },
  {
    title: 'an enrollment whose settings are deleted while it is pending',
    servers: { 'device-Alpha': { pending: 1 } },
    parts: [[...commandsOf(enrolls(settings)), remove(node('Install'))], waits(4000), readsLog, readsStores],
  },
  {
    title: 'an enrollment that is deleted at once, and two more of the same request behind it',
    servers: { 'device-Alpha': {}, other: {} },
    parts: [
      [...commandsOf(enrolls(settings)), remove(node()), ...commandsOf(enrolls(settings))],
      waits(301),
      [remove(node())],
      enrolls({ ...settings, serverUrl: both }),
      readsLog,
      readsStores,
    ],
  },
  {
    title: 'one of two servers that are pending, asked first on a device that asks in any order',
    answers: { 'A-26': 'any-order' },
    servers: { 'device-Alpha': { pending: 1 }, other: { pending: 1 } },
    parts: [
      enrolls({ ...settings, serverUrl: both }),
      waits(100),
      gets('RespondentServerUrl', 'Status'),
      readsLog,
    ],
  },
  {
    title: 'two that ask for the same, of which the log shows the second before its first retry',
    servers: { 'device-Alpha': { pending: 1 } },
    parts: [
      enrolls({ ...settings, uniqueId: 'Bravo', serverUrl: both }),
      waits(300),
      enrolls({ ...settings, serverUrl: serverUrlOf('device-Alpha') }),
      readsLog,
      readsStores,
    ],
  },
  {
    title: 'two of one request, of which the second goes on to the server that the first need not have asked',
    answers: { 'A-01/leaf': 'created', 'A-26': 'any-order' },
    servers: { 'device-Alpha': {}, other: { challenge: 'Y2hhbGxlbmdlLTE=' } },
    parts: [
      [
        ...commandsOf(enrolls({ ...settings, serverUrl: both })),
        ...commandsOf(
          enrolls({
            ...settings,
            uniqueId: 'Bravo',
            keyUsage: '32',
            challenge: 'QQ==',
            serverUrl: serverUrlOf('device-Alpha'),
          }),
        ),
      ],
      [replace(challenge, 'chr', 'challenge-1'), enroll],
      readsLog,
    ],
  },
  {
    title: 'one that is deleted at once, and one behind it whose Challenge is what the first one decodes to',
    servers: {
      'device-Alpha': {
        pending: 1,
        faults: [{ operation: 'PKIOperation', fault: { kind: 'signed-by-stranger' }, times: 1 }],
      },
      other: {},
    },
    parts: [
      enrolls({ ...settings, uniqueId: 'Bravo', challenge: 'c2VjcmV0LTE=', serverUrl: serverUrlOf('other') }),
      [
        ...commandsOf(enrolls(settings)),
        remove(node()),
        ...commandsOf(enrolls({ ...settings, challenge: 'challenge-1' })),
      ],
      readsLog,
    ],
  },
  {
    title: 'two Execs of one request that wait for the end of their Atomic, of which the first is given up',
    answers: { 'A-01/leaf': 'created', 'A-20': 'waits-for-commit' },
    servers: { 'device-Alpha': { pending: 1 } },
    parts: [
      enrolls({ ...settings, challenge: 'c2VjcmV0LTE=' }),
      waits(1000),
      [
        atomic([
          replace(challenge, 'chr', 'Y2hhbGxlbmdlLTE='),
          enroll,
          replace(challenge, 'chr', 'challenge-1'),
          enroll,
        ]),
      ],
      waits(2300),
      gets('Status', 'CertThumbprint'),
      readsLog,
      readsStores,
    ],
  },
];

describe('enrollments that disturb one another, on devices that are right', () => {
  it.each(sessions)(
    'lead to no accusation: $title',
    async ({ parts, answers = {}, tpm = false, servers = {} }) => {
      const scepServers = Object.entries(servers).map(([name, script]) => scepServer(name, script, pool));
      const testCase = caseOfScenario({ device: { tpm, scepServers }, parts });
      expect(await complaintOf(testCase, answers)).toBeUndefined();
    },
  );
});

function commandsOf(part: Part) {
  if ('kind' in part) throw new TypeError('the part is no message');
  return part;
}
