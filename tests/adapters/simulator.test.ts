import { describe, expect, it } from 'vitest';
import { simulatorTarget } from '../../adapters/simulator.ts';
import type { TargetSession } from '../../adapters/target.ts';
import type { Preparation, ScepServer } from '../../cases/case.ts';
import type { ScepServerLog } from '../../cases/observation.ts';
import { defaultEdition } from '../../csp/editions.ts';
import type { ScepScript } from '../../pki/scep/script.ts';
import { atomic, bodyOf, csp, get, Reply, userCsp, type Sent } from '../simulator/client.ts';
import { authorities, exec, settingUp, type Settings } from '../simulator/scep/laboratory.ts';

const device = `${csp}/SCEP/a`;
const user = `${userCsp}/SCEP/a`;
const url = 'http://ca.test/scep';
const secondUrl = 'http://second.test/scep';

function server(script: ScepScript = {}, at = url): ScepServer {
  const { presented } = authorities.byName[script.authority ?? 'root-with-registration'];
  return {
    url: at,
    script,
    presented: presented.map((certificate) => Buffer.from(certificate).toString('base64')),
  };
}

/** One session, and what a test asks of it. */
interface Opened {
  readonly session: TargetSession;
  readonly sent: Buffer[];
  readonly send: (...commands: readonly Sent[]) => Promise<Reply>;
  readonly enroll: (changes?: Settings, id?: string) => Promise<Reply>;
  readonly node: (name: string, id?: string) => Promise<string>;
}

async function open(
  scepServers: readonly ScepServer[] | undefined,
  target = simulatorTarget(),
  preparation: Partial<Preparation> = {},
): Promise<Opened> {
  const session = await target.open({
    edition: defaultEdition,
    tpm: true,
    certificates: [],
    helloContainers: [],
    ...preparation,
    ...(scepServers === undefined ? {} : { scepServers }),
  });
  const sent: Buffer[] = [];
  const send = async (...commands: readonly Sent[]): Promise<Reply> => {
    const bytes = await session.exchange(Buffer.from(bodyOf(commands)));
    sent.push(Buffer.from(bytes ?? []));
    return new Reply(bytes);
  };
  return {
    session,
    sent,
    send,
    enroll: (changes = {}, id = device) => send(atomic(...settingUp(changes, id), exec(id))),
    node: async (name, id = device) => {
      const reply = await send(get(`${id}/${name}`));
      return reply.codes('1') === '200' ? (reply.value ?? '') : reply.codes('1');
    },
  };
}

const operations = (logs: readonly ScepServerLog[]): readonly string[] =>
  logs.map(({ url: at, entries }) => `${at}: ${entries.map(({ operation }) => operation).join(' ')}`);

