import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'vitest';
import { answerTo, commandsIn, payloadOf, singleAdd, smallCommands, texts } from './documents.ts';
import { generous, talk, textOf } from './pair.ts';

/** Nothing to begin with, a nonce that is out of date, and the right one. */
const nonces = fc.constantFrom('', 'AAAA', Buffer.from('the first nonce.').toString('base64'));

const exchanges = fc.array(
  fc.record({
    commands: fc.oneof(smallCommands, singleAdd(9_000)),
    values: fc.array(texts(9_000), { maxLength: 4 }),
    msgId: fc.constantFrom('1', '2', '3', '17', 'x&y'),
  }),
  { minLength: 1, maxLength: 4 },
);

describe('a session of the two sides', () => {
  it('gives the device the commands of every payload, and the server every reply byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        exchanges,
        fc.constantFrom('none' as const, 'basic' as const, 'md5' as const),
        nonces,
        fc.record({
          device: fc.integer({ min: 2_000, max: 12_000 }),
          server: fc.integer({ min: 2_000, max: 12_000 }),
        }),
        fc.func(fc.boolean()),
        async (asked, authentication, nonce, sizes, repeats) => {
          const payloads = asked.map(({ commands, msgId }) =>
            payloadOf(commands, { msgId, maxMsgSize: sizes.server }),
          );
          const seen: Uint8Array[] = [];
          const outcome = await talk({
            authentication,
            payloads,
            repeats,
            handle: (document) => {
              seen.push(document);
              return answerTo(document, asked[seen.length - 1]?.values ?? []);
            },
            server: { limits: { ...generous, message: sizes.server } },
            client: {
              maxMsgSize: sizes.device,
              device: { name: 'device@example.test', secret: 'OhBehave', nonce },
            },
          });
          assert.equal(outcome.end, 'ended');
          assert.deepEqual(seen.map(commandsIn), payloads.map(commandsIn));
          assert.deepEqual(
            outcome.replies.map(textOf),
            payloads.map((payload, index) => textOf(answerTo(payload, asked[index]?.values ?? []))),
          );
          for (const [index, message] of outcome.messages.entries()) {
            assert.ok(message.length <= (index % 2 === 0 ? sizes.server : sizes.device));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it('tells what the device said of itself', async () => {
    const outcome = await talk({
      payloads: [],
      handle: () => undefined,
      client: {
        initiatedBy: 'server',
        loginStatus: 'none',
        maxMsgSize: 65_536,
        alerts: [{ code: '1226', type: 'com.microsoft:mdm.unenrollment.userrequest', data: '1' }],
      },
    });
    assert.equal(outcome.end, 'ended');
    assert.deepEqual(outcome.packageOne, {
      initiatedBy: 'server',
      loginStatus: 'none',
      maxMsgSize: 65_536,
      devInfo: {
        DevId: 'urn:uuid:4b1d0f5e-0000-4444-8888-0123456789ab',
        Man: 'Example',
        Mod: 'Virtual',
        DmV: '1.3',
        Lang: 'en-US',
      },
    });
    assert.deepEqual(outcome.alerts, [
      { code: '1226', type: 'com.microsoft:mdm.unenrollment.userrequest', data: '1' },
    ]);
  });

  it('ends where the device has no answer', async () => {
    const [payload] = fc.sample(smallCommands, { numRuns: 1, seed: 1 });
    const outcome = await talk({ payloads: [payloadOf(payload ?? [])], handle: () => undefined });
    assert.equal(outcome.end, 'aborted: the device ended the session (Alert 1223)');
  });

  it('does not come about with another secret', async () => {
    for (const authentication of ['basic', 'md5'] as const) {
      const outcome = await talk({
        authentication,
        payloads: [],
        handle: () => undefined,
        client: { device: { name: 'device@example.test', secret: 'wrong', nonce: '' } },
      });
      assert.match(outcome.end, /refused/);
      assert.equal(outcome.packageOne, undefined);
    }
  });
});
