import type { RandomBytes } from '../random.ts';
import { replyOf, type ScepReply, type ScepResponse } from './exchange.ts';
import type { AnswerFault, Fault, FaultRule, Operation, TransportFault } from './script.ts';

/** The faults for the request of an operation with this number, counted from 1. */
export function faultsFor(rules: readonly FaultRule[], operation: Operation, number: number): Fault[] {
  return rules
    .filter((rule) => rule.operation === operation)
    .filter(({ from = 1, times = Infinity }) => number >= from && number < from + times)
    .map(({ fault }) => fault);
}

const answerFaults: Readonly<Record<AnswerFault['kind'], true>> = {
  'wrong-nonce': true,
  'no-nonce': true,
  'another-transaction': true,
  'certificate-for-another-key': true,
  'no-certificate': true,
  unencrypted: true,
  'encrypted-for-another': true,
  'signed-by-stranger': true,
};

export function isAnswerFault(fault: Fault): fault is AnswerFault {
  return fault.kind in answerFaults;
}

/**
 * Damages a response.
 *
 * @param target path and query of the request, which a redirect leads back to
 * @param random where the fault leaves something to chance
 */
export function applyFault(
  response: ScepResponse,
  fault: TransportFault,
  target: string,
  random: RandomBytes,
): ScepResponse {
  if (response.kind === 'drop') return response;
  switch (fault.kind) {
    case 'http-status':
      return replyOf(fault.status, 'text/plain', Buffer.from(`HTTP ${fault.status}\n`));
    case 'endless-redirect':
      return { ...replyOf(307, 'text/plain', new Uint8Array()), location: target };
    case 'drop':
      return {
        kind: 'drop',
        sent: bytesOf(response).subarray(0, fault.afterBytes ?? 0),
        delaySeconds: response.delaySeconds,
      };
    case 'late':
      return { ...response, delaySeconds: response.delaySeconds + fault.seconds };
    case 'endless-data':
      return { ...response, body: { kind: 'filler', length: fault.bytes } };
    case 'content-type':
      return { ...response, contentType: fault.value };
    case 'bit-flipped':
      return withBytes(
        response,
        flipped(bytesOf(response), fault.bit ?? Buffer.from(random(4)).readUInt32BE()),
      );
    case 'truncated': {
      const bytes = bytesOf(response);
      return withBytes(response, bytes.subarray(0, fault.bytes ?? Math.floor(bytes.length / 2)));
    }
    case 'garbage':
      return withBytes(response, random(fault.bytes));
    case 'empty':
      return withBytes(response, new Uint8Array());
  }
}

const withBytes = (response: ScepReply, bytes: Uint8Array): ScepReply => ({
  ...response,
  body: { kind: 'bytes', bytes },
});

/** A filler is not looked into: faults of the body leave nothing of it. */
function bytesOf({ body }: ScepReply): Uint8Array {
  return body.kind === 'bytes' ? body.bytes : new Uint8Array();
}

/** The bytes with one bit flipped; a bit after the end counts on from the start. */
function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  if (bytes.length === 0) return bytes;
  const copy = Uint8Array.from(bytes);
  const position = bit % (8 * copy.length);
  const index = Math.floor(position / 8);
  copy[index] = (copy[index] ?? 0) ^ (0x80 >> (position % 8));
  return copy;
}
