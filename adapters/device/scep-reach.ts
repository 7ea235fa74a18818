import { TargetFailure } from '../target.ts';
import type { DeviceConnection, WebAnswer } from './connection.ts';

/** Where the SCEP servers of the cases are, as their payloads say: a name that only a laboratory resolves. */
export const serverOfCases = 'http://scep.conformance.test/';

/** Whether a machine reaches a SCEP CA. */
export interface ScepReach {
  readonly url: string;
  readonly isScepCa: boolean;
  /** What was seen, in words. */
  readonly said: string;
}

/** Asks the machine to fetch the certificate of a CA (RFC 8894, 4.2), which changes nothing anywhere. */
export async function probeScepServer(
  connection: Pick<DeviceConnection, 'getWeb'>,
  url: string,
): Promise<ScepReach> {
  const query = new URL(url);
  query.searchParams.set('operation', 'GetCACert');
  try {
    return { url, ...reading(await connection.getWeb(query.href)) };
  } catch (error) {
    if (!(error instanceof TargetFailure)) throw error;
    return { url, isScepCa: false, said: error.message };
  }
}

function reading(answer: WebAnswer): Pick<ScepReach, 'isScepCa' | 'said'> {
  switch (answer.kind) {
    case 'unreachable':
      return { isScepCa: false, said: `not reached: ${answer.problem}` };
    case 'answered': {
      const { status, contentType } = answer;
      // RFC 8894, 4.2.1: one certificate, or several.
      const isScepCa = status === 200 && /^application\/x-x509-ca-(?:ra-)?cert\b/i.test(contentType);
      const what = isScepCa ? 'a SCEP CA' : 'no SCEP CA';
      return { isScepCa, said: `${what}, status ${status}, ${contentType || 'no Content-Type'}` };
    }
  }
}

/** Why cases with SCEP servers can not be carried out, given what the machine finds where their payloads point to. */
export function missingForScep({ url, isScepCa, said }: ScepReach): string {
  return isScepCa
    ? `${url} answers as a SCEP CA, but each case has a CA that behaves by a script of its own, and nothing sets that up there or reads what it was asked; for single enrollments see docs/scep-ca.md`
    : `the payloads of the cases name ${url}, where this machine finds none (${said.replace(/\s+/g, ' ')})`;
}
