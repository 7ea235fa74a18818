import type { Case, ScepServer, SendStep, Step } from '../cases/case.ts';
import type { StepObservation } from '../cases/observation.ts';
import { get } from '../generators/command.ts';
import { messageOf } from '../generators/message.ts';
import { scepServer } from '../generators/scep/enrollment.ts';
import { emptyDevice } from '../oracles/explain/given.ts';
import { payloadOf } from '../oracles/findings/payload.ts';
import type { Pool } from '../pki/pool.ts';
import { thumbprintOf } from '../pki/scep/log.ts';
import type { ScepScript } from '../pki/scep/script.ts';
import { hresultOf, windowsErrors, type WindowsErrorName } from '../simulator/csp/windows-errors.ts';
import { decodeText } from '../syncml/decode.ts';
import { defaultLimits } from '../syncml/limits.ts';
import type { Message } from '../syncml/message.ts';
import { readSyncML } from '../syncml/read.ts';
import { writeSyncML } from '../syncml/write.ts';
import { bytesOf } from './execute.ts';

/** An enrollment that a payload starts. */
export interface StartedEnrollment {
  /** LocURI of the request, spelt as the payload spells it. */
  readonly locUri: string;
  readonly uniqueId: string;
  /** The servers that ServerURL names, without a slash at the end: a client may put /pkiclient.exe there. */
  readonly serverUrls: readonly string[];
  /** CAThumbprint, where it can be known. */
  readonly thumbprint?: string;
}

/** The enrollments that a payload starts by Exec of Enroll and that name a server; none for what is no SyncML. */
export function startedEnrollments(bytes: Uint8Array): readonly StartedEnrollment[] {
  const read = readSyncML(bytes);
  if (!read.ok) return [];
  const source = decodeText(bytes, defaultLimits);
  const { installs } = payloadOf(source, read.message, read.irregularities, emptyDevice);
  return installs.flatMap((install) => {
    const { half, uniqueId, triggers } = install;
    const locUri = triggers[0]?.item.target?.locUri.trim();
    const server = install.value('ServerURL');
    if (half !== 'scep' || locUri === undefined || server === undefined) return [];
    const serverUrls = (server.text ?? server.setting?.text ?? '')
      .split(';')
      .map((url) => url.trim().replace(/\/+$/, ''))
      .filter((url) => url !== '');
    const thumbprint = install.value('CAThumbprint')?.text?.trim();
    return [
      {
        locUri: locUri.replace(/\/Install\/Enroll$/i, ''),
        uniqueId,
        serverUrls,
        ...(thumbprint === undefined ? {} : { thumbprint }),
      },
    ];
  });
}

/** A CA of the suite at each server that the enrollments name. */
export function serversFor(
  enrollments: readonly StartedEnrollment[],
  script: ScepScript,
  pool: Pool,
): readonly ScepServer[] {
  const urls = new Set(enrollments.flatMap(({ serverUrls }) => serverUrls).filter(isAskable));
  return [...urls].map((url) => ({ ...scepServer('', script, pool), url }));
}

const isAskable = (url: string): boolean => /^https?:/i.test(url) && URL.canParse(url);

/** Virtual time for an enrollment: two polls at the least RetryDelay, which is one minute (csp-source.txt). */
const enrollmentSeconds = 120;

/** What tells how an enrollment ended (csp-source.txt). */
const told = ['Status', 'ErrorCode', 'CertThumbprint', 'RespondentServerUrl'] as const;

/** Lets the enrollments of a case's payload happen, and looks at what came of them. */
export function withEnrollments(
  testCase: Case,
  enrollments: readonly StartedEnrollment[],
  servers: readonly ScepServer[],
): Case {
  const [send, ...rest] = testCase.steps;
  if (enrollments.length === 0 || send === undefined) return testCase;
  const asking = messageOf(
    enrollments.flatMap(({ locUri }) => told.map((name) => get(`${locUri}/${name}`))),
    2,
  );
  const ask: SendStep = { kind: 'send', payload: { text: writeSyncML(asking) } };
  return {
    ...testCase,
    preparation: { ...testCase.preparation, ...(servers.length === 0 ? {} : { scepServers: servers }) },
    steps: [
      send,
      { kind: 'wait', seconds: enrollmentSeconds },
      ask,
      ...rest,
      ...(servers.length === 0 ? [] : [{ kind: 'read-scep-log' } as const]),
    ],
  };
}

