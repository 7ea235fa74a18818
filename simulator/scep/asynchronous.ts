import type { ScepTransport } from '../../pki/scep/transport.ts';
import type { Enrollment, EnrollmentOutcome } from './protocol.ts';

/** What an enrollment over a network needs beside the way to the servers. */
export interface Surroundings {
  readonly transport: ScepTransport;
  readonly now: () => Date;
  /** Comes back after so many seconds. */
  readonly sleep: (seconds: number) => Promise<void>;
}

/** Runs an enrollment to its end over a network, in real time. */
export async function runEnrollment(
  enrollment: Enrollment,
  { transport, now, sleep }: Surroundings,
): Promise<EnrollmentOutcome> {
  let result = enrollment.next();
  while (result.done !== true) {
    switch (result.value.kind) {
      case 'send': {
        const exchange = await transport.request(result.value.request);
        result = enrollment.next({ now: now(), exchange });
        break;
      }
      case 'wait':
        await sleep(result.value.seconds);
        result = enrollment.next({ now: now() });
        break;
    }
  }
  return result.value;
}
