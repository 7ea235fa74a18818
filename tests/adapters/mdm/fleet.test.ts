import { describe, expect, it } from 'vitest';
import { fleetDriver } from '../../../adapters/mdm/fleet.ts';
import {
  add,
  atomic,
  command,
  exec,
  get,
  itemOf,
  remove,
  replace,
  sequence,
} from '../../../generators/command.ts';
import { addressOf, requestAddress } from '../../../generators/address.ts';
import { readSyncML } from '../../../syncml/read.ts';
import type { StatusCommand, TreeCommand } from '../../../syncml/message.ts';
import {
  caseSending,
  documentOf,
  openLaboratory,
  outcomeOf,
  preparation,
  targetOn,
} from './fleet-laboratory.ts';
import { host, token } from './fleet-server.ts';

const enroll = exec(addressOf('device', 'SCEP', 'Missing', 'Install', 'Enroll'));
const location = add(requestAddress('device', 'Alpha', 'KeyLocation'), 'int', '3');
const container = add(requestAddress('device', 'Alpha', 'ContainerName'), 'chr', 'box');

function statusesIn(reply: string): readonly string[] {
  const read = readSyncML(reply);
  if (!read.ok) throw new Error(`no SyncML: ${reply}`);
  return read.message.commands.map((answer) => {
    const { kind, msgRef, cmdRef, cmd, data } = answer as StatusCommand;
    return [kind, msgRef, cmdRef, cmd, data?.text].join(' ');
  });
}

describe('the driver for Fleet', () => {
  const settings = { mdm: 'fleet', url: 'https://fleet.example.com', host: 'h' };
  const environment = { CONFORM_MDM_TOKEN: token };

  it.each([
    [{ ...settings, url: undefined }, environment, /--mdm-url, such as https/],
    [{ ...settings, url: 'fleet' }, environment, /--mdm-url takes a URL, not "fleet"/],
    [{ ...settings, url: 'http://fleet.example.com' }, environment, /with https/],
    [{ ...settings, url: 'https://me:pass@fleet.example.com' }, environment, /no user and password/],
    [{ ...settings, host: ' ' }, environment, /--mdm-host, the UUID or hostname/],
    [settings, {}, /an API token of Fleet in the environment variable CONFORM_MDM_TOKEN/],
    [settings, { CONFORM_MDM_TOKEN: 'bad\ntoken' }, /a character that no token has/],
  ])('says in one line what is missing or wrong, without secrets: %#', (given, variables, message) => {
    const { url, ...others } = given;
    const create = () => fleetDriver.create({ ...others, ...(url === undefined ? {} : { url }) }, variables);
    expect(create).toThrow(RangeError);
    expect(create).toThrow(message);
    expect(create).not.toThrow(/pass@|bad/);
  });

  it('can be had with what the command line gives', () => {
    expect(
      fleetDriver.create(settings, environment).refusal?.(caseSending(documentOf(enroll))),
    ).toBeUndefined();
  });

  it('tells the host, its build and the server, and never the token', async () => {
    const { target, server } = await openLaboratory();
    const identity = await target.identity();
    expect(identity).toMatchObject({ target: 'mdm', edition: '10.0.26100.1742' });
    expect(identity.description).toContain(host.hostname);
    expect(identity.description).toContain(server.url);
    expect(JSON.stringify(identity)).not.toContain(token);
  });

  it('judges no case by the rules of another edition than the device has', async () => {
    const { target } = await openLaboratory();
    const old = { ...preparation, edition: '10.0.10240' } as const;
    const message = /is build 10.0.26100.1742, the case expects 10.0.10240: run with --edition=10.0.26100/;
    await expect(target.open(old)).rejects.toThrow(message);
    expect(target.refusal?.({ ...caseSending(documentOf(enroll)), preparation: old })).toMatch(message);
  });

  it('gives a reason for everything that it does not say yes to', async () => {
    const capabilities = Object.entries(await targetOn('https://fleet.example.com').capabilities());
    for (const [need, capability] of capabilities) {
      if (capability.answer !== 'yes') expect(capability.reason, need).toMatch(/^\w.*\w\)?$/);
    }
    expect(capabilities.filter(([, { answer }]) => answer === 'yes').map(([need]) => need)).toEqual([
      'exchange',
      'device-scope',
    ]);
  });
});