/** Index of the step by which withEnrollments asks how they ended. */
export const askingStep = 2;

/** Who answers at the servers of a payload, and whether the payload trusts them: a line for each. */
export function describeServers(
  enrollments: readonly StartedEnrollment[],
  servers: readonly ScepServer[],
): readonly string[] {
  const lines = servers.map(({ url, presented }) => {
    const root = thumbprintOf(Buffer.from(presented.at(-1) ?? '', 'base64'));
    const strangers = enrollments.filter(
      ({ serverUrls, thumbprint }) =>
        serverUrls.includes(url) && thumbprint !== undefined && thumbprint.toUpperCase() !== root,
    );
    const hint = strangers.map(({ uniqueId, thumbprint = '' }) => `; ${uniqueId} has ${thumbprint}`);
    return `A SCEP CA of the suite answers at ${url}. CAThumbprint has to be its root's, ${root}${hint.join('')}`;
  });
  const silent = new Set(
    enrollments
      .flatMap(({ serverUrls }) => serverUrls)
      .filter((url) => !servers.some((server) => server.url === url)),
  );
  if (silent.size === 0) return lines;
  const way = [...silent].some(isAskable)
    ? '--scep-script=FILE.json puts a SCEP CA of the suite there (docs/scep-ca.md).'
    : 'It is no URL of a server.';
  return [...lines, `Nobody answers at ${[...silent].join(', ')}: no network is used here. ${way}`];
}

/** What the device answers to the step that asks for the ends: a line for each node in place of the whole reply. */
export function describeAnswers(
  asked: Step | undefined,
  answer: StepObservation | undefined,
): string | undefined {
  if (asked?.kind !== 'send' || answer?.kind !== 'reply' || answer.payload === 'none') return undefined;
  const question = readSyncML(bytesOf(asked.payload));
  const reply = readSyncML(bytesOf(answer.payload));
  if (!question.ok || !reply.ok) return undefined;
  const lines = question.message.commands.flatMap((command) => {
    if (command.kind !== 'Get') return [];
    const locUri = command.items[0]?.target?.locUri ?? '';
    return [`${locUri}: ${answerTo(command.cmdId, locUri, reply.message)}`];
  });
  return lines.join('\n');
}

function answerTo(cmdId: string | undefined, locUri: string, { commands }: Message): string {
  for (const command of commands) {
    if (command.kind === 'Results' && command.cmdRef === cmdId) {
      return inWords(locUri, command.items[0]?.data?.text ?? '');
    }
  }
  const status = commands.find((command) => command.kind === 'Status' && command.cmdRef === cmdId);
  const code = status?.kind === 'Status' ? status.data?.text : undefined;
  return code === '404' ? '(there is no such node, 404)' : `(no value, status ${code ?? 'missing'})`;
}

/** csp-source.txt, Status. */
const statuses: Readonly<Record<string, string>> = {
  '1': 'finished successfully',
  '2': 'pending',
  '16': 'action failed',
  '32': 'unknown',
};

function inWords(locUri: string, value: string): string {
  if (value === '') return '(empty)';
  const shown = value.replace(/\p{C}/gu, '\uFFFD');
  if (/\/Status$/i.test(locUri)) return [shown, statuses[value]].filter(Boolean).join(', ');
  const code = /\/ErrorCode$/i.test(locUri) && /^-?\d{1,10}$/.test(value) ? Number(value) >>> 0 : 0;
  if (code === 0) return shown;
  // HTTP_E_STATUS_…: the facility of HTTP (winerror.h).
  if (code >>> 16 === 0x8019) return `${shown}, 0x${code.toString(16)} HTTP ${code & 0xffff}`;
  const known = Object.entries(windowsErrors).find(
    ([name]) => hresultOf(name as WindowsErrorName) === code, // The names of the table itself.
  );
  const meaning = known === undefined ? '' : ` ${known[0]}: ${known[1].meaning}`;
  return `${shown}, 0x${code.toString(16).padStart(8, '0')}${meaning}`;
}
