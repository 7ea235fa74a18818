import { describe, expect, it } from 'vitest';
import { simulatorTarget } from '../../../adapters/simulator.ts';
import { addressOf, requestAddress } from '../../../generators/address.ts';
import { add, atomic, exec } from '../../../generators/command.ts';
import type { TreeCommand } from '../../../syncml/message.ts';
import { documentOf, failureOf, openLaboratory, outcomeOf, preparation, said } from './fleet-laboratory.ts';

const enroll = documentOf(exec(addressOf('device', 'SCEP', 'Missing', 'Install', 'Enroll')));
const settings: readonly TreeCommand[] = [
  add(requestAddress('device', 'Alpha', 'KeyLocation'), 'int', '3'),
  add(requestAddress('device', 'Alpha', 'ContainerName'), 'chr', 'box'),
];

describe('a device behind Fleet that', () => {
  it('is silent ends at the limit of the driver', async () => {
    const failure = await failureOf(enroll, { pendingPolls: 1e9 }, {}, { answerLimit: 20 });
    expect(failure.message).toMatch(/lab-windows-1 has not answered within 20 ms: is it switched on/);
    expect(failure.layer).toBe('transport');
  });

  it('is silent lets the case be given up, and the profile goes all the same', async () => {
    const { target, server } = await openLaboratory({ pendingPolls: 1e9 });
    const session = await target.open(preparation);
    const exchange = outcomeOf(session, documentOf(...settings));
    await expect.poll(() => server.profiles()).toHaveLength(1);
    await session.cleanUp();
    expect(await exchange).toMatch(/abort/i);
    expect(server.profiles()).toEqual([]);
    const next = await target.open(preparation);
    expect(await outcomeOf(next, documentOf(...settings))).toMatch(/an earlier case has left/);
  });

  it.each<readonly [string, (result: string) => string, RegExp]>([
    ['said no SyncML', () => 'hello', /the result that Fleet has of it is no SyncML/],
    [
      'answered something else',
      (text) => text.replace(/<CmdRef>[\da-f-]{36}<\/CmdRef>/g, '<CmdRef>9</CmdRef>'),
      /does not answer it/,
    ],
  ])('%s', async (_, keep, message) => {
    const failure = await failureOf(enroll, { keep });
    expect(failure.message).toMatch(message);
    expect(failure.message).toMatch(/the device has carried the command out, but .*: run the case again$/);
    expect(failure.layer).toBe('laboratory');
  });

  it('answered in parts, of which Fleet has one, is not blamed', async () => {
    const cutOff = (text: string): string =>
      text.replace(
        /(<Status>(?:(?!<Status>).)*<Cmd>Add<\/Cmd>(?:(?!<Status>).)*<\/Status>).*<\/SyncBody>/,
        '$1</SyncBody>',
      );
    const failure = await failureOf(documentOf(...settings), { keep: cutOff });
    expect(failure.message).toMatch(/answered in several messages, and Fleet keeps only one/);
  });
});

describe('a Fleet that rewrites a profile', () => {
  const reversed = (payload: string): string => (payload.match(/<Add>.*?<\/Add>/gs) ?? []).reverse().join('');
  it.each<readonly [string, (payload: string) => string, RegExp]>([
    ['into an Atomic', (text) => `<Atomic><CmdID>a</CmdID>${text}</Atomic>`, /it has put an Atomic around/],
    ['in another order', reversed, /in place 1 stands Add .*ContainerName and not the Add .*KeyLocation/],
    [
      'with one command less',
      (text) => text.replace(/<\/Add>.*/s, '</Add>'),
      /there are 1 commands in place of 2/,
    ],
    ['with another value', (text) => text.replace('box', 'bag'), /in place 2 stands/],
    ['with another format', (text) => text.replace('>int<', '>chr<'), /in place 1 stands/],
    ['with one CmdID for all', (text) => text.replace(/<CmdID>[^<]*/g, '<CmdID>1'), /CmdIDs/],
  ])('%s: inconclusive, with the reason', async (_, rewrite, message) => {
    const failure = await failureOf(documentOf(...settings), { rewrite });
    expect(failure.message).toMatch(message);
    expect(failure.message).toMatch(/^Fleet rewrote the document, .*; test this case with --mdm=oma-dm$/);
    expect(failure.layer).toBe('laboratory');
  });

  it('also before the device has answered', async () => {
    const rewrite = (text: string): string => text.replace('box', 'bag');
    const failure = await failureOf(documentOf(atomic(settings)), { rewrite, pendingPolls: 1e9 });
    expect(failure.message).toMatch(/^Fleet rewrote/);
  });
});

describe('profiles', () => {
  it('are given to no team in which there are other hosts', async () => {
    const { target, server } = await openLaboratory({ hostsInTeam: 12 });
    const outcome = await outcomeOf(await target.open(preparation), documentOf(...settings));
    expect(outcome).toMatch(/would reach all 12 hosts .*: give the host a team of its own in Fleet/);
    expect(server.seen.map(({ call }) => call)).not.toContain('POST configuration_profiles');
  });

  it('that are refused leave nothing behind', async () => {
    const { target, server } = await openLaboratory();
    server.instead('POST configuration_profiles', said(400, 'The file should include valid XML.'));
    const session = await target.open(preparation);
    expect(await outcomeOf(session, documentOf(...settings))).toMatch(
      /400 when asked to add a profile \(Bad/,
    );
    await session.cleanUp();
    const calls = server.seen.map(({ call }) => call);
    expect(calls.filter((call) => call.endsWith('configuration_profiles'))).toEqual([
      'POST configuration_profiles',
    ]);
    const next = await target.open(preparation);
    expect(await outcomeOf(next, documentOf(...settings))).toContain('<Data>200</Data>');
  });

  it('are found by their names where Fleet has not told that they arrived', async () => {
    const device = await simulatorTarget().open(preparation);
    const { target, server } = await openLaboratory(
      { device },
      {
        fetch: async (input, init) => {
          const response = await fetch(input, init);
          const lost = init?.method === 'POST' && new URL(input).pathname.endsWith('configuration_profiles');
          return lost ? new Response('', { status: 502 }) : response;
        },
      },
    );
    const session = await target.open(preparation);
    expect(await outcomeOf(session, documentOf(...settings))).toMatch(/502 when asked to add a profile/);
    expect(server.profiles()).toHaveLength(1);
    await session.cleanUp();
    expect(server.profiles()).toEqual([]);
  });

  it('may be gone already, but a failing clean-up is told', async () => {
    for (const [answer, message] of [
      [said(404, 'not found'), undefined],
      [said(500, 'oops'), /500 when asked to delete a profile of this suite/],
    ] as const) {
      const { target, server } = await openLaboratory();
      const session = await target.open(preparation);
      await outcomeOf(session, documentOf(...settings));
      server.instead('DELETE configuration_profiles/:id', answer);
      if (message === undefined) await session.cleanUp();
      else await expect(session.cleanUp()).rejects.toThrow(message);
    }
  });
});
