import type { Observation, ScepServerLog, StepObservation, StoreEntry } from '../../../cases/observation.ts';
import { escapeXml } from './payload.ts';

/** One thing that is seen otherwise. Throws where there is nothing to change, so that no test is of no effect. */
export type Edit = (seen: Observation) => Observation;

export type LogEntry = ScepServerLog['entries'][number];

/** The Get of a node brings another value, in every reply that brings one, or in that of one step. */
export function shows(locUri: string, text: string, step?: number): Edit {
  const results = new RegExp(
    `(<Source><LocURI>${literally(escapeXml(locUri))}</LocURI></Source>(?:<Meta>.*?</Meta>)?)<Data>[^<]*</Data>`,
    'g',
  );
  return editText(step, results, (_, before = '') => `${before}<Data>${escapeXml(text)}</Data>`);
}

/** The command of a CmdID is answered with another Status. */
export function isAnswered(step: number, cmdId: number, code: string): Edit {
  const status = new RegExp(
    `(<CmdRef>${cmdId}</CmdRef><Cmd>\\w+</Cmd>(?:<TargetRef>[^<]*</TargetRef>)?)<Data>\\d+</Data>`,
  );
  return editText(step, status, (_, before = '') => `${before}<Data>${code}</Data>`);
}

/** Every command of every message is answered with the same Status. */
export function isAnsweredEverywhere(code: string): Edit {
  const status = /(<Cmd>(?!SyncHdr)\w+<\/Cmd>(?:<TargetRef>[^<]*<\/TargetRef>)?)<Data>\d+<\/Data>/g;
  return editText(undefined, status, (_, before = '') => `${before}<Data>${code}</Data>`);
}

/** The Get of a CmdID succeeds and brings a value, though it was to fail. */
export function brings(step: number, cmdId: number, locUri: string, text: string): Edit {
  const item =
    `<Item><Source><LocURI>${escapeXml(locUri)}</LocURI></Source><Meta><Format xmlns="syncml:metinf">chr</Format></Meta>` +
    `<Data>${escapeXml(text)}</Data></Item>`;
  const succeeds = isAnswered(step, cmdId, '200');
  const added = editText(
    step,
    /^(.*<MsgRef>(\d+)<\/MsgRef>.*)<Final\/>/s,
    (_, before = '', msgRef = '') =>
      `${before}<Results><CmdID>99</CmdID><MsgRef>${msgRef}</MsgRef><CmdRef>${cmdId}</CmdRef>${item}</Results><Final/>`,
  );
  return (seen) => added(succeeds(seen));
}

/** The requests to the SCEP servers are others. */
export function logs(change: (entries: readonly LogEntry[]) => readonly LogEntry[]): Edit {
  return everyStep((step) =>
    step.kind === 'scep-log'
      ? { ...step, servers: step.servers.map(({ url, entries }) => ({ url, entries: change(entries) })) }
      : step,
  );
}

/** Certificate requests are otherwise; those that ask for nothing are left alone. */
export function asks(change: Partial<NonNullable<LogEntry['request']>>): Edit {
  return logs((entries) =>
    entries.map((entry) =>
      entry.request === undefined ? entry : { ...entry, request: { ...entry.request, ...change } },
    ),
  );
}

/** Certificate requests lack something. */
export function asksWithout(name: 'challenge' | 'keyUsage'): Edit {
  return logs((entries) =>
    entries.map((entry) => {
      if (entry.request === undefined) return entry;
      const request = Object.fromEntries(Object.entries(entry.request).filter(([key]) => key !== name));
      return { ...entry, request: request as unknown as typeof entry.request };
    }),
  );
}

/** No certificate request reaches a server. */
export const asksNothing: Edit = logs((entries) =>
  entries.filter(({ operation }) => operation !== 'PKIOperation'),
);

/** A certificate request reaches every server, beside what else does. */
export function asksFor(subject: string): Edit {
  return logs((entries) => [...entries, requestFor(subject, entries.length + 1)]);
}

/** What the stores hold is otherwise; undefined takes an entry away. */
export function holds(change: (entry: StoreEntry) => StoreEntry | undefined): Edit {
  return everyStep((step) =>
    step.kind === 'stores'
      ? { ...step, entries: step.entries.flatMap((entry) => change(entry) ?? []) }
      : step,
  );
}

function requestFor(subject: string, number: number): LogEntry {
  return {
    number,
    time: '2026-01-01T00:00:00.000Z',
    method: 'POST',
    path: '/device-Alpha/pkiclient.exe',
    operation: 'PKIOperation',
    message: {
      messageType: 'PKCSReq',
      transactionId: `surplus ${number}`,
      hash: 'sha256',
      signer: { subject, thumbprint: 'AB'.repeat(20), selfSigned: true },
    },
    request: {
      subject,
      challenge: 'Y2hhbGxlbmdlLTE=',
      subjectAlternativeNames: [],
      extendedKeyUsages: ['1.3.6.1.5.5.7.3.2'],
      keyUsage: 160,
      keyAlgorithm: 'RSA',
      keyBits: 2048,
      publicKey: 'ab'.repeat(32),
      hash: 'sha256',
      extensions: ['2.5.29.15', '2.5.29.37'],
    },
    answer: { httpStatus: 200, pkiStatus: 'FAILURE', failInfo: 'badRequest', faults: [] },
  };
}

function editText(
  number: number | undefined,
  pattern: RegExp,
  change: (...found: readonly string[]) => string,
): Edit {
  return everyStep((step, place) => {
    if (step.kind !== 'reply' || step.payload === 'none' || !('text' in step.payload)) return step;
    if (number !== undefined && number !== place) return step;
    return { ...step, payload: { text: step.payload.text.replace(pattern, change) } };
  });
}

function everyStep(change: (step: StepObservation, place: number) => StepObservation): Edit {
  return (seen) => {
    const steps = seen.steps.map(change);
    if (JSON.stringify(steps) === JSON.stringify(seen.steps)) throw new Error('the edit changes nothing');
    return { steps };
  };
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
