import { describe, expect, test } from 'vitest';
import { openCaller, type CallerOptions, type CallResponse } from '../../../omadm/http/call.ts';
import { managementPath } from '../../../omadm/enrollment/namespaces.ts';
import { openControl } from '../../../omadm/server/control-client.ts';
import { messageType } from '../../../omadm/session/media-type.ts';
import { createRegistry, type EnrolledDevice } from '../../../omadm/server/registry.ts';
import { password, startLaboratory, type ServerLaboratory } from './laboratory.ts';

const csp = './Device/Vendor/MSFT/ClientCertificateInstall';
const header = (source: string, sessionId = '1'): string =>
  `<SyncHdr><VerDTD>1.2</VerDTD><VerProto>DM/1.2</VerProto><SessionID>${sessionId}</SessionID><MsgID>1</MsgID>` +
  `<Target><LocURI>server</LocURI></Target><Source><LocURI>${source}</LocURI></Source></SyncHdr>`;
const message = (commands: string, source = 'device'): Buffer =>
  Buffer.from(
    `<SyncML xmlns="SYNCML:SYNCML1.2">${header(source)}<SyncBody>${commands}<Final/></SyncBody></SyncML>`,
  );
const get = (cmdId: string, locUri: string): string =>
  `<Get><CmdID>${cmdId}</CmdID><Item><Target><LocURI>${locUri}</LocURI></Target></Item></Get>`;
const packageOne = (source: string): Buffer =>
  message('<Alert><CmdID>2</CmdID><Data>1201</Data></Alert>', source);

async function post(
  { server, root }: ServerLaboratory,
  body: Uint8Array,
  { contentType = messageType, ...options }: CallerOptions & { readonly contentType?: string } = {},
): Promise<CallResponse> {
  const caller = openCaller({ authorities: [root], ...options });
  try {
    return await caller.call({
      method: 'POST',
      url: `${server.url}${managementPath}?mode=Maintenance`,
      headers: { 'Content-Type': contentType },
      body,
    });
  } finally {
    caller.close();
  }
}

const dataOf = (reply: Uint8Array | undefined): string[] =>
  [
    ...Buffer.from(reply ?? [])
      .toString()
      .matchAll(/<Data>([^<]*)/g),
  ].map(([, data = '']) => data);

