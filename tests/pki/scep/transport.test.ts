import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpTransport } from '../../../pki/scep/http-transport.ts';
import type { Fault, Operation } from '../../../pki/scep/script.ts';
import { listenScep, type ScepServer } from '../../../pki/scep/server.ts';
import { startScepCa } from '../../../pki/scep/start.ts';
import {
  syncTransport,
  type ClientRequest,
  type Exchange,
  type TransportLimits,
} from '../../../pki/scep/transport.ts';
import { caWith, TestClient } from './client.ts';

let server: ScepServer;
beforeAll(async () => {
  server = await listenScep();
});
afterAll(() => server.close());

const limits = { maximumSeconds: 2 } satisfies Partial<TransportLimits>;
let names = 0;

/** The same request over both transports, to a CA with the same faults. */
async function both(
  fault: Fault,
  operation: Operation = 'GetCACaps',
): Promise<{ inProcess: Exchange; overHttp: Exchange }> {
  const script = { faults: [{ operation, fault }] };
  names += 1;
  const url = server.add(`case-${names}`, caWith(script));
  const request: ClientRequest = {
    method: 'GET',
    url: `${url}/pkiclient.exe?operation=${operation}&message=default`,
  };
  return {
    inProcess: syncTransport({ [url]: caWith(script) }, limits).request(request),
    overHttp: await httpTransport(limits).request(request),
  };
}

const withoutTime = (exchange: Exchange): object => ({
  ...exchange,
  seconds: 0,
  ...(exchange.kind === 'failed' ? { detail: '' } : { body: Buffer.from(exchange.body) }),
});

describe('both transports', () => {
  it.each<[Fault, object]>([
    [
      { kind: 'http-status', status: 500 },
      { kind: 'answered', status: 500 },
    ],
    [
      { kind: 'content-type', value: 'text/html; charset=utf-8' },
      { kind: 'answered', status: 200, contentType: 'text/html' },
    ],
    [{ kind: 'empty' }, { kind: 'answered', status: 200 }],
    [
      { kind: 'truncated', bytes: 3 },
      { kind: 'answered', status: 200 },
    ],
    [
      { kind: 'endless-data', bytes: 500 },
      { kind: 'answered', status: 200 },
    ],
    [{ kind: 'endless-redirect' }, { kind: 'failed', failure: 'too-many-redirects' }],
    [{ kind: 'drop' }, { kind: 'failed', failure: 'dropped' }],
    [
      { kind: 'drop', afterBytes: 5 },
      { kind: 'failed', failure: 'dropped' },
    ],
    [
      { kind: 'endless-data', bytes: 1_000_000_000 },
      { kind: 'failed', failure: 'too-large' },
    ],
    [
      { kind: 'late', seconds: 1000 },
      { kind: 'failed', failure: 'timeout' },
    ],
  ])('give the same for %o', async (fault, expected) => {
    const { inProcess, overHttp } = await both(fault);
    expect(inProcess).toMatchObject(expected);
    expect(withoutTime(overHttp)).toEqual(withoutTime(inProcess));
  });

  it('tell how long a late answer took', async () => {
    const { inProcess, overHttp } = await both({ kind: 'late', seconds: 0.2 });
    expect(inProcess.seconds).toBe(0.2);
    expect(overHttp.seconds).toBeGreaterThanOrEqual(0.19);
  });

  it('carry an enrollment by POST', async () => {
    const ca = caWith({ challenge: 'secret' });
    const url = server.add('enrollment', ca);
    const client = new TestClient(ca.authority.presented, { challenge: 'secret' });
    const request: ClientRequest = {
      method: 'POST',
      url: `${url}/pkiclient.exe?operation=PKIOperation`,
      body: client.enrollment(),
      userAgent: 'test',
    };
    for (const exchange of [
      syncTransport({ [url]: ca }).request(request),
      await httpTransport().request(request),
    ]) {
      if (exchange.kind !== 'answered') throw new Error(exchange.detail);
      expect(exchange.contentType).toBe('application/x-pki-message');
      expect(client.read(exchange.body).message.pkiStatus).toBe('SUCCESS');
    }
    expect(ca.log.map(({ userAgent, path }) => [userAgent, path])).toEqual(
      Array(2).fill(['test', '/enrollment/pkiclient.exe']),
    );
  });

  it('reach no server where there is none', async () => {
    const urls = ['http://127.0.0.1:1/scep', 'ftp://127.0.0.1/', 'no url'];
    for (const url of urls) {
      expect(syncTransport({}).request({ method: 'GET', url })).toMatchObject({ failure: 'unreachable' });
      expect(await httpTransport(limits).request({ method: 'GET', url })).toMatchObject({
        failure: 'unreachable',
      });
    }
  });
});

describe('the HTTP server', () => {
  const send = (path: string, body?: Uint8Array): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const outgoing = httpRequest(`${server.url}${path}`, { method: body ? 'POST' : 'GET' }, (incoming) => {
        incoming.resume();
        resolve(incoming.statusCode);
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  it('serves each CA below its own name only', async () => {
    server.add('one', caWith({}));
    expect(await send('/one?operation=GetCACaps')).toBe(200);
    expect(await send('/one/certsrv/mscep/mscep.dll/pkiclient.exe?operation=GetCACaps')).toBe(200);
    expect(await send('/other?operation=GetCACaps')).toBe(404);
    expect(await send('/%zz')).toBe(404);
    server.remove('one');
    expect(await send('/one?operation=GetCACaps')).toBe(404);
  });

  it('refuses a body of more than 1 MB', async () => {
    server.add('large', caWith({}));
    expect(await send('/large?operation=PKIOperation', new Uint8Array(1_048_577))).toBe(413);
    expect(await send('/large?operation=PKIOperation', new Uint8Array(1_048_576))).toBe(400);
  });

  it('closes with connections that are open and answers that are held back', async () => {
    const closing = await listenScep();
    const url = closing.add(
      'late',
      caWith({ faults: [{ operation: 'GetCACaps', fault: { kind: 'late', seconds: 1000 } }] }),
    );
    const late = httpTransport().request({ method: 'GET', url: `${url}?operation=GetCACaps` });
    const idle = connect(Number(new URL(closing.url).port), '127.0.0.1');
    await new Promise((resolve) => idle.once('connect', resolve));
    const ended = new Promise((resolve) => idle.once('close', resolve));
    idle.on('error', () => undefined);
    await closing.close();
    await ended;
    expect(await late).toMatchObject({ kind: 'failed' });
  });
});

describe('startScepCa', () => {
  it('runs a CA on its own', async () => {
    const running = await startScepCa({ listen: '127.0.0.1:0', script: {} });
    try {
      const answer = await httpTransport().request({
        method: 'GET',
        url: `${running.url}/pkiclient.exe?operation=GetCACert`,
      });
      expect(answer).toMatchObject({ kind: 'answered', contentType: 'application/x-x509-ca-ra-cert' });
      expect(running.thumbprint).toMatch(/^[0-9A-F]{40}$/);
    } finally {
      await running.close();
    }
  });

  it.each(['8080', '127.0.0.1', '127.0.0.1:99999'])('refuses the address %s', async (listen) => {
    await expect(startScepCa({ listen, script: {} })).rejects.toThrow(/no address such as 127\.0\.0\.1:8080/);
  });
});