describe('what Fleet can carry', () => {
  const target = targetOn('https://fleet.example.com');
  const withNoResp = (sent: TreeCommand): TreeCommand => ({ ...sent, noResp: true });

  it.each([
    ['an Exec', documentOf(enroll)],
    ['an Add', documentOf(location)],
    [
      'Add and Replace',
      documentOf(location, replace(requestAddress('device', 'Alpha', 'KeyLocation'), 'int', '3')),
    ],
    ['an Atomic of these', documentOf(atomic([location, container]))],
    [
      'a bare Exec',
      Buffer.from('<Exec><CmdID>1</CmdID><Item><Target><LocURI>./a</LocURI></Target></Item></Exec>'),
    ],
  ])('takes %s', (_, document) => {
    expect(target.refusal?.(caseSending(document))).toBeUndefined();
  });

  it.each([
    ['a Get', documentOf(get(addressOf('device'))), 'Fleet carries no Get: it takes one Exec'],
    ['a Delete', documentOf(remove(addressOf('device'))), 'Fleet carries no Delete'],
    ['a Sequence', documentOf(sequence([location])), 'Fleet carries no Sequence'],
    ['an Exec and a Get', documentOf(enroll, get('./DevInfo')), 'only as the single command'],
    ['two Execs', documentOf(enroll, enroll), 'only as the single command'],
    ['an Exec with NoResp', documentOf(withNoResp(enroll)), 'waits for the Status'],
    ['an Exec in an Atomic', documentOf(atomic([location, enroll])), 'Exec in an Atomic only for SCEP'],
    ['an Atomic in an Atomic', documentOf(atomic([atomic([location])])), 'no Atomic in an Atomic'],
    [
      'an Atomic beside others',
      documentOf(atomic([location]), container),
      'an Atomic only as the single command',
    ],
    ['SCEP nodes', documentOf(add(addressOf('user', 'SCEP', 'a'), 'node')), 'below its own variable'],
    ['an Add with NoResp', documentOf(withNoResp(location)), 'drops NoResp'],
    ['no commands', '<SyncBody><Final/></SyncBody>', /wrong with a message|without commands/],
    ['no Final', '<SyncBody><Add><CmdID>1</CmdID><Item/></Add></SyncBody>', 'ends every message with Final'],
    [
      'a variable',
      documentOf(add('./a/$FLEET_VAR_HOST_UUID', 'chr', 'x')),
      'put a value in place of the variable',
    ],
    ['no SyncML', 'hello', 'only well-formed SyncML'],
    [
      'an Item without address',
      documentOf({ kind: 'Add', items: [{ data: { text: '', cdata: false } }] }),
      'LocURI',
    ],
    [
      'a header that says more',
      Buffer.from(documentOf(location)).toString().replace('DM/1.2', 'DM/1.1'),
      'a SyncHdr of its own',
    ],
    [
      'a missing CmdID',
      '<Add><Item><Target><LocURI>./a</LocURI></Target></Item></Add>',
      'CmdIDs and envelope of its own',
    ],
  ])('refuses %s with the reason', (_, document, reason) => {
    const refusal = target.refusal?.(caseSending(documentOf(enroll), document));
    expect(refusal).toMatch(reason);
    expect(refusal).toMatch(/^(Fleet|what Fleet) /);
    expect(refusal).not.toContain('\n');
  });
});