describe('the management server', () => {
  test('a device enrolls, syncs, and answers documents in its sessions', async () => {
    const laboratory = await startLaboratory();
    const client = await laboratory.client();
    const waiting = laboratory.control.exchange(
      client.deviceId,
      message(get('3', './DevInfo/Man') + get('4', `${csp}/PFXCertInstall/None`)),
      { user: false },
    );
    const session = client.sync();
    expect(dataOf(await waiting)).toEqual(['200', '200', 'ClientCertificateInstall conformance', '404']);
    await laboratory.control.endSession(client.deviceId);
    expect(await session).toMatchObject({ kind: 'ended' });
    const [device] = await laboratory.control.devices();
    expect(device).toMatchObject({
      deviceId: client.deviceId,
      packageOne: { loginStatus: 'user', devInfo: { DevId: client.deviceId } },
      about: { ApplicationVersion: '10.0.26100.1' },
    });
  });

  test('who has the wrong password does not enroll, and the password is nowhere', async () => {
    const laboratory = await startLaboratory();
    await expect(laboratory.client({ password: `${password}!` })).rejects.toThrow(/^enrollment|^policy/);
    expect(laboratory.registry.list()).toEqual([]);
    expect(JSON.stringify(laboratory.events)).not.toContain(password);
  });

  test('without the certificate of the device nobody gets a word', async () => {
    const laboratory = await startLaboratory();
    const client = await laboratory.client();
    const answer = await post(laboratory, packageOne(client.deviceId));
    expect(answer.status).toBe(403);
    expect(Buffer.from(answer.body).toString()).not.toContain('SyncML');
    const other = await startLaboratory();
    const stranger = await other.client();
    expect((await post(laboratory, packageOne(stranger.deviceId))).status).toBe(403);
  });

  test('another device’s certificate is not the right one', async () => {
    const laboratory = await startLaboratory();
    const [one, other] = [await laboratory.client(), await laboratory.client()];
    const entry = laboratory.registry.find(one.deviceId);
    if (entry === undefined) throw new Error('not enrolled');
    // The certificate of `one`, held by the device that says it is `other`.
    laboratory.registry.add({ ...entry, account: { ...entry.account, deviceId: other.deviceId } });
    expect(await other.sync()).toMatchObject({
      kind: 'failed',
      reason: expect.stringContaining('403') as string,
    });
  });

  test('what is no message of OMA-DM is turned away with a reason', async () => {
    const laboratory = await startLaboratory();
    for (const [body, contentType, status] of [
      [Buffer.from('rubbish'), messageType, 400],
      [Buffer.from('<!DOCTYPE a [<!ENTITY b "c">]><SyncML/>'), messageType, 400],
      [packageOne('device'), 'application/vnd.syncml.dm+wbxml', 415],
      [packageOne('device'), `${messageType}; charset=utf-8`, 403],
      [Buffer.alloc(3_000_000, 0x20), messageType, 413],
    ] as const) {
      expect((await post(laboratory, body, { contentType })).status).toBe(status);
    }
    expect(laboratory.events.length).toBeGreaterThan(3);
  });

  test('a wrong password of the DM account ends the session', async () => {
    const laboratory = await startLaboratory();
    const client = await laboratory.client();
    const entry = laboratory.registry.find(client.deviceId);
    if (entry === undefined) throw new Error('not enrolled');
    const { account } = entry;
    laboratory.registry.add({
      ...entry,
      account: { ...account, device: { ...account.device, secret: 'other' } },
    });
    expect(await client.sync()).toMatchObject({ kind: 'failed' });
    expect(
      laboratory.events.some((event) => event.kind === 'session' && event.event.kind === 'challenged'),
    ).toBe(true);
  });

  test('settings of a user go to nobody where nobody is logged on', async () => {
    const laboratory = await startLaboratory();
    const client = await laboratory.client({ loginStatus: 'none' });
    const waiting = laboratory.control.exchange(client.deviceId, message(get('1', './User/Vendor')), {
      user: true,
    });
    const refused = expect(waiting).rejects.toThrow(/login status is "none"/);
    await client.sync();
    await refused;
  });

  test('leases: one at a time for each device, and a device that nobody has is no device', async () => {
    const { control, client } = await startLaboratory();
    await expect(control.lease()).rejects.toThrow(/no such device/);
    const [one, other] = [await client(), await client()];
    const first = await control.lease(one.deviceId);
    expect(first.deviceId).toBe(one.deviceId);
    expect((await control.lease()).deviceId).toBe(other.deviceId);
    const third = control.lease();
    await control.release(one.deviceId);
    expect((await third).deviceId).toBe(one.deviceId);
    await expect(control.exchange('nobody', message(''), { user: false })).rejects.toThrow(/not enrolled/);
  });

  test('a lease ends with whoever has it', async () => {
    const laboratory = await startLaboratory({ control: { token: 'token', leaseGrace: 50 } });
    const client = await laboratory.client();
    const holder = openControl(laboratory.server.control);
    await holder.lease();
    const waiting = laboratory.control.lease();
    holder.close();
    expect((await waiting).deviceId).toBe(client.deviceId);
  });

  test('the session of a device that nobody can wake stays open from case to case', async () => {
    const laboratory = await startLaboratory();
    const client = await laboratory.client();
    const session = client.sync();
    for (const cmdId of ['1', '2', '3']) {
      const document = message(get(cmdId, './DevInfo/Lang'));
      expect(dataOf(await laboratory.control.exchange(client.deviceId, document, { user: false }))).toEqual([
        '200',
        '200',
        'en-US',
      ]);
      await laboratory.control.caseOver(client.deviceId);
    }
    await laboratory.control.endSession(client.deviceId);
    expect(await session).toEqual({ kind: 'ended', messages: 4 });
  });

  test('the registry is kept with each change, but for nonces', () => {
    const kept: (readonly EnrolledDevice[])[] = [];
    const device: EnrolledDevice = {
      account: {
        providerId: 'Test',
        address: 'https://server',
        deviceId: 'device',
        authentication: 'md5',
        device: { name: 'a', secret: 'b', nonce: 'c' },
        server: { name: 'd', secret: 'e', nonce: 'f' },
      },
      about: {},
      enrolledAt: '2026-01-01T00:00:00Z',
    };
    const registry = createRegistry([], (devices) => kept.push(devices));
    registry.add(device);
    registry.giveNonce('device', 'new');
    registry.giveNonce('nobody', 'new');
    expect(registry.find('device')?.account.device.nonce).toBe('new');
    registry.remove('device');
    registry.remove('device');
    expect(kept.map((devices) => devices.length)).toEqual([1, 0]);
    expect(createRegistry([device]).find('device')).toEqual(device);
  });
});