describe('the simulator as a target, with SCEP servers', () => {
  it('enrolls with the server of the preparation', async () => {
    const { session, enroll, node } = await open([server({ challenge: 'secret' })]);
    expect((await enroll()).all).toMatch(/^200( 200)+$/);
    expect(await node('Status')).toBe('1');
    const [entry] = await session.readStores();
    expect(entry).toMatchObject({ scope: 'device', store: 'My', subject: 'CN=device' });
    expect(await node('CertThumbprint')).toBe(entry?.thumbprint);
  });

  it('gives the log of each server, in their order, also of one that nobody asked', async () => {
    const { session, enroll } = await open([server({}, secondUrl), server()]);
    await enroll();
    expect(operations(await session.readScepLog())).toEqual([
      `${secondUrl}: `,
      `${url}: GetCACaps GetCACert PKIOperation`,
    ]);
  });

  it('asks the servers that a case has, the next after a failure, each with a script of its own', async () => {
    const failing = server({ faults: [{ operation: 'GetCACert', fault: { kind: 'drop' } }] });
    const { session, enroll, node } = await open([failing, server({}, secondUrl)]);
    await enroll({ ServerURL: `${url};${secondUrl}` });
    expect(await node('RespondentServerUrl')).toBe(`${secondUrl}/pkiclient.exe`);
    expect(operations(await session.readScepLog())).toEqual([
      `${url}: GetCACaps GetCACert`,
      `${secondUrl}: GetCACaps GetCACert PKIOperation`,
    ]);
  });

  it("lets the server's clock go with that of the device", async () => {
    const { session, enroll, node } = await open([server({ pending: 1 })]);
    await enroll({ RetryDelay: '7' });
    expect(await node('Status')).toBe('2');
    await session.wait(7 * 60);
    expect(await node('Status')).toBe('1');
    const [log] = await session.readScepLog();
    const times = log?.entries.map(({ time }) => Date.parse(time)) ?? [];
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBe(7 * 60_000);
  });

  it('gives a log that does not grow afterwards', async () => {
    const { session, enroll } = await open([server()]);
    const before = await session.readScepLog();
    await enroll();
    const after = await session.readScepLog();
    expect(operations(before)).toEqual([`${url}: `]);
    await enroll({}, user);
    expect(operations(after)).toEqual([`${url}: GetCACaps GetCACert PKIOperation`]);
  });

  it('deletes keys behind the back of the CSP, of one scope alone', async () => {
    const { session, enroll, node } = await open([server()]);
    await enroll();
    await enroll({}, user);
    await session.removeKeys('device');
    expect((await session.readStores()).map(({ scope, provider }) => `${scope} ${provider}`)).toEqual([
      'device none',
      'user software',
    ]);
    expect([await node('CertThumbprint'), (await node('CertThumbprint', user)).length]).toEqual(['', 40]);
  });

  it('ends at Status 16 where nobody answers at ServerURL, with servers or without', async () => {
    for (const servers of [undefined, [], [server({}, secondUrl)]]) {
      const { session, enroll, node } = await open(servers);
      expect((await enroll()).all).toMatch(/^200( 200)+$/);
      expect([await node('Status'), await node('RespondentServerUrl')]).toEqual(['16', '']);
      expect(operations(await session.readScepLog())).toEqual(
        servers?.length === 1 ? [`${secondUrl}: `] : [],
      );
      expect(await session.readStores()).toEqual([]);
    }
  });

  it('gives each session a device and servers of its own', async () => {
    const target = simulatorTarget();
    const servers = [server({ pending: 1 })];
    const first = await open(servers, target);
    const second = await open(servers, target);
    await first.enroll({ RetryDelay: '1' });
    await first.session.wait(3600);
    expect([await first.node('Status'), await second.node('Status')]).toEqual(['1', '404']);
    expect([await second.session.readStores(), operations(await second.session.readScepLog())]).toEqual([
      [],
      [`${url}: `],
    ]);
    await second.enroll({ RetryDelay: '1' });
    expect(await second.node('Status')).toBe('2');
    expect(operations(await first.session.readScepLog())).toEqual([
      `${url}: GetCACaps GetCACert PKIOperation PKIOperation`,
    ]);
  });

  it('gives the same bytes for the same case, in replies, stores and logs', async () => {
    const target = simulatorTarget();
    const run = async (): Promise<string> => {
      const faults = [{ operation: 'PKIOperation', from: 3, fault: { kind: 'bit-flipped' } }] as const;
      const { session, sent, enroll, node } = await open([server({ pending: 1, faults })], target);
      await enroll({ RetryDelay: '1', KeyLength: '1024', ValidPeriodUnits: '9' });
      await session.wait(60);
      await enroll({}, user);
      await session.wait(600);
      for (const id of [device, user])
        for (const name of ['Status', 'ErrorCode', 'CertThumbprint']) await node(name, id);
      return JSON.stringify([
        sent.map((bytes) => bytes.toString('base64')),
        await session.readScepLog(),
        await session.readStores(),
      ]);
    };
    const [first, second] = [await run(), await run()];
    expect(second).toBe(first);
    expect(first).toContain('PENDING');
  });

  it('plays a hostile server, and takes no certificate of it', async () => {
    for (const fault of [
      { kind: 'garbage', bytes: 1000 },
      { kind: 'endless-data', bytes: 1_000_000_000_000 },
      { kind: 'endless-redirect' },
      { kind: 'wrong-nonce' },
      { kind: 'certificate-for-another-key' },
      { kind: 'unencrypted' },
      { kind: 'another-transaction' },
    ] as const) {
      const { session, enroll, node } = await open([
        server({ faults: [{ operation: 'PKIOperation', fault }] }),
      ]);
      await enroll();
      await session.wait(3600);
      expect([fault.kind, await node('Status'), await session.readStores()]).toEqual([fault.kind, '16', []]);
    }
  });
});

describe('the simulator as a target', () => {
  it('has every capability, and says who it is', async () => {
    const target = simulatorTarget();
    const capabilities = Object.values(await target.capabilities());
    expect(new Set(capabilities.map(({ answer }) => answer))).toEqual(new Set(['yes']));
    expect((await target.identity()).target).toBe('simulator');
    await target.close();
  });

  it('answers the ambiguities as it is told', async () => {
    const target = simulatorTarget({ answers: { 'A-06': '202', 'A-32': 'as-given' } });
    const { enroll, node } = await open([server()], target);
    expect((await enroll()).all).toMatch(/202$/);
    expect(await node('RespondentServerUrl')).toBe(url);
  });

  it('can have rules of its SCEP client broken', async () => {
    const target = simulatorTarget({
      adjustRules: ({ engine, csp: right }) => ({
        engine,
        csp: { ...right, isExpectedAuthority: () => true },
      }),
    });
    const { enroll, node } = await open([server({ authority: 'another' })], target);
    await enroll();
    expect(await node('Status')).toBe('1');
  });

  it('refuses answers that the catalogue does not have', async () => {
    await expect(open([], simulatorTarget({ answers: { 'A-69': 'maybe' } }))).rejects.toThrow(
      'A-69 has no answer "maybe"; it has: failed, pending',
    );
  });
});
