import type { Payload } from '../cases/case.ts';
import type { CaseFile } from '../cases/result.ts';
import type { ScepServerLog, StepObservation } from '../cases/observation.ts';
import type { Verdict } from '../cases/verdict.ts';
import { printable } from '../syncml/printable.ts';
import { readSyncML } from '../syncml/read.ts';
import { formatSyncML } from '../syncml/write.ts';
import { describeDifference } from './difference.ts';

/** One difference for people: what was done, what was expected, what came, and how to see it again. */
export function describeCase(found: CaseFile): string {
  const { case: testCase, verdict } = found;
  const { reduction } = found.found;
  // What was wrong on purpose may have gone when the case was made smaller.
  const before = reduction === undefined ? '' : ', before it was made smaller';
  const faults =
    testCase.faults.length === 0 ? '' : `  made wrong on purpose${before}: ${testCase.faults.join('; ')}\n`;
  const steps = testCase.steps
    .map((step, index) => {
      const number = `step ${index + 1}: `;
      switch (step.kind) {
        case 'send':
          return `${number}send\n${indent(describePayload(step.payload))}`;
        case 'wait':
          return `${number}wait ${step.seconds} s`;
        case 'read-stores':
          return `${number}read the certificate stores`;
        case 'read-scep-log':
          return `${number}read what the SCEP servers were asked`;
        case 'remove-keys':
          return `${number}somebody deletes the private keys in the store My of the ${step.scope}`;
      }
    })
    .slice(0, lastStepConcerned(verdict) + 1);
  return [
    `${verdict.kind.toUpperCase()} ${verdict.kind === 'violation' ? verdict.requirement : ''}`.trimEnd(),
    `  case ${testCase.id}: ${testCase.title}`,
    faults + indent(describeVerdict(verdict)),
    indent(steps.join('\n')),
    ...(found.observation.evidence ?? []).map((line) => `  log of the device: ${printable(line, 300)}`),
    `  repeat: ${found.found.command}`,
  ].join('\n');
}

/** A verdict in words. */
export function describeVerdict(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'conform':
      return 'as the specification says';
    case 'violation':
      return verdict.differences.map(describeDifference).join('\n');
    case 'inconsistent':
      return `${verdict.key}: answered ${verdict.before.join(' or ')} before, ${verdict.now.join(' or ')} now`;
    case 'drift':
      return `${verdict.key}: ${verdict.baseline} in the baseline, ${verdict.now} now`;
    case 'suite-error':
      return `an error of the suite, not of the device: ${verdict.reason}`;
    case 'inconclusive':
      return `the ${verdict.layer} failed: ${verdict.reason}`;
    case 'not-tested':
      return `not tested: ${verdict.reason}`;
  }
}

/** A payload for people: indented SyncML where it is some, long values cut, the plain text otherwise. */
export function describePayload(payload: Payload | 'none'): string {
  if (payload === 'none') return '(nothing)';
  if ('base64' in payload) return `(bytes that are no UTF-8, base64) ${payload.base64.slice(0, 400)}`;
  const read = readSyncML(payload.text);
  if (!read.ok) return shorten(payload.text);
  // Only the body says something; what the header holds is the same in every message of a session.
  const { commands, final, namespace, shape } = read.message;
  return shorten(formatSyncML({ shape: shape === 'message' ? 'body' : shape, commands, final, namespace }));
}

/** What was seen in one step, for people. */
export function describeObservation(observation: StepObservation | undefined): string {
  if (observation === undefined) return '(the step was not reached)';
  switch (observation.kind) {
    case 'reply':
      return describePayload(observation.payload);
    case 'waited':
      return '(time passed)';
    case 'failure':
      return `(${observation.layer} failed: ${observation.reason})`;
    case 'keys-removed':
      return '(the keys are deleted)';
    case 'scep-log':
      return observation.servers.map(describeServerLog).join('\n') || '(there is no SCEP server)';
    case 'stores':
      if (observation.entries.length === 0) return '(the certificate stores are empty)';
      return observation.entries
        .map(
          (entry) =>
            `${entry.scope}/${entry.store} ${entry.thumbprint} ${entry.subject}, key: ${entry.provider}${entry.exportable ? ', exportable' : ''}`,
        )
        .join('\n');
  }
}

/** A line for each request to a SCEP server; what a request asks for stands below it. */
function describeServerLog({ url, entries }: ScepServerLog): string {
  if (entries.length === 0) return `${url}: (nothing was asked)`;
  return [`${url}:`, ...entries.map((entry) => indent(describeLogEntry(entry)))].join('\n');
}

type LogEntry = ScepServerLog['entries'][number];

function describeLogEntry({ time, method, path, operation, message, request, answer }: LogEntry): string {
  const outcome = [
    answer.pkiStatus ?? `HTTP ${answer.httpStatus ?? 'none, connection closed'}`,
    answer.failInfo,
    answer.problem,
    answer.issued && `certificate ${answer.issued}`,
    ...answer.faults.map((fault) => `made wrong on purpose: ${fault}`),
  ].filter((part) => part !== undefined);
  const head = `${time} ${method} ${path} ${operation}${message ? ` ${message.messageType}` : ''}: ${outcome.join(', ')}`;
  if (request === undefined) return head;
  const { subject, challenge, keyBits, keyAlgorithm, hash, keyUsage, extendedKeyUsages } = request;
  const names = request.subjectAlternativeNames.map(({ kind, value }) => `${kind} ${value}`);
  const asked = [
    `subject ${subject}`,
    `${keyAlgorithm} ${keyBits}, ${hash}`,
    `key usage ${keyUsage ?? 'none'}`,
    `extended key usages ${extendedKeyUsages.join('+') || 'none'}`,
    `names ${names.join('; ') || 'none'}`,
    challenge === undefined ? 'no challenge' : `challenge ${challenge}`,
  ];
  return [head, ...asked.map(indent)].join('\n');
}

/** Long base64 says nothing to a person. */
function shorten(text: string): string {
  return text.replace(
    /[A-Za-z0-9+/=]{160,}/g,
    (value) => `${value.slice(0, 40)}… (${value.length} characters)`,
  );
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

function lastStepConcerned(verdict: Verdict): number {
  return verdict.kind === 'violation'
    ? Math.max(...verdict.differences.map(({ step }) => step))
    : Number.MAX_SAFE_INTEGER;
}
