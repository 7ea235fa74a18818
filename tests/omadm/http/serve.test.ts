import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { CallFailure, openCaller } from '../../../omadm/http/call.ts';
import { OperationFailure, openService, serveOperations } from '../../../omadm/http/json-service.ts';
import { serveHttp, type HttpService } from '../../../omadm/http/serve.ts';

const running: { close(): unknown }[] = [];
afterEach(async () => {
  for (const one of running.splice(0)) await one.close();
});

async function serve(maximumBody: number): Promise<{ service: HttpService; seen: number[] }> {
  const seen: number[] = [];
  const service = await serveHttp({
    host: '127.0.0.1',
    port: 0,
    maximumBody,
    handle: ({ path, body }) => {
      seen.push(body.length);
      if (path === '/fail') throw new Error('secret detail');
      return { status: 200, body };
    },
  });
  running.push(service);
  return { service, seen };
}

function caller(...options: Parameters<typeof openCaller>): ReturnType<typeof openCaller> {
  const opened = openCaller(...options);
  running.push(opened);
  return opened;
}

/** Writes raw bytes and gives the first line that comes back; '' where the connection is just closed. */
function raw(port: number, head: string, body?: () => Buffer | undefined): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    let answer = '';
    const done = (): void => {
      socket.destroy();
      resolve(answer.split('\r\n')[0] ?? '');
    };
    socket.on('data', (piece) => {
      answer += piece.toString();
      if (answer.includes('\r\n\r\n')) done();
    });
    socket.on('error', done);
    socket.on('close', done);
    const write = (): void => {
      for (;;) {
        const piece = body?.();
        if (piece === undefined || socket.destroyed) return;
        if (!socket.write(piece)) return void socket.once('drain', write);
      }
    };
    socket.write(head, write);
  });
}

describe('bounded HTTP', () => {
  test('bodies come back as they were sent, with their length', async () => {
    const { service } = await serve(1000);
    const answer = await caller().call({ method: 'POST', url: service.url, body: 'abc' });
    expect(Buffer.from(answer.body).toString()).toBe('abc');
    expect(answer.headers['content-length']).toBe('3');
  });

  test('a body that is announced too large is refused before it is read', async () => {
    const { service, seen } = await serve(1000);
    const answer = await raw(
      service.port,
      `POST / HTTP/1.1\r\nHost: x\r\nContent-Length: ${2 ** 30}\r\n\r\n`,
    );
    expect(answer).toContain('413');
    expect(seen).toEqual([]);
  });

  test('a gigabyte in chunks ends at the limit, with bounded memory', async () => {
    const { service, seen } = await serve(100_000);
    const piece = Buffer.from(`10000\r\n${'x'.repeat(0x10000)}\r\n`);
    let left = 2 ** 30;
    const before = process.memoryUsage().rss;
    const answer = await raw(
      service.port,
      'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n',
      () => {
        left -= piece.length;
        return left > 0 ? piece : undefined;
      },
    );
    expect(answer).toContain('413');
    expect(seen).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
    expect(left).toBeGreaterThan(2 ** 29);
  });

  test('what a handler throws stays inside', async () => {
    const { service } = await serve(1000);
    const answer = await caller().call({ method: 'POST', url: `${service.url}/fail` });
    expect(answer.status).toBe(500);
    expect(Buffer.from(answer.body).toString()).not.toContain('secret');
  });

  test('an answer that is too large, a port where nobody listens, a URL that is none: one sentence each', async () => {
    const { service } = await serve(1000);
    const small = caller({ maximumBody: 2 });
    await expect(small.call({ method: 'POST', url: service.url, body: 'abc' })).rejects.toThrow(
      /more than 2 bytes/,
    );
    await service.close();
    await expect(small.call({ method: 'GET', url: service.url })).rejects.toBeInstanceOf(CallFailure);
    await expect(small.call({ method: 'GET', url: 'ftp://nowhere' })).rejects.toThrow(/no URL/);
  });

  test('a silent server is left after the time allowed', async () => {
    const silent = await serveHttp({
      host: '127.0.0.1',
      port: 0,
      maximumBody: 10,
      handle: () => new Promise(() => undefined),
    });
    running.push(silent);
    await expect(caller().call({ method: 'GET', url: silent.url, timeout: 50 })).rejects.toThrow(
      /no answer within 50 ms/,
    );
  });
});

describe('services between processes', () => {
  test('JSON, bytes and nothing go both ways; failures keep their layer and sentence', async () => {
    const service = await serveOperations(
      {
        echo: (parcel) => parcel,
        fail: () => {
          throw new OperationFailure('transport', 'the line is dead');
        },
      },
      { token: 'right' },
    );
    running.push(service);
    const client = openService({ url: service.url, token: 'right' });
    running.push(client);
    expect(await client.ask('echo', { json: { a: [1] } })).toEqual({ json: { a: [1] } });
    expect(await client.ask('echo', { bytes: Buffer.from([0, 255]) })).toEqual({
      bytes: Buffer.from([0, 255]),
    });
    expect(await client.ask('echo')).toBeUndefined();
    await expect(client.ask('fail')).rejects.toMatchObject({
      layer: 'transport',
      message: 'the line is dead',
    });
    await expect(client.ask('toString')).rejects.toThrow(/404/);
  });

  test('without the token nothing is done', async () => {
    let called = 0;
    const service = await serveOperations(
      {
        work: () => {
          called++;
          return undefined;
        },
      },
      { token: 'right' },
    );
    running.push(service);
    for (const token of ['wrong', '', 'righ', 'right2']) {
      const client = openService({ url: service.url, token });
      running.push(client);
      await expect(client.ask('work')).rejects.toThrow(/token/);
    }
    expect(called).toBe(0);
  });
});
