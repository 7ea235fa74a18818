import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { TargetFailure } from '../../../adapters/target.ts';
import { addressOf } from '../../../generators/address.ts';
import { exec } from '../../../generators/command.ts';
import {
  documentOf,
  failureOf,
  openLaboratory,
  outcomeOf,
  preparation,
  said,
  targetOn,
} from './fleet-laboratory.ts';
import { host, startFleet, token, type Instead } from './fleet-server.ts';

const enroll = documentOf(exec(addressOf('device', 'SCEP', 'Missing', 'Install', 'Enroll')));
const run = 'POST commands/run';
const results = 'GET commands/results';

describe('what Fleet answers instead', () => {
  it.each<readonly [string, string, Instead, TargetFailure['layer'], RegExp]>([
    [
      'no valid token',
      run,
      said(401, 'Authentication required'),
      'laboratory',
      /401 .*: set CONFORM_MDM_TOKEN/,
    ],
    ['a token that may not', run, said(403, 'forbidden'), 'laboratory', /403 .*take one who is maintainer/],
    [
      'no such host',
      run,
      said(404, 'host not found'),
      'laboratory',
      /404 .*host not found\): give --mdm-host/,
    ],
    ['MDM off', run, said(412, 'MDM is off'), 'laboratory', /412 .*\(Bad request: MDM is off\): turn MDM on/],
    [
      'a bad request',
      run,
      said(400, 'You can run only'),
      'laboratory',
      /400 .*You can run only\): see what it said/,
    ],
    ['no Premium', run, said(402, 'Requires Fleet Premium'), 'laboratory', /402 .*needs Fleet Premium/],
    ['unprocessable', run, said(422, 'no'), 'laboratory', /422 .*takes less than the driver knows/],
    [
      'a teapot',
      run,
      { status: 418, body: 'short\nand stout' },
      'laboratory',
      /\(short and stout\): see what/,
    ],
    ['too many requests', run, { status: 429 }, 'transport', /429 when asked to run a command: wait/],
    [
      'too many for an hour',
      run,
      { status: 429, headers: { 'Retry-After': '3600' } },
      'transport',
      /429 .*give a longer --mdm-poll/,
    ],
    [
      'a fault of the server',
      run,
      { status: 502, body: '<html>' },
      'transport',
      /502 .*look into the server's log/,
    ],
    ['the token in an error', run, said(500, `bad ${token}`), 'transport', /bad …/],
    ['an empty body', run, { status: 200 }, 'transport', /without command_uuid: is --mdm-url/],
    ['an empty object', run, { status: 200, body: '{}' }, 'transport', /without command_uuid/],
    ['no JSON', run, { status: 200, body: '<html>' }, 'transport', /its answer is no JSON/],
    ['null', run, { status: 200, body: 'null' }, 'transport', /without command_uuid/],
    [
      'a failed host',
      run,
      { status: 200, body: JSON.stringify({ command_uuid: 'x', failed_uuids: [host.uuid] }) },
      'laboratory',
      /failed for this host \(failed_uuids\): look at the host/,
    ],
    [
      'a redirect',
      run,
      { status: 307, headers: { Location: 'https://elsewhere.example.com/' } },
      'transport',
      /sends elsewhere, to https:\/\/elsewhere.example.com\/: give --mdm-url/,
    ],
    [
      'too much',
      run,
      { status: 200, body: 'x'.repeat(17 * 1024 * 1024) },
      'transport',
      /more than 16777216 bytes/,
    ],
    ['a lost command', results, said(404, 'not found'), 'laboratory', /404 .*Fleet has lost the command/],
    ['no host', 'GET hosts/identifier/:id', said(404, 'Host was not found'), 'laboratory', /give --mdm-host/],
    [
      'a Mac',
      'GET hosts/identifier/:id',
      { status: 200, body: JSON.stringify({ host: { uuid: 'x', platform: 'darwin' } }) },
      'laboratory',
      /has the platform darwin: give --mdm-host a host with Windows/,
    ],
  ])('%s', async (_, call, answer, layer, message) => {
    const failure = await failureOf(enroll, {}, { [call]: [answer] });
    expect(failure.message).toMatch(message);
    expect(failure.layer).toBe(layer);
  });

  it('sends the token to no other host, however it is led there', async () => {
    const asked: string[] = [];
    const other = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.end('{}');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const { port } = other.address() as AddressInfo;
    for (const status of [301, 302, 303, 307, 308]) {
      const answer = { status, headers: { Location: `http://127.0.0.1:${port}/` } };
      await failureOf(enroll, {}, { [run]: [answer] });
    }
    expect(asked).toEqual([]);
  });

  it('waits as Retry-After says and goes on', async () => {
    const { target, server } = await openLaboratory();
    const busy = { status: 429, headers: { 'Retry-After': '0' } };
    server.instead(run, busy, busy);
    server.instead(results, busy);
    expect(await outcomeOf(await target.open(preparation), enroll)).toContain('<Data>404</Data>');
  });

  it.each([
    ['an empty body', { status: 200 }],
    ['an empty object', { status: 200, body: '{}' }],
    ['null for a list', { status: 200, body: '{"results":null}' }],
    ['an empty list', { status: 200, body: '{"results":[]}' }],
    ["another host's row", { status: 200, body: '{"results":[{"host_uuid":"x","result":"PGEvPg=="}]}' }],
  ])('takes %s for a result that is still to come', async (_, nothing) => {
    const { target, server } = await openLaboratory();
    server.instead(results, nothing, nothing);
    expect(await outcomeOf(await target.open(preparation), enroll)).toContain('<Data>404</Data>');
  });
});

describe('a Fleet that can not be asked', () => {
  it('is told when nobody listens there', async () => {
    const server = await startFleet();
    await server.close();
    await expect(targetOn(server.url).identity()).rejects.toThrow(
      /could not be asked to look up the host: .*ECONNREFUSED.*; check --mdm-url/,
    );
  });

  it('is told when it never answers', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      silent.closeAllConnections();
      silent.close();
    });
    const { port } = silent.address() as AddressInfo;
    await expect(targetOn(`http://127.0.0.1:${port}`, { requestTimeout: 50 }).identity()).rejects.toThrow(
      /no answer within 50 ms/,
    );
  });
});
