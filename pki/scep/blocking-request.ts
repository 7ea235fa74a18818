import type { WrittenExchange } from './blocking-transport.ts';
import { httpTransport } from './http-transport.ts';
import type { ClientRequest } from './transport.ts';

// The process of blocking-transport.ts: one request from standard input, its exchange to standard output.
const pieces: Buffer[] = [];
for await (const piece of process.stdin as AsyncIterable<Buffer>) pieces.push(piece);
const { body, ...rest } = JSON.parse(Buffer.concat(pieces).toString('utf8')) as Omit<
  ClientRequest,
  'body'
> & {
  readonly body?: string;
};
const exchange = await httpTransport().request({
  ...rest,
  ...(body === undefined ? {} : { body: Buffer.from(body, 'base64') }),
});
const written: WrittenExchange =
  exchange.kind === 'answered'
    ? {
        exchange: { ...exchange, body: new Uint8Array() },
        body: Buffer.from(exchange.body).toString('base64'),
      }
    : { exchange };
process.stdout.write(JSON.stringify(written));
