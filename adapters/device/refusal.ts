import type { Case, Payload } from '../../cases/case.ts';
import { reachOf } from './addresses.ts';
import type { RunOnDevice } from './begin.ts';
import { cutDocument } from './syncbody.ts';

/**
 * Why a case is not carried to a real machine; undefined where it is.
 * @param run undefined as long as nothing is known of the machine
 */
export function refusalOf(
  { steps }: Case,
  longestWait: number,
  run: Pick<RunOnDevice, 'isOwner' | 'foreign'> | undefined,
): string | undefined {
  let seconds = 0;
  for (const step of steps) {
    if (step.kind === 'wait') seconds += step.seconds;
    if (step.kind !== 'send') continue;
    const reason = refusalOfDocument(bytesOf(step.payload), run);
    if (reason !== undefined) return reason;
  }
  return seconds > longestWait
    ? `the case waits for ${seconds} s, and time on a real machine is real time: the limit is ${longestWait} s`
    : undefined;
}

/** The same for one document. */
export function refusalOfDocument(
  document: Uint8Array,
  run: Pick<RunOnDevice, 'isOwner' | 'foreign'> | undefined,
): string | undefined {
  const cut = cutDocument(document);
  if (cut.kind === 'refused') return cut.reason;
  const { refusal, requests, changesParents } = reachOf(cut.view, cut.outline);
  if (refusal !== undefined || run === undefined) return refusal;
  if (changesParents && !run.isOwner) {
    return 'the document changes a node above the certificate requests, and there may be requests of others on the machine';
  }
  const foreign = requests.find((address) => run.foreign.has(plainForm(address)));
  return foreign === undefined
    ? undefined
    : `the document changes ${foreign}, which was on the machine before the run`;
}

/** As the machine's own requests are noted (begin.ts): with ./Device, in lower case. */
function plainForm(address: string): string {
  const rest = address
    .toLowerCase()
    .replace(/^(?:\.?\/)?/, '')
    .replace(/\/+/g, '/');
  return `./${/^(?:device|user)\//.test(rest) ? '' : 'device/'}${rest}`;
}

function bytesOf(payload: Payload): Uint8Array {
  return 'text' in payload ? Buffer.from(payload.text, 'utf8') : Buffer.from(payload.base64, 'base64');
}