describe('one document through Fleet', () => {
  it('gives the Status of an Exec with the ids of the case, and of nothing else', async () => {
    const { target, server } = await openLaboratory({ pendingPolls: 3 });
    const session = await target.open(preparation);
    const reply = await outcomeOf(session, documentOf(enroll));
    expect(statusesIn(reply)).toEqual(['Status 1 0 SyncHdr 200', 'Status 1 1 Exec 404']);
    await session.cleanUp();
    const calls = server.seen.map(({ call }) => call);
    expect(calls.filter((call) => call === 'POST commands/run')).toHaveLength(1);
    expect(calls.filter((call) => call === 'GET commands/results')).toHaveLength(4);
  });

  it('sends the very text of an Exec but for its CmdID', async () => {
    const { target, server } = await openLaboratory();
    const session = await target.open(preparation);
    const told: TreeCommand = {
      ...enroll,
      correlator: 'c',
      items: [itemOf('./Vendor/MSFT/x', 'chr', 'a & <b>')],
    };
    await outcomeOf(session, documentOf(told));
    const { command: sent } = JSON.parse(
      server.seen.find(({ call }) => call === 'POST commands/run')?.body.toString() ?? '',
    ) as { command: string };
    const [, text = ''] = /<SyncBody>(.*)<Final\/>/.exec(Buffer.from(documentOf(told)).toString()) ?? [];
    const without = (xml: string): string => xml.replace(/<CmdID>.*?<\/CmdID>/, '');
    expect(without(Buffer.from(sent, 'base64').toString())).toBe(without(text));
    expect(Buffer.from(sent, 'base64').toString()).toMatch(/<CmdID>[\da-f-]{36}<\/CmdID>/);
  });

  it.each([true, false])('waits for a command that is pending (listed: %s)', async (listsPending) => {
    const { target } = await openLaboratory({ listsPending, pendingPolls: 5 });
    const session = await target.open(preparation);
    expect(await outcomeOf(session, documentOf(enroll))).toContain('<Data>404</Data>');
    expect(statusesIn(await outcomeOf(session, documentOf(location)))).toEqual([
      'Status 1 0 SyncHdr 200',
      'Status 1 1 Add 200',
    ]);
  });

  it('carries an Atomic as a profile for the team of the host, and deletes it afterwards', async () => {
    const { target, server } = await openLaboratory();
    const session = await target.open(preparation);
    const reply = await outcomeOf(session, documentOf(atomic([location, container])));
    expect(statusesIn(reply)).toEqual([
      'Status 1 0 SyncHdr 200',
      'Status 1 1 Atomic 200',
      'Status 1 2 Add 200',
      'Status 1 3 Add 200',
    ]);
    expect(server.profiles()).toEqual([expect.stringMatching(/^conform-[\da-f-]{36}$/)]);
    await session.cleanUp();
    expect(server.profiles()).toEqual([]);
    const count = server.seen.find(({ call }) => call === 'GET hosts/count');
    expect(count?.query).toBe(`?team_id=${host.team_id}`);
  });

  it('takes no answer to another command for its own', async () => {
    const { target } = await openLaboratory();
    const first = await target.open(preparation);
    await outcomeOf(first, documentOf(location));
    expect(statusesIn(await outcomeOf(first, documentOf(location)))).toEqual([
      'Status 1 0 SyncHdr 200',
      'Status 1 1 Add 418',
    ]);
  });

  it('will not test on what an earlier case has left, since Fleet can not delete it', async () => {
    const { target } = await openLaboratory();
    const first = await target.open(preparation);
    await outcomeOf(first, documentOf(location));
    await first.cleanUp();
    const second = await target.open(preparation);
    expect(await outcomeOf(second, documentOf(container))).toMatch(
      /an earlier case has left device\/pfxcertinstall\/alpha on lab-windows-1, and Fleet carries no Delete: set/,
    );
    const elsewhere = add(requestAddress('device', 'Bravo', 'KeyLocation'), 'int', '3');
    expect(await outcomeOf(second, documentOf(elsewhere))).toContain('<Data>200</Data>');
    expect(
      await outcomeOf(second, documentOf(command('Exec', requestAddress('device', 'Charlie')))),
    ).toContain('<Data>405</Data>');
    await second.cleanUp();
    const third = await target.open(preparation);
    expect(
      await outcomeOf(third, documentOf(command('Exec', requestAddress('device', 'Charlie')))),
    ).toContain('<Data>405</Data>');
  });

  it('knows nothing of the stores, and says so', async () => {
    const { target } = await openLaboratory();
    const session = await target.open(preparation);
    for (const attempt of [
      () => session.readStores(),
      () => session.wait(1),
      () => session.readScepLog(),
      () => session.removeKeys('device'),
    ]) {
      await expect(attempt()).rejects.toThrow(/Fleet/);
    }
  });
});
