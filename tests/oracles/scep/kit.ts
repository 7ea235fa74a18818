import type { Answers } from '../../../cases/case.ts';
import type { ScepServerLog } from '../../../cases/observation.ts';
import type { ScepScript } from '../../../pki/scep/script.ts';
import { scepServer } from '../../../generators/scep/enrollment.ts';
import { explore, type Asking } from '../../../oracles/asking.ts';
import type { Device } from '../../../oracles/device.ts';
import type { Reason } from '../../../oracles/expectation.ts';
import type { Enrollment, FrozenSettings, Phase, Talk } from '../../../oracles/scep/enrollment.ts';
import { foresee, type Foreseen } from '../../../oracles/scep/forecast.ts';
import { knownServer, type KnownServer } from '../../../oracles/scep/server.ts';
import type { Setting } from '../../../oracles/state.ts';
import { enrollmentOf, type Changes } from '../support/enrolling.ts';
import { pool } from '../support/laboratory.ts';
import { scepSettings } from '../../../generators/scep/enrollment.ts';

export const reason: Reason = { requirement: 'R-SCEP-34', ambiguities: [], because: 'of a test' };

/** The settings of an enrollment as a device holds them that reads every int. */
export function settingsOf(changes: Changes = {}): FrozenSettings {
  const all = scepSettings(enrollmentOf(changes), pool);
  return new Map(all.map(([name, format, text]) => [name, settingOf(text, format === 'int')]));
}

/** Settings by their texts; numbers are ints. */
export function frozen(texts: Readonly<Record<string, string | number>>): FrozenSettings {
  return new Map(
    Object.entries(texts).map(([name, text]) => [name, settingOf(String(text), typeof text === 'number')]),
  );
}

function settingOf(text: string, int: boolean): Setting {
  return { text, ...(int ? { value: Number(text) } : {}), flaws: [], unclear: false };
}

/** The server of the usual enrollment. */
export function serverOf(script: ScepScript = {}, name = 'device-Alpha'): KnownServer {
  return knownServer(scepServer(name, script, pool));
}

export function deviceWith(script: ScepScript = {}, changes: Partial<Device> = {}): Device {
  return {
    edition: '10.0.26100',
    tpm: false,
    helloContainers: new Set(),
    scepServers: [serverOf(script)],
    certificates: [],
    ...changes,
  };
}

/** Everything that may come of an enrollment, on devices that have given these answers. */
export function foreseen(
  changes: Changes,
  answers: Answers = {},
  device?: Partial<Device>,
): readonly Foreseen[] {
  const subject = {
    settings: settingsOf(changes),
    device: deviceWith(changes.server, device),
    challengeUsed: false,
    asked: [],
  };
  return explore({ answers, assumptions: {} }, (asking: Asking) => foresee(subject, asking), 1000);
}

export function phase(from: number, status: string, certificate: Phase['certificate'] = 'absent'): Phase {
  return { from, statuses: [status], certificate, failed: status === '16', respondents: [], reason };
}

export function talk(changes: Partial<Talk> = {}): Talk {
  return {
    url: 'http://scep.conformance.test/device-Alpha',
    sends: 'must',
    comparable: true,
    retries: { atLeast: 0, atMost: 0 },
    interval: 0,
    reason,
    ...changes,
  };
}

export interface EnrollmentParts {
  readonly number?: number;
  readonly startedAt?: number;
  readonly phases?: readonly Phase[];
  readonly talks?: readonly Talk[];
  readonly settings?: FrozenSettings;
  readonly lifetime?: { readonly atLeast: number; readonly atMost: number };
}

export const issuedAtOnce: readonly Phase[] = [phase(0, '32'), phase(0, '1', 'present')];

export function enrollment(parts: EnrollmentParts = {}): Enrollment {
  const { number = 0, startedAt = 0, phases = issuedAtOnce, talks = [talk()] } = parts;
  const { settings = settingsOf(), lifetime = { atLeast: Infinity, atMost: Infinity } } = parts;
  return {
    number,
    request: `device/scep/${number}`,
    scope: 'device',
    settings,
    startedAt,
    forecast: { phases, talks, lifetime, key: { providers: ['software'], reason } },
    fate: { kind: 'current' },
  };
}

type LogEntry = ScepServerLog['entries'][number];

/** A certificate request that fits the usual enrollment, but for what is given. */
export function asked(
  transactionId: string,
  request: Partial<NonNullable<LogEntry['request']>> = {},
  answer: Partial<LogEntry['answer']> = {},
): LogEntry {
  return {
    number: 1,
    time: '2026-01-01T00:00:00.000Z',
    method: 'POST',
    path: '/device-Alpha',
    operation: 'PKIOperation',
    message: {
      messageType: 'PKCSReq',
      transactionId,
      hash: 'sha256',
      signer: { subject: 'CN=Alpha', thumbprint: 'AB'.repeat(20), selfSigned: true },
    },
    request: {
      subject: 'CN=Alpha',
      challenge: 'Y2hhbGxlbmdlLTE=',
      subjectAlternativeNames: [],
      extendedKeyUsages: ['1.3.6.1.5.5.7.3.2'],
      keyUsage: 160,
      keyAlgorithm: 'RSA',
      keyBits: 2048,
      publicKey: 'ab'.repeat(32),
      hash: 'sha256',
      extensions: [],
      ...request,
    },
    answer: { httpStatus: 200, faults: [], ...answer },
  };
}

/** What asks after a request that is pending: it asks for nothing itself. */
export function polled(transactionId: string, answer: Partial<LogEntry['answer']> = {}): LogEntry {
  return without('request', asked(transactionId, {}, answer));
}

export function without(name: 'request' | 'message', entry: LogEntry): LogEntry {
  return Object.fromEntries(Object.entries(entry).filter(([key]) => key !== name)) as unknown as LogEntry;
}
