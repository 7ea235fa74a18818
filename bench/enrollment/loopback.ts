import { randomBytes } from 'node:crypto';
import { defaultEdition } from '../../csp/editions.ts';
import { scepSettings } from '../../generators/scep/enrollment.ts';
import type { Pool } from '../../pki/pool.ts';
import { httpTransport } from '../../pki/scep/http-transport.ts';
import { listenScep } from '../../pki/scep/server.ts';
import { syncTransport, type ScepTransport } from '../../pki/scep/transport.ts';
import { completeAnswers } from '../../simulator/answers.ts';
import { cspRules } from '../../simulator/csp/rules.ts';
import { runEnrollment } from '../../simulator/scep/asynchronous.ts';
import type { KeySource } from '../../simulator/scep/key-source.ts';
import { planFor } from '../../simulator/scep/plan.ts';
import { enroll } from '../../simulator/scep/protocol.ts';
import { caFor, enrollment } from './device.ts';

/** Enrolls so often with these keys. */
export type ScepOnly = (count: number, keys: KeySource) => Promise<void>;

/** The SCEP client of the virtual device alone, without SyncML, tree and stores, and a CA in this process. */
export function scepInProcess(pool: Pool): ScepOnly {
  const url = 'http://ca.bench.test/scep';
  const transport = syncTransport({ [url]: caFor(pool, () => new Date()) });
  const direct: ScepTransport = { request: (request) => Promise.resolve(transport.request(request)) };
  return (count, keys) => enrollAll(count, keys, url, direct, pool);
}

/**
 * The same over HTTP on the loopback interface. Each run has a server of its own: a connection that is kept from the one
 * before would be closed by the server after 5 seconds in which this thread did other things, at the very next request.
 */
export function scepOverHttp(pool: Pool): ScepOnly {
  return async (count, keys) => {
    const server = await listenScep();
    try {
      const url = server.add(
        'scep',
        caFor(pool, () => new Date()),
      );
      await enrollAll(count, keys, url, httpTransport(), pool);
    } finally {
      await server.close();
    }
  };
}

async function enrollAll(
  count: number,
  keys: KeySource,
  url: string,
  transport: ScepTransport,
  pool: Pool,
): Promise<void> {
  const rules = cspRules(completeAnswers({}), defaultEdition);
  const settings = new Map(
    scepSettings({ ...enrollment, serverUrl: url }, pool).map(([name, , text]) => [name, text]),
  );
  for (let index = 0; index < count; index++) {
    const plan = planFor({ key: 'bench', scope: 'device', settings, retryDelay: 5, retryCount: 3 }, rules);
    const tools = {
      rules,
      privateKey: keys.next(plan.keyLength),
      random: (length: number) => Uint8Array.from(randomBytes(length)),
    };
    const outcome = await runEnrollment(enroll(plan, tools), {
      transport,
      now: () => new Date(),
      sleep: () => Promise.resolve(),
    });
    if (outcome.kind !== 'enrolled') throw new Error(`no certificate: ${JSON.stringify(outcome)}`);
  }
}
