import type { Case, Payload, Step } from '../cases/case.ts';
import type { Observation, StepObservation } from '../cases/observation.ts';
import { TargetFailure, type Target, type TargetSession } from '../adapters/target.ts';

/** A reply longer than this is cut and reported as what it is: no device answers these requests with megabytes. */
const longestReply = 4 * 1024 * 1024;

/**
 * Replays one case. Never throws for what the target does: silence beyond `patience`, an exception, a reply of any
 * length all become part of the observation.
 * @param patience milliseconds that the target has for one answer
 * @param isOfInterest whether what the device itself has noted is to be kept beside what was observed
 */
export async function execute(
  target: Target,
  testCase: Case,
  patience: number,
  isOfInterest: (observation: Observation) => boolean = () => false,
): Promise<Observation> {
  const steps: StepObservation[] = [];
  let session: TargetSession | undefined;
  try {
    session = await within(patience, 'preparing the device', target.open(testCase.preparation));
    for (const step of testCase.steps) steps.push(await carryOut(session, step, patience));
  } catch (error) {
    steps.push(failure(error));
  }
  const evidence =
    session?.evidence !== undefined && isOfInterest({ steps })
      ? await evidenceOf(session.evidence(), patience)
      : [];
  // A failed clean-up would poison the next case, so it counts as a failure of this one.
  if (session !== undefined) {
    await within(patience, 'cleaning up', session.cleanUp()).catch((error: unknown) => {
      steps.push(failure(error));
    });
  }
  return { steps, ...(evidence.length === 0 ? {} : { evidence }) };
}

/** What the device itself has noted of the case; it is only evidence, and its loss no failure. */
function evidenceOf(noted: Promise<readonly string[]>, patience: number): Promise<readonly string[]> {
  return within(patience, 'reading the log of the device', noted).catch((error: unknown) => [
    `the log of the device could not be read: ${String(error)}`,
  ]);
}

/** The bytes of a payload. */
export function bytesOf(payload: Payload): Uint8Array {
  return 'text' in payload ? Buffer.from(payload.text, 'utf8') : Buffer.from(payload.base64, 'base64');
}

/** The payload for some bytes: text where they are UTF-8, so that people can read a case file. */
export function payloadOf(bytes: Uint8Array): Payload {
  try {
    // The mark is kept (ignoreBOM), since a case has to give back the very same bytes.
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { base64: Buffer.from(bytes).toString('base64') };
  }
}

async function carryOut(session: TargetSession, step: Step, patience: number): Promise<StepObservation> {
  switch (step.kind) {
    case 'send': {
      const reply = await within(patience, 'an answer', session.exchange(bytesOf(step.payload)));
      if (reply === undefined) return { kind: 'reply', payload: 'none' };
      return { kind: 'reply', payload: payloadOf(reply.subarray(0, longestReply)) };
    }
    case 'wait':
      await session.wait(step.seconds);
      return { kind: 'waited' };
    case 'remove-keys':
      await within(patience, 'removing keys', session.removeKeys(step.scope));
      return { kind: 'keys-removed' };
    case 'read-scep-log':
      return {
        kind: 'scep-log',
        servers: await within(patience, 'reading what the SCEP servers saw', session.readScepLog()),
      };
    case 'read-stores':
      return {
        kind: 'stores',
        entries: await within(patience, 'reading the certificate stores', session.readStores()),
      };
  }
}

function failure(error: unknown): StepObservation {
  if (error instanceof TargetFailure) return { kind: 'failure', layer: error.layer, reason: error.message };
  return { kind: 'failure', layer: 'laboratory', reason: `the target broke: ${String(error)}` };
}

async function within<T>(milliseconds: number, what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const silence = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new TargetFailure('transport', `no end of ${what} within ${milliseconds} ms`));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, silence]);
  } finally {
    clearTimeout(timer);
  }
}
