import type { RandomBytes } from '../random.ts';
import type { Authorities, Authority } from './authorities.ts';
import { contentTypes, replyOf, type ScepRequest, type ScepResponse } from './exchange.ts';
import { applyFault, faultsFor, isAnswerFault } from './faults.ts';
import { knownOperations, type ScepLogEntry } from './log.ts';
import { Registrar, type Handled } from './registrar.ts';
import type { Fault, Operation, ScepScript } from './script.ts';
import { writeCertificatesOnly } from './signed-data-write.ts';

/** Everything that the CA can do (RFC 8894, 3.5.2). */
const allCapabilities = [
  'AES',
  'DES3',
  'POSTPKIOperation',
  'Renewal',
  'SCEPStandard',
  'SHA-1',
  'SHA-256',
  'SHA-512',
];

/** Entries of the log that are kept; after them only the number of requests goes on. */
const maximumEntries = 10_000;

export interface ScepCaOptions {
  readonly authorities: Authorities;
  readonly script: ScepScript;
  /** The CA's clock: for certificates and the log. */
  readonly now: () => Date;
  readonly random: RandomBytes;
  /** Called with each entry of the log as it is made. */
  readonly onLog?: (entry: ScepLogEntry) => void;
}

/**
 * A SCEP CA (RFC 8894) that behaves as a script says. It knows no sockets and no time of its own: the same requests
 * with the same clock and random bytes get the same answers.
 */
export interface ScepCa {
  respond(request: ScepRequest): ScepResponse;
  /** What devices sent so far, at most the first 10,000 requests. */
  readonly log: readonly ScepLogEntry[];
  /** The authority that the script chose. */
  readonly authority: Authority;
}

export function createScepCa(options: ScepCaOptions): ScepCa {
  const { authorities, script, now, random } = options;
  const authority = authorities.byName[script.authority ?? 'root-with-registration'];
  const registrar = new Registrar({ authorities, authority, script, now, random });
  const log: ScepLogEntry[] = [];
  const counts = new Map<string, number>();
  let requests = 0;

  const respond = (request: ScepRequest): ScepResponse => {
    const { path, operation, message } = parseTarget(request.target);
    const known = knownOperations.find((one) => one === operation);
    const number = (counts.get(operation) ?? 0) + 1;
    if (known !== undefined) counts.set(operation, number);
    const faults = known === undefined ? [] : faultsFor(script.faults ?? [], known, number);

    const { response: undamaged, handled } = serve(known, request, message, faults);
    const response = faults
      .filter((fault) => !isAnswerFault(fault))
      .reduce((damaged, fault) => applyFault(damaged, fault, request.target, random), undamaged);

    requests += 1;
    const entry: ScepLogEntry = {
      number: requests,
      time: now().toISOString(),
      method: request.method,
      path,
      operation,
      ...(request.userAgent !== undefined && { userAgent: request.userAgent }),
      ...(handled.message && { message: handled.message }),
      ...(handled.request && { request: handled.request }),
      answer: {
        ...(response.kind === 'reply' && { httpStatus: response.status }),
        ...(handled.pkiStatus && { pkiStatus: handled.pkiStatus }),
        ...(handled.failInfo && { failInfo: handled.failInfo }),
        ...(handled.problem !== undefined && { problem: handled.problem }),
        ...(handled.issued !== undefined && { issued: handled.issued }),
        faults: faults.map(({ kind }) => kind),
      },
    };
    if (log.length < maximumEntries) log.push(entry);
    options.onLog?.(entry);
    return response;
  };

  const serve = (
    operation: Operation | undefined,
    request: ScepRequest,
    message: string | undefined,
    faults: readonly Fault[],
  ): { response: ScepResponse; handled: Handled } => {
    switch (operation) {
      case 'GetCACaps': {
        const text = (script.capabilities ?? allCapabilities).map((keyword) => `${keyword}\n`).join('');
        return { response: replyOf(200, contentTypes.capabilities, Buffer.from(text)), handled: {} };
      }
      case 'GetCACert': {
        const [single, ...others] = authority.presented;
        const response =
          single !== undefined && others.length === 0
            ? replyOf(200, contentTypes.certificate, single)
            : replyOf(200, contentTypes.certificates, writeCertificatesOnly(authority.presented));
        return { response, handled: {} };
      }
      case 'PKIOperation': {
        const bytes = request.method === 'POST' ? request.body : fromBase64(message ?? '');
        const handled = registrar.handle(
          bytes ?? new Uint8Array(),
          faults.filter(isAnswerFault).map(({ kind }) => kind),
        );
        const response =
          handled.reply === undefined
            ? refused(400, `No pkiMessage: ${handled.problem ?? 'unreadable'}`)
            : replyOf(200, contentTypes.message, handled.reply);
        return { response, handled };
      }
      case undefined: {
        const problem = 'no operation of SCEP: GetCACaps, GetCACert or PKIOperation';
        return { response: refused(400, problem), handled: { problem } };
      }
    }
  };

  return { respond, log, authority };
}

const refused = (status: number, text: string): ScepResponse =>
  replyOf(status, 'text/plain', Buffer.from(`${text}\n`));

function parseTarget(target: string): { path: string; operation: string; message: string | undefined } {
  const [path = '', ...query] = target.split('?');
  const parameters = new URLSearchParams(query.join('?'));
  return {
    path,
    operation: parameters.get('operation') ?? '',
    message: parameters.get('message') ?? undefined,
  };
}

/** Some clients leave `+` as it is, which a query turns into a space. */
function fromBase64(text: string): Uint8Array {
  return Buffer.from(text.replaceAll(' ', '+'), 'base64');
}
