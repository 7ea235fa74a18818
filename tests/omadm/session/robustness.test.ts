import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { createClientSession } from '../../../omadm/session/client-session.ts';
import { createServerSession } from '../../../omadm/session/server-session.ts';
import { alert, nativeMessage, packageOne, results, status } from './device-messages.ts';
import { answerTo, payloadOf, smallCommands } from './documents.ts';
import { clientOptions, serverOptions } from './pair.ts';

const fragments = [
  ...[
    '<',
    '>',
    '"',
    '&',
    ']]>',
    '<!--',
    '-->',
    '<![CDATA[',
    '<!DOCTYPE x>',
    '\0',
    '\xff',
    '<SyncBody>',
    '</SyncBody>',
  ],
  ...[
    '<SyncHdr>',
    '<MoreData/>',
    '<Final/>',
    '<MsgID>',
    '</Status>',
    '<Status>',
    '<Data/>',
    '<Data>1222</Data>',
  ],
  ...['<x:a xmlns:x="y"/>', '<Results><CmdID>1</CmdID><Item><Data/><MoreData/></Item></Results>'],
];

/** A document with a few places cut out, doubled or written over. */
function damaged(documents: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const damage = fc.record({
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(60),
    by: fc.oneof(fc.constant(''), fc.constantFrom(...fragments)),
    twice: fc.boolean(),
  });
  return fc
    .tuple(fc.constantFrom(...documents), fc.array(damage, { maxLength: 3 }))
    .map(([document, damages]) =>
      damages.reduce((view, { at, length, by, twice }) => {
        const start = Math.floor(at * view.length);
        const end = twice ? start - Math.min(start, length) : start + length;
        return view.slice(0, start) + by + view.slice(end);
      }, Buffer.from(document).toString('latin1')),
    )
    .map((view) => Buffer.from(view, 'latin1'));
}

function rubbish(documents: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    { weight: 5, arbitrary: damaged(documents) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 300 }) },
  );
}

const [commands = []] = fc.sample(smallCommands, { numRuns: 1, seed: 7 });
const payload = payloadOf(commands);
const header = status(1, [1, '0', 'SyncHdr', 200]);
const chunk = results(3, 1, '<Data>abc</Data><MoreData/>');

describe('whatever comes', () => {
  it('is answered or refused by the server, with a reason', () => {
    const messages = [
      nativeMessage({ msgId: 1, body: packageOne }),
      nativeMessage({
        msgId: 2,
        body: header + status(2, [1, '1', 'Add', 200]) + results(3, 1, '<Data>x</Data>'),
      }),
      nativeMessage({ msgId: 2, body: header + chunk, final: false }),
      nativeMessage({ msgId: 3, body: header + chunk + results(4, 1, '<Data>x</Data>') }),
      nativeMessage({ msgId: 3, body: alert(1, 1223) }),
    ];
    fc.assert(
      fc.property(
        fc.constantFrom('none' as const, 'md5' as const),
        fc.array(rubbish(messages), { maxLength: 4 }),
        fc.boolean(),
        (authentication, received, opened) => {
          const session = createServerSession(serverOptions({ authentication }));
          const first = nativeMessage({ msgId: 1, body: packageOne });
          for (const message of opened ? [first, ...received] : received) {
            const turn = session.receive(message);
            if (turn.kind === 'refused') assert.ok(turn.reason.length > 10);
            if (turn.kind === 'opened' || turn.kind === 'replied')
              assert.ok(session.next(payload).length > 0);
            if (session.over) break;
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('is answered by the device, or ends its session', async () => {
    const documents = [
      payload,
      answerTo(payload, ['x']),
      nativeMessage({ msgId: 1, body: header + alert(2, 1222) }),
      nativeMessage({ msgId: 1, body: status(1, [1, '0', 'SyncHdr', 407], '<Chal><Meta/></Chal>') }),
      nativeMessage({
        msgId: 1,
        body: '<Add><CmdID>7</CmdID><Item><Data>abc</Data><MoreData/></Item></Add>',
      }),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('none' as const, 'md5' as const),
        fc.array(fc.tuple(rubbish(documents), rubbish(documents)), { maxLength: 4 }),
        async (authentication, exchanges) => {
          let answer: Uint8Array = new Uint8Array();
          const client = createClientSession(clientOptions(() => answer, { authentication }));
          client.start();
          for (const [message, given] of exchanges) {
            answer = given;
            const turn = await client.receive(message);
            if (turn.kind !== 'send') break;
          }
        },
      ),
      { numRuns: 1_500 },
    );
  });

  it('costs no more than its length', () => {
    const long = 400_000;
    for (const hostile of [
      '<MsgID>',
      '<Target> ',
      '<CmdID>',
      '<SyncBody ',
      '<Status>',
      '&',
      '<!--',
      '<Source>\n',
      '"',
    ]) {
      const body = hostile.repeat(Math.ceil(long / hostile.length));
      const session = createServerSession(serverOptions());
      session.receive(nativeMessage({ msgId: 1, body: packageOne }));
      session.next(Buffer.concat([payload, Buffer.from(body)]));
      session.receive(Buffer.from(body));
      createServerSession(serverOptions()).receive(Buffer.from(`<SyncML>${body}`));
    }
    // Quadratic work would take minutes.
  }, 30_000);
});
