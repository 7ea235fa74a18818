import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDevice } from '../../simulator/device.ts';
import { deviceLimits } from '../../simulator/limits.ts';
import { allCommands } from '../../syncml/walk.ts';
import { readSyncML } from '../../syncml/read.ts';
import { add, bodyOf, csp, get, open, Reply } from './client.ts';
import { anyAnswers, anyMessage, everything } from './arbitraries.ts';
import { pfxOf } from './pfx-files.ts';

const preparation = { edition: '10.0.26100', tpm: true, certificates: [], helloContainers: [] } as const;

/** A text with something cut out, put in or exchanged, somewhere. */
const anyMutated = fc
  .tuple(
    anyMessage,
    fc.array(fc.tuple(fc.nat(), fc.nat(40), fc.string({ unit: 'binary', maxLength: 8 })), {
      minLength: 1,
      maxLength: 4,
    }),
  )
  .map(([message, mutations]) =>
    mutations.reduce((text, [at, length, put]) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + put + text.slice(start + length);
    }, bodyOf(message)),
  );

describe('any input', () => {
  it('arbitrary bytes are answered with SyncML that can be read', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const device = createDevice({ preparation, answers: {}, startsAt: 0 });
        assert.ok(new Reply(device.handle(bytes)).header !== '');
      }),
      { numRuns: 500 },
    );
  });

  it('mutated messages are answered, and R-DM-16: what can not be read changes nothing', () => {
    let unread = 0;
    fc.assert(
      fc.property(anyMutated, (text) => {
        const session = open();
        const before = everything(session);
        const reply = session.sendText(text);
        assert.equal(reply.header === '200', readSyncML(Buffer.from(text)).ok);
        if (reply.header === '200') return;
        unread += 1;
        assert.deepEqual(everything(session), before);
      }),
      { numRuns: 300 },
    );
    assert.ok(unread > 30, `only ${unread} of the mutated messages could not be read`);
  });

  it('R-DM-01: every command has exactly one Status, or one for each Item, in the order of the commands', () => {
    fc.assert(
      fc.property(anyAnswers, anyMessage, (answers, message) => {
        const read = readSyncML(bodyOf(message));
        assert.ok(read.ok);
        const wanted = allCommands(read.message).map(({ command }) => command.cmdId ?? '');
        const given = open(answers)
          .send(...message)
          .statuses.slice(1)
          .map(({ cmdRef }) => cmdRef);
        assert.deepEqual(given, wanted);
      }),
      { numRuns: 300 },
    );
  });

  it('blobs of arbitrary bytes are refused or imported, never more', () => {
    const valid = Buffer.from(pfxOf(), 'base64');
    fc.assert(
      fc.property(fc.nat(valid.length - 1), fc.uint8Array({ minLength: 1, maxLength: 6 }), (at, bytes) => {
        const damaged = Buffer.from(valid);
        damaged.set(bytes.slice(0, valid.length - at), at);
        const session = open();
        const adds = ['KeyLocation', 'PFXCertPassword', 'PFXCertBlob'] as const;
        const texts = { KeyLocation: '3', PFXCertPassword: 'pw', PFXCertBlob: damaged.toString('base64') };
        const reply = session.send(
          ...adds.map((name) => add(`${csp}/PFXCertInstall/a/${name}`, texts[name])),
        );
        assert.equal(reply.all, '200 200 200');
        const status = session.read(`${csp}/PFXCertInstall/a/Status`);
        assert.equal(session.stores().length, status === '0' ? 1 : 0);
      }),
      { numRuns: 200 },
    );
  });
});

describe('limits', () => {
  it('a value that is too long is refused with 413', () => {
    const text = 'x'.repeat(deviceLimits.message.value + 1);
    expect(open().send(add(`${csp}/PFXCertInstall/a/PFXCertPassword`, text)).all).toBe('413');
  });

  it('a device that is full refuses more with 420, and takes more when something was deleted', () => {
    const session = open();
    const text = 'x'.repeat(deviceLimits.message.value);
    const fits = Math.floor(deviceLimits.tree.textLength / text.length);
    const codes = Array.from(
      { length: fits + 1 },
      (_, index) => session.send(add(`${csp}/PFXCertInstall/${index}/PFXCertPassword`, text)).all,
    );
    expect(codes).toEqual([...Array<string>(fits).fill('200'), '420']);
    expect(session.read(`${csp}/PFXCertInstall/${fits}`)).toBe('404');
  });

  it('a Get whose value the reply has no space for is answered with 413', () => {
    const session = open();
    const target = `${csp}/PFXCertInstall/a/PFXCertPassword`;
    session.send(add(target, 'x'.repeat(deviceLimits.message.value)));
    expect(session.send(get(target), get(target), get(target), get(csp)).all).toBe('200 200 413 413');
  });

  it('deep and long documents are answered, not executed', () => {
    expect(open().sendText('<Sequence>'.repeat(2000) + '</Sequence>'.repeat(2000)).header).toBe('500');
    expect(open().sendText(`<Get><CmdID>1</CmdID>${' '.repeat(6_000_000)}</Get>`).header).toBe('500');
  });
});
